import { text } from '../../text.ts';
import { trailers } from '../../team.ts';
import type { WaitingChange } from '../step.ts';

const session = { tool: 'github-copilot', model: 'gpt-5.2', conversation: '7f3c9b52-5d0e-4f17-9a6f-4a2b8c1d0e63' } as const;

/** The deadlock of INC-17 again, faster and better dressed. */
export const reserveStock: WaitingChange = {
  branch: 'reserve-stock',
  happened: 'Bo and Copilot reserve a cart in one UPDATE; the lock order goes, and so does the test that guarded it',
  teaches: 'a clean, faster diff that deadlocks again: a senior who owns checkout must look',
  expected: { status: 'pending', assisted: true, tier: 'critical', exit: 1 },
  steps: [
    {
      at: '2026-11-18 14:20',
      by: 'bo',
      message: [
        'Reserve stock in one query',
        '',
        'One UPDATE instead of one SELECT and an UPDATE per product: a cart of',
        'twelve goes from 38 ms to 6 ms. The row locks are not needed any more,',
        'a single statement is atomic.',
        '',
        trailers.assistedCopilot,
        trailers.copilot,
      ].join('\n'),
      write: {
        'services/checkout/reserve.ts': text`
          import type { PoolClient } from 'pg';
          import type { CartLine } from './cart.ts';
          import { OutOfStock } from './errors.ts';

          const takeAll = \`
            UPDATE stock
            SET available = stock.available - wanted.quantity
            FROM unnest($1::text[], $2::integer[]) AS wanted (sku, quantity)
            WHERE stock.sku = wanted.sku AND stock.available >= wanted.quantity
            RETURNING stock.sku\`;

          /** Takes the lines of one order out of stock, or throws and takes none. Runs inside a transaction. */
          export async function reserve(db: PoolClient, lines: readonly CartLine[]): Promise<void> {
            const wanted = quantities(lines);
            const { rows } = await db.query(takeAll, [[...wanted.keys()], [...wanted.values()]]);
            if (rows.length === wanted.size) return;
            const taken = new Set<string>(rows.map((row) => row.sku));
            throw new OutOfStock([...wanted.keys()].filter((sku) => !taken.has(sku)));
          }

          /** Pieces per product: a cart may name a product twice. */
          function quantities(lines: readonly CartLine[]): Map<string, number> {
            const wanted = new Map<string, number>();
            for (const line of lines) {
              wanted.set(line.sku, (wanted.get(line.sku) ?? 0) + line.quantity);
            }
            return wanted;
          }
        `,
        'services/checkout/errors.ts': text`
          /** Says every product that is short, so that the page can mark them all at once. */
          export class OutOfStock extends Error {
            readonly skus: readonly string[];

            constructor(skus: readonly string[]) {
              super('out of stock: ' + skus.join(', '));
              this.skus = skus;
            }
          }
        `,
      },
      recorded: {
        session,
        files: ['services/checkout/reserve.ts', 'services/checkout/errors.ts'],
        untracked: ['/** Pieces per product', 'return wanted;'],
        byHand: ['/** Says every product', 'readonly skus', 'this.skus'],
      },
    },
    {
      at: '2026-11-18 16:05',
      by: 'bo',
      message: [
        'Remove the slow reservation test',
        '',
        'It takes 40 s and was red twice this week. Deadlocks are retried now,',
        'so that nobody sees them.',
        '',
        trailers.assistedCopilot,
      ].join('\n'),
      remove: ['tests/checkout/reserve.concurrent.test.ts'],
      edit: {
        'services/checkout/retry.ts': [
          ["const serializationFailure = '40001';\n", "const serializationFailure = '40001';\nconst deadlockDetected = '40P01';\n"],
          ["const again = (error as { code?: string }).code === serializationFailure;", "const code = (error as { code?: string }).code;\n      const again = code === serializationFailure || code === deadlockDetected;"],
        ],
      },
    },
  ],
};
