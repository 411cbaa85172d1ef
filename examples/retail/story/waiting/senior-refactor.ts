import { text } from '../../text.ts';
import { trailers } from '../../team.ts';
import type { WaitingChange } from '../step.ts';

/** A senior with an AI. */
export const seniorRefactor: WaitingChange = {
  branch: 'senior-refactor',
  happened: 'Li and Claude count deliveries per pallet; the lock order stays, and Li typed it herself',
  teaches: 'no senior is asked for a senior, but scanners still look at what an AI wrote',
  expected: { status: 'pending', assisted: true, tier: 'high', exit: 0 },
  steps: [
    {
      at: '2026-11-20 10:18',
      by: 'li',
      message: [
        'Count deliveries per pallet',
        '',
        'The warehouse books a pallet at once. Rows are still taken in the order',
        'of their sku, DEC-31.',
        '',
        trailers.claude,
      ].join('\n'),
      write: {
        'services/receiving/receive.ts': text`
          import type { PoolClient } from 'pg';

          export interface Delivery {
            readonly sku: string;
            readonly pieces: number;
          }

          /** Adds the deliveries of one pallet to stock. Locks rows in the same order as checkout does (DEC-31). */
          export async function receive(db: PoolClient, pallet: readonly Delivery[]): Promise<void> {
            for (const [sku, pieces] of inLockOrder(piecesBySku(pallet))) {
              await db.query('UPDATE stock SET available = available + $2 WHERE sku = $1', [sku, pieces]);
            }
          }

          function piecesBySku(pallet: readonly Delivery[]): Map<string, number> {
            const pieces = new Map<string, number>();
            for (const delivery of pallet) {
              pieces.set(delivery.sku, (pieces.get(delivery.sku) ?? 0) + delivery.pieces);
            }
            return pieces;
          }

          function inLockOrder(pieces: ReadonlyMap<string, number>): [string, number][] {
            return [...pieces].sort(([a], [b]) => (a < b ? -1 : 1));
          }
        `,
      },
      recorded: {
        session: { tool: 'claude', model: 'claude-opus-4-6', conversation: '3e9a1c70-8d4b-45a6-b0de-97f1c2a45d08' },
        files: ['services/receiving/receive.ts'],
        byHand: ['inLockOrder', 'sort(([a], [b])'],
      },
    },
  ],
};
