import { text } from '../text.ts';
import { trailers } from '../team.ts';
import type { Step } from './step.ts';

/** INC-17, 1 November 2025: a tidy-up forgets the lock order, and checkout deadlocks on the first busy Saturday. */
export const deadlock: readonly Step[] = [
  {
    at: '2025-10-22 11:16',
    by: 'bo',
    label: 'deadlock',
    message: [
      'Simplify stock reservation',
      '',
      'Sorting the cart first is not needed: every line is looked at anyway.',
      'Reads all rows in one query and skips the extra SELECT per line.',
      '',
      trailers.copilot,
    ].join('\n'),
    write: {
      'services/checkout/reserve.ts': text`
        import type { PoolClient } from 'pg';
        import type { CartLine } from './cart.ts';
        import { OutOfStock } from './errors.ts';

        /** Takes the lines of one order out of stock, or throws and takes none. Runs inside a transaction. */
        export async function reserve(db: PoolClient, lines: readonly CartLine[]): Promise<void> {
          const skus = lines.map((line) => line.sku);
          const { rows } = await db.query('SELECT sku, available FROM stock WHERE sku = ANY($1)', [skus]);
          const available = new Map(rows.map((row) => [row.sku, row.available]));
          for (const line of lines) {
            if ((available.get(line.sku) ?? 0) < line.quantity) throw new OutOfStock(line.sku);
            await db.query('UPDATE stock SET available = available - $2 WHERE sku = $1', [line.sku, line.quantity]);
          }
        }
      `,
    },
    recorded: {
      session: { tool: 'github-copilot', model: 'gpt-5.1', conversation: '4f0c8f5e-2b1d-4f2b-9a57-1d0c6a3f9e21' },
      files: ['services/checkout/reserve.ts'],
    },
  },
  {
    at: '2025-11-01 15:22',
    by: 'ana',
    label: 'deadlock-fix',
    message: [
      'Lock stock rows in one order again (INC-17)',
      '',
      'From 11:40 to 14:05 one checkout in nine failed with "deadlock detected".',
      'Since 22 October rows were updated in the order of the cart and read',
      'without a lock: two orders with the same two products waited for each',
      'other, and two orders could both see the last mug.',
      '',
      'The rows are locked in one statement, ordered by sku. The new test runs',
      'two orders at once and fails without the ORDER BY.',
      '',
      trailers.none,
    ].join('\n'),
    write: {
      'services/checkout/reserve.ts': text`
        import type { PoolClient } from 'pg';
        import type { CartLine } from './cart.ts';
        import { OutOfStock } from './errors.ts';

        // ORDER BY is the lock order: without it two orders with the same products deadlock (INC-17).
        const lockRows = 'SELECT sku, available FROM stock WHERE sku = ANY($1) ORDER BY sku FOR UPDATE';

        /** Takes the lines of one order out of stock, or throws and takes none. Runs inside a transaction. */
        export async function reserve(db: PoolClient, lines: readonly CartLine[]): Promise<void> {
          const { rows } = await db.query(lockRows, [lines.map((line) => line.sku)]);
          const available = new Map(rows.map((row) => [row.sku, row.available]));
          for (const line of lines) {
            const left = (available.get(line.sku) ?? 0) - line.quantity;
            if (left < 0) throw new OutOfStock(line.sku);
            available.set(line.sku, left);
          }
          for (const [sku, left] of available) {
            await db.query('UPDATE stock SET available = $2 WHERE sku = $1', [sku, left]);
          }
        }
      `,
      'tests/checkout/reserve.concurrent.test.ts': text`
        import assert from 'node:assert/strict';
        import test from 'node:test';
        import { transaction } from '../../libs/db/pool.ts';
        import { reserve } from '../../services/checkout/reserve.ts';
        import { stockOf, withStock } from '../stock.ts';

        const red = { sku: 'mug-red', quantity: 1 };
        const blue = { sku: 'mug-blue', quantity: 1 };

        test('two orders with the same two products both go through (INC-17)', async () => {
          await withStock({ 'mug-red': 100, 'mug-blue': 100 });
          for (let round = 0; round < 50; round += 1) {
            await Promise.all([
              transaction((db) => reserve(db, [red, blue])),
              transaction((db) => reserve(db, [blue, red])),
            ]);
          }
          assert.equal(await stockOf('mug-red'), 0);
          assert.equal(await stockOf('mug-blue'), 0);
        });

        test('two orders never both get the last one', async () => {
          await withStock({ 'mug-red': 1 });
          const orders = [transaction((db) => reserve(db, [red])), transaction((db) => reserve(db, [red]))];
          const ends = await Promise.allSettled(orders);
          assert.equal(ends.filter((end) => end.status === 'fulfilled').length, 1);
          assert.equal(await stockOf('mug-red'), 0);
        });
      `,
    },
  },
  {
    at: '2025-11-05 09:40',
    by: 'li',
    message: `Record why stock is locked in one order\n\n${trailers.none}`,
    write: {
      'docs/decisions/DEC-31-lock-order.md': text`
        # DEC-31: stock rows are locked in the order of their sku

        Decided by Ana and Li on 4 November 2025, after INC-17.

        Every transaction that takes stock locks its rows first, in one statement, ordered by sku.
        An UPDATE over many rows is not enough: Postgres locks in the order in which the plan meets them.
        Leave \`tests/checkout/reserve.concurrent.test.ts\` alone; it is slow because it has to be.
      `,
    },
  },
  {
    at: '2026-02-10 10:33',
    by: 'bo',
    message: ['Retry a reservation that lost a race', '', 'Three attempts at most; out of stock is an answer, not a race.', '', trailers.assistedCopilot].join('\n'),
    write: {
      'services/checkout/retry.ts': text`
        import { setTimeout as wait } from 'node:timers/promises';

        const serializationFailure = '40001';
        const attempts = 3;

        /** Runs work again when Postgres asks for it, at most three times in all. */
        export async function withRetry<T>(work: () => Promise<T>): Promise<T> {
          for (let attempt = 1; ; attempt += 1) {
            try {
              return await work();
            } catch (error) {
              const again = (error as { code?: string }).code === serializationFailure;
              if (!again || attempt === attempts) throw error;
              await wait(attempt * 20 + Math.random() * 20);
            }
          }
        }
      `,
    },
  },
];
