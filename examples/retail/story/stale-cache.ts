import { text } from '../text.ts';
import { trailers } from '../team.ts';
import type { Step } from './step.ts';

/** INC-18 and INC-23: twice a Map in a module remembers what five other instances do not know. */
export const staleCache: readonly Step[] = [
  {
    at: '2025-11-18 14:02',
    by: 'tomas',
    message: ['Pay with gift cards', '', trailers.claudeLine, '', trailers.claudeSonnet].join('\n'),
    write: {
      'migrations/0004_gift_cards.sql': text`
        CREATE TABLE gift_card (
          code  text PRIMARY KEY,
          cents integer NOT NULL CHECK (cents >= 0)
        );
      `,
      'services/payments/gift-balance.ts': text`
        import { pool } from '../../libs/db/pool.ts';

        const balances = new Map<string, number>();

        export async function giftBalance(code: string): Promise<number> {
          const known = balances.get(code);
          if (known !== undefined) return known;
          const { rows } = await pool.query('SELECT cents FROM gift_card WHERE code = $1', [code]);
          const cents = rows[0]?.cents ?? 0;
          balances.set(code, cents);
          return cents;
        }

        export async function topUp(code: string, cents: number): Promise<void> {
          await pool.query('UPDATE gift_card SET cents = cents + $2 WHERE code = $1', [code, cents]);
          balances.delete(code);
        }
      `,
    },
  },
  {
    at: '2025-11-29 18:10',
    by: 'mina',
    message: [
      'Read gift balances from the database (INC-18)',
      '',
      'A top-up was forgotten on five of six instances: only the one that took',
      'it dropped its entry. 31 customers were told their card was empty.',
      '',
      trailers.none,
    ].join('\n'),
    write: {
      'services/payments/gift-balance.ts': text`
        import { pool } from '../../libs/db/pool.ts';

        // No cache: a balance changes on one instance and is asked for on another (INC-18).
        export async function giftBalance(code: string): Promise<number> {
          const { rows } = await pool.query('SELECT cents FROM gift_card WHERE code = $1', [code]);
          return rows[0]?.cents ?? 0;
        }

        export async function topUp(code: string, cents: number): Promise<void> {
          await pool.query('UPDATE gift_card SET cents = cents + $2 WHERE code = $1', [code, cents]);
        }
      `,
    },
  },
  {
    at: '2026-05-09 16:20',
    by: 'mina',
    label: 'stale-prices',
    message: [
      'Keep prices in memory (#431)',
      '',
      'The product page asks for the same prices again and again: p95 goes from',
      '180 ms to 40 ms with a cache.',
      '',
      trailers.claudeLine,
      '',
      trailers.claude,
    ].join('\n'),
    write: {
      'services/pricing/prices.ts': text`
        import { pool } from '../../libs/db/pool.ts';

        const priceCache = new Map<string, number>();

        /** Price of a product in cents. */
        export async function priceOf(sku: string): Promise<number> {
          const cached = priceCache.get(sku);
          if (cached !== undefined) return cached;
          const { rows } = await pool.query('SELECT cents FROM product WHERE sku = $1', [sku]);
          if (rows.length === 0) throw new Error('no product ' + sku);
          priceCache.set(sku, rows[0].cents);
          return rows[0].cents;
        }

        export async function setPrice(sku: string, cents: number): Promise<void> {
          await pool.query('UPDATE product SET cents = $2 WHERE sku = $1', [sku, cents]);
          priceCache.set(sku, cents);
        }
      `,
    },
    recorded: {
      session: { tool: 'claude', model: 'claude-opus-4-6', conversation: 'c1b5f3d8-6c3b-4d0e-8c6a-52a1c6f0b7aa' },
      files: ['services/pricing/prices.ts'],
      byHand: ['const priceCache'],
    },
  },
  {
    at: '2026-05-12 17:45',
    by: 'ana',
    label: 'stale-prices-fix',
    message: [
      'Tell all instances when a price changes (INC-23)',
      '',
      'From 14:06 to 14:58 prices were stale on five of six instances: a change',
      'reached only the one that handled it. 212 orders were honoured at a loss.',
      '',
      'Whoever sets a price publishes it; every instance forgets it then, and',
      'after a minute in any case.',
      '',
      trailers.none,
    ].join('\n'),
    write: {
      'libs/bus/bus.ts': text`
        import { pool } from '../db/pool.ts';

        type Listener = (message: string) => void;

        /** Tells every instance, this one included. Postgres NOTIFY: at most once, so never the only truth. */
        export async function publish(topic: string, message: string): Promise<void> {
          await pool.query('SELECT pg_notify($1, $2)', [topic, message]);
        }

        export async function subscribe(topic: string, listener: Listener): Promise<void> {
          const db = await pool.connect();
          db.on('notification', (event) => event.channel === topic && listener(event.payload ?? ''));
          await db.query('LISTEN ' + topic);
        }
      `,
      'services/pricing/prices.ts': text`
        import { publish, subscribe } from '../../libs/bus/bus.ts';
        import { pool } from '../../libs/db/pool.ts';

        const maxAgeMs = 60_000;
        const priceCache = new Map<string, { cents: number; until: number }>();
        await subscribe('price', (sku) => priceCache.delete(sku));

        /** Price of a product in cents, at most a minute old on any instance. */
        export async function priceOf(sku: string): Promise<number> {
          const cached = priceCache.get(sku);
          if (cached !== undefined && cached.until > Date.now()) return cached.cents;
          const { rows } = await pool.query('SELECT cents FROM product WHERE sku = $1', [sku]);
          if (rows.length === 0) throw new Error('no product ' + sku);
          priceCache.set(sku, { cents: rows[0].cents, until: Date.now() + maxAgeMs });
          return rows[0].cents;
        }

        export async function setPrice(sku: string, cents: number): Promise<void> {
          await pool.query('UPDATE product SET cents = $2 WHERE sku = $1', [sku, cents]);
          await publish('price', sku);
        }
      `,
      'docs/incidents/INC-23.md': text`
        # INC-23: prices stale on five of six instances

        12 May 2026, 14:06 to 14:58. 1 140 carts saw an old price, 212 orders were honoured at a loss.

        #431 kept prices in a Map of the module. The tests run one instance, and so did the review.
        INC-18 had the same shape. Ask of every cache: who tells the other five?
      `,
    },
  },
];
