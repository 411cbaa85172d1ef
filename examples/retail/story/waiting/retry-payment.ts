import { text } from '../../text.ts';
import { trailers } from '../../team.ts';
import type { WaitingChange } from '../step.ts';

/** INC-22 with money in place of mail. */
export const retryPayment: WaitingChange = {
  branch: 'retry-payment',
  happened: 'Mina and Cursor retry a charge until it works, with a new idempotency key for every attempt',
  teaches: 'a retry without a limit that can charge a card twice',
  expected: { status: 'pending', assisted: true, tier: 'critical', exit: 1 },
  steps: [
    {
      at: '2026-11-19 12:15',
      by: 'mina',
      message: [
        'Retry charges when the gateway is slow',
        '',
        'Customers saw an error although the gateway was back a second later.',
        '',
        'Made-with: Cursor',
        trailers.cursor,
      ].join('\n'),
      write: {
        'services/payments/charge.ts': text`
          import { randomUUID } from 'node:crypto';
          import type { Gateway } from './gateway.ts';

          /** Charges an order; tries again while the gateway has trouble. */
          export async function charge(gateway: Gateway, orderId: string, cents: number): Promise<string> {
            for (;;) {
              try {
                const key = 'charge-' + orderId + '-' + randomUUID();
                const answer = await gateway.post('/charges', { cents }, { 'idempotency-key': key });
                if (answer.status === 201) return answer.body.id;
                if (answer.status < 500) throw new Error('charge of ' + orderId + ' failed: ' + answer.status);
              } catch (error) {
                console.warn('retrying charge', orderId, error);
              }
            }
          }
        `,
      },
    },
  ],
};
