import { text } from '../../text.ts';
import { trailers } from '../../team.ts';
import type { WaitingChange } from '../step.ts';

/** INC-23 in the next file. */
export const priceCache: WaitingChange = {
  branch: 'price-cache',
  happened: 'Tomás and Claude keep price lists in a Map of the module; five of six instances never hear of a change',
  teaches: 'a cache that is right in every test and wrong on six instances',
  expected: { status: 'pending', assisted: true, tier: 'critical', exit: 0 },
  steps: [
    {
      at: '2026-11-19 10:42',
      by: 'tomas',
      message: [
        'Cache price lists per country',
        '',
        'A list is read once and then kept, which takes 300 queries a second off',
        'the database. Setting a price drops the list, so it is never stale.',
        '',
        trailers.claudeLine,
        '',
        trailers.claude,
      ].join('\n'),
      write: {
        'services/pricing/price-lists.ts': text`
          import { pool } from '../../libs/db/pool.ts';

          export type PriceList = ReadonlyMap<string, number>;

          const listCache = new Map<string, PriceList>();

          /** All prices of a country in cents, by sku. Kept in memory after the first read. */
          export async function priceList(country: string): Promise<PriceList> {
            const cached = listCache.get(country);
            if (cached) return cached;
            const { rows } = await pool.query('SELECT sku, cents FROM country_price WHERE country = $1', [country]);
            const list = new Map<string, number>(rows.map((row) => [row.sku, row.cents]));
            listCache.set(country, list);
            return list;
          }

          export async function setCountryPrice(country: string, sku: string, cents: number): Promise<void> {
            await pool.query(
              'INSERT INTO country_price VALUES ($1, $2, $3) ON CONFLICT (country, sku) DO UPDATE SET cents = $3',
              [country, sku, cents],
            );
            listCache.delete(country);
          }
        `,
        'tests/pricing/price-lists.test.ts': text`
          import assert from 'node:assert/strict';
          import test from 'node:test';
          import { priceList, setCountryPrice } from '../../services/pricing/price-lists.ts';
          import { withStock } from '../stock.ts';

          test('a new price is seen at once', async () => {
            await withStock({ 'mug-red': 1 });
            await setCountryPrice('ES', 'mug-red', 900);
            assert.equal((await priceList('ES')).get('mug-red'), 900);
            await setCountryPrice('ES', 'mug-red', 950);
            assert.equal((await priceList('ES')).get('mug-red'), 950);
          });
        `,
      },
    },
  ],
};
