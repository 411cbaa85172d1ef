import { text } from '../../text.ts';
import { trailers } from '../../team.ts';
import type { WaitingChange } from '../step.ts';

/** Nobody said how it was written. */
export const loyaltyPoints: WaitingChange = {
  branch: 'loyalty-points',
  happened: 'Noor adds a whole service in one afternoon and says nothing of how; an editor left one weak trace',
  teaches: 'silence is not "no AI": the author is asked one question before anybody reviews',
  expected: { status: 'pending', assisted: null, tier: 'high', exit: 0 },
  steps: [
    {
      at: '2026-11-18 15:48',
      by: 'noor',
      message: 'Add loyalty points',
      write: {
        'services/loyalty/points.ts': text`
          import type { PoolClient } from 'pg';

          /**
           * Loyalty points engine.
           *
           * Responsible for accruing and redeeming points in a robust and scalable manner.
           */
          export class LoyaltyPointsEngine {
            private readonly pointsPerEuro: number = 1;
            private readonly centsPerPoint: number = 2;

            /** Accrues points for an order. */
            async accrue(db: PoolClient, account: string, cents: number): Promise<number> {
              const points = Math.floor(cents / 100) * this.pointsPerEuro;
              const current = await this.balance(db, account);
              await db.query('UPDATE loyalty SET points = $2 WHERE account = $1', [account, current + points]);
              return current + points;
            }

            /** Redeems points and returns the discount in cents. */
            async redeem(db: PoolClient, account: string, points: number): Promise<number> {
              const current = await this.balance(db, account);
              if (current < points) {
                throw new Error('Insufficient points');
              }
              await db.query('UPDATE loyalty SET points = $2 WHERE account = $1', [account, current - points]);
              return points * this.centsPerPoint;
            }

            /** Returns the current balance. */
            async balance(db: PoolClient, account: string): Promise<number> {
              const result = await db.query('SELECT points FROM loyalty WHERE account = $1', [account]);
              return result.rows[0]?.points ?? 0;
            }
          }
        `,
        'migrations/0007_loyalty.sql': text`
          CREATE TABLE loyalty (
            account text PRIMARY KEY,
            points  integer NOT NULL DEFAULT 0
          );
        `,
      },
    },
    {
      at: '2026-11-18 17:31',
      by: 'noor',
      message: ['Show points on the account page', '', trailers.copilotEditor].join('\n'),
      write: {
        'web/points.ts': text`
          import { euros } from './product.ts';

          /** Renders the points badge for the account page. */
          export function pointsBadge(points: number, centsPerPoint: number): string {
            if (points <= 0) {
              return '<p class="points">Start collecting points with your first order.</p>';
            }
            return '<p class="points">' + points + ' points, worth ' + euros(points * centsPerPoint) + '</p>';
          }
        `,
      },
    },
  ],
};
