import { text } from '../text.ts';
import { trailers } from '../team.ts';
import type { Step } from './step.ts';

const search = {
  tool: 'cursor',
  model: 'composer-1',
  conversation: '2f6a6a0e-0f55-4d1b-8a5e-7b1e6a0c9d42',
} as const;

/** The web pages: search on a side branch and its merge, a revert, and more AI month by month. */
export const pages: readonly Step[] = [
  {
    at: '2026-02-16 10:02',
    by: 'noor',
    on: 'search',
    message: ['Add a search query', '', 'Made-with: Cursor', trailers.cursor].join('\n'),
    write: {
      'services/search/search.ts': text`
        import { pool } from '../../libs/db/pool.ts';

        export interface Hit {
          readonly sku: string;
          readonly title: string;
          readonly cents: number;
        }

        export async function search(words: string, limit = 20): Promise<Hit[]> {
          const { rows } = await pool.query(
            "SELECT sku, title, cents FROM product WHERE to_tsvector('simple', title) @@ plainto_tsquery('simple', $1) LIMIT $2",
            [words, limit],
          );
          return rows;
        }
      `,
    },
    recorded: { session: search, files: ['services/search/search.ts'] },
  },
  {
    at: '2026-02-17 15:27',
    by: 'noor',
    on: 'search',
    message: ['Show search results', '', 'Made-with: Cursor', trailers.cursor].join('\n'),
    write: {
      'web/search.ts': text`
        import { escapeHtml, euros } from './product.ts';
        import type { Hit } from '../services/search/search.ts';

        export function searchPage(words: string, hits: readonly Hit[]): string {
          const items = hits.map((hit) => '<li>' + escapeHtml(hit.title) + ' ' + euros(hit.cents) + '</li>');
          return '<h1>' + escapeHtml(words) + '</h1><ul>' + items.join('') + '</ul>';
        }
      `,
    },
    recorded: { session: search, files: ['web/search.ts'], untracked: ['<h1>'] },
  },
  {
    at: '2026-02-18 09:44',
    by: 'li',
    committer: 'forge',
    merges: 'search',
    label: 'merge',
    message: "Merge pull request #401 from shop-example/cursor/search\n\nSearch products by words of their title",
  },
  {
    at: '2026-03-05 14:14',
    by: 'bo',
    message: ['Show the stock level on the product page', '', trailers.copilot].join('\n'),
    label: 'reverted',
    edit: {
      'web/product.ts': [
        ['product: { sku: string; title: string; cents: number })', 'product: { sku: string; title: string; cents: number; available: number })'],
        ["euros(product.cents) + '</p>';", "euros(product.cents) + '</p><p>' + product.available + ' left</p>';"],
      ],
    },
  },
  {
    at: '2026-03-06 08:51',
    by: 'ana',
    message: [
      'Revert "Show the stock level on the product page"',
      '',
      'Competitors read our stock from the page within a day.',
    ].join('\n'),
    label: 'revert',
    edit: {
      'web/product.ts': [
        ['cents: number; available: number })', 'cents: number })'],
        ["</p><p>' + product.available + ' left</p>';", "</p>';"],
      ],
    },
  },
  {
    at: '2026-04-21 11:37',
    by: 'noor',
    message: ['Add order history page', '', trailers.claudeLine, '', trailers.claude].join('\n'),
    write: {
      'web/orders.ts': text`
        import { euros } from './product.ts';

        export interface OrderRow {
          readonly id: string;
          readonly placedAt: Date;
          readonly cents: number;
        }

        export function ordersPage(orders: readonly OrderRow[]): string {
          if (orders.length === 0) return '<p>No orders yet.</p>';
          const rows = orders.map(
            (order) => '<tr><td>' + order.placedAt.toISOString().slice(0, 10) + '</td><td>' + euros(order.cents) + '</td></tr>',
          );
          return '<table>' + rows.join('') + '</table>';
        }
      `,
    },
  },
  {
    at: '2026-05-28 16:06',
    by: 'mina',
    message: ['Show delivery dates in the cart', '', trailers.assistedCopilot].join('\n'),
    write: {
      'web/delivery.ts': text`
        const workingDays = 2;

        /** First day on which a parcel ordered now can arrive; nobody delivers on Sundays. */
        export function arrival(ordered: Date): Date {
          const day = new Date(ordered);
          for (let left = workingDays; left > 0; ) {
            day.setUTCDate(day.getUTCDate() + 1);
            if (day.getUTCDay() !== 0) left -= 1;
          }
          return day;
        }
      `,
    },
  },
  {
    at: '2026-06-10 10:29',
    by: 'tomas',
    message: ['Translate the cart into English', '', trailers.claude].join('\n'),
    write: {
      'web/words.ts': text`
        const words = {
          es: { cart: 'Cesta', empty: 'Tu cesta está vacía', pay: 'Pagar' },
          en: { cart: 'Basket', empty: 'Your basket is empty', pay: 'Pay' },
        } as const;

        export type Language = keyof typeof words;

        export function word(language: Language, key: keyof (typeof words)['es']): string {
          return words[language][key];
        }
      `,
    },
  },
];
