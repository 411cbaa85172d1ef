import { text } from '../text.ts';
import { trailers } from '../team.ts';
import type { Step } from './step.ts';

/** Summer and autumn 2026: most commits are assisted, in many ways, and some say nothing. */
export const growth: readonly Step[] = [
  {
    at: '2026-06-23 14:48',
    by: 'bo',
    message: ['Suggest products bought together', '', trailers.copilot].join('\n'),
    write: {
      'services/search/together.ts': text`
        import { pool } from '../../libs/db/pool.ts';

        const query = \`
          SELECT other.sku, count(*) AS orders
          FROM order_line mine JOIN order_line other USING (order_id)
          WHERE mine.sku = $1 AND other.sku <> $1
          GROUP BY other.sku ORDER BY orders DESC LIMIT 4\`;

        export async function boughtTogether(sku: string): Promise<string[]> {
          const { rows } = await pool.query(query, [sku]);
          return rows.map((row) => row.sku);
        }
      `,
    },
    recorded: {
      session: { tool: 'github-copilot', model: 'gpt-5.2', conversation: 'b8d7d1fe-2c75-44a2-9c9e-1be8a5a0f6c3' },
      files: ['services/search/together.ts'],
    },
  },
  {
    at: '2026-07-07 09:32',
    by: 'mina',
    message: ['Warn when stock runs low', '', trailers.claudeLine, '', trailers.claude].join('\n'),
    write: {
      'services/inventory/low-stock.ts': text`
        import { pool } from '../../libs/db/pool.ts';

        /** Products that sell out within a week at last week's pace. */
        export async function lowStock(): Promise<{ sku: string; days: number }[]> {
          const { rows } = await pool.query(
            'SELECT sku, floor(available / NULLIF(sold_last_week / 7.0, 0)) AS days FROM stock_pace WHERE available < sold_last_week',
          );
          return rows;
        }
      `,
      'migrations/0005_stock_pace.sql': text`
        CREATE VIEW stock_pace AS
        SELECT s.sku, s.available, coalesce(sum(l.quantity), 0) AS sold_last_week
        FROM stock s LEFT JOIN order_line l ON l.sku = s.sku AND l.placed_at > now() - interval '7 days'
        GROUP BY s.sku, s.available;
      `,
    },
    recorded: {
      session: { tool: 'claude', model: 'claude-opus-4-6', conversation: '5cf2f8a4-7e3e-4c37-b2b1-9e2a4d20a7d5' },
      files: ['services/inventory/low-stock.ts', 'migrations/0005_stock_pace.sql'],
    },
  },
  {
    at: '2026-07-22 17:20',
    by: 'noor',
    message: 'Add a newsletter box',
    write: {
      'web/newsletter.ts': text`
        export function newsletterBox(): string {
          return '<form action="/newsletter" method="post"><input type="email" name="email" required><button>Send me news</button></form>';
        }
      `,
    },
  },
  {
    at: '2026-08-11 08:15',
    by: 'copilot-agent',
    committer: 'forge',
    message: [
      'Return 404 for unknown products (#447)',
      '',
      'Agent-Logs-Url: https://github.com/shop-example/shop-api/sessions/7c2d3b44-1a0f-4c11-8a7e-0de5c31d2b90',
      '',
      'Co-authored-by: Mina Okafor <mina@shop.example>',
    ].join('\n'),
    write: {
      'services/search/product-route.ts': text`
        import type { FastifyInstance } from 'fastify';
        import { priceOf } from '../pricing/prices.ts';

        export function productRoute(app: FastifyInstance): void {
          app.get<{ Params: { sku: string } }>('/products/:sku', async (request, reply) => {
            try {
              return { sku: request.params.sku, cents: await priceOf(request.params.sku) };
            } catch {
              return reply.code(404).send({ error: 'no such product' });
            }
          });
        }
      `,
    },
  },
  {
    at: '2026-08-26 12:09',
    by: 'tomas',
    message: ['Say why a product route failed', '', 'A database error is not a missing product.', '', trailers.claude].join('\n'),
    edit: {
      'services/search/product-route.ts': [
        ['} catch {', '} catch (error) {\n      if (!String(error).includes(\'no product\')) throw error;'],
      ],
    },
    recorded: {
      session: { tool: 'claude', model: 'claude-sonnet-4-5', conversation: '0b7b3f57-3a6d-4f7c-8a4b-6e1d6f2c8e11' },
      files: ['services/search/product-route.ts'],
    },
  },
  {
    at: '2026-09-09 10:50',
    by: 'bo',
    message: ['Print packing slips', '', trailers.assistedCopilot, trailers.copilot].join('\n'),
    write: {
      'services/inventory/packing-slip.ts': text`
        import type { CartLine } from '../checkout/cart.ts';

        /** One line per product, in the order of the shelves. */
        export function packingSlip(orderId: string, lines: readonly CartLine[], shelfOf: (sku: string) => string): string {
          const inOrder = lines.toSorted((a, b) => (shelfOf(a.sku) < shelfOf(b.sku) ? -1 : 1));
          return [orderId, ...inOrder.map((line) => shelfOf(line.sku) + '  ' + line.quantity + ' × ' + line.sku)].join('\n');
        }
      `,
    },
  },
  {
    at: '2026-09-30 15:15',
    by: 'mina-aider',
    committer: 'mina',
    message: 'refactor: read price lists per country',
    write: {
      'services/pricing/price-lists.ts': text`
        import { pool } from '../../libs/db/pool.ts';

        export type PriceList = ReadonlyMap<string, number>;

        /** All prices of a country in cents, by sku. */
        export async function priceList(country: string): Promise<PriceList> {
          const { rows } = await pool.query('SELECT sku, cents FROM country_price WHERE country = $1', [country]);
          return new Map(rows.map((row) => [row.sku, row.cents]));
        }

        export async function setCountryPrice(country: string, sku: string, cents: number): Promise<void> {
          await pool.query(
            'INSERT INTO country_price VALUES ($1, $2, $3) ON CONFLICT (country, sku) DO UPDATE SET cents = $3',
            [country, sku, cents],
          );
        }
      `,
      'migrations/0006_country_prices.sql': text`
        CREATE TABLE country_price (
          country text    NOT NULL,
          sku     text    NOT NULL REFERENCES product (sku),
          cents   integer NOT NULL CHECK (cents >= 0),
          PRIMARY KEY (country, sku)
        );
      `,
    },
  },
  {
    at: '2026-10-14 11:03',
    by: 'tomas',
    message: ['Compare prices of two countries', '', trailers.claude].join('\n'),
    write: {
      'services/pricing/compare.ts': text`
        import type { PriceList } from './price-lists.ts';

        /** Products that cost more in \`a\` than in \`b\`, dearest difference first. */
        export function dearer(a: PriceList, b: PriceList): { sku: string; cents: number }[] {
          return [...a]
            .map(([sku, cents]) => ({ sku, cents: cents - (b.get(sku) ?? cents) }))
            .filter((each) => each.cents > 0)
            .sort((x, y) => y.cents - x.cents);
        }
      `,
    },
    recorded: {
      session: { tool: 'claude', model: 'claude-opus-4-6', conversation: 'f7b1f5d0-52f8-4d07-9a2b-3c5a6f9d1c77' },
      files: ['services/pricing/compare.ts'],
    },
  },
];
