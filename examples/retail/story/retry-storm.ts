import { text } from '../text.ts';
import { trailers } from '../team.ts';
import type { Step } from './step.ts';

/** INC-22, 2 April 2026: a retry without a limit or a key sends refund e-mails twice, then 41 000 times. */
export const retryStorm: readonly Step[] = [
  {
    at: '2026-01-20 11:08',
    by: 'bo',
    message: ['Refund an order', '', 'The e-mail goes out once the gateway has said yes.', '', trailers.none].join('\n'),
    write: {
      'services/payments/refund.ts': text`
        import type { Gateway } from './gateway.ts';
        import { sendMail } from '../../libs/mail/mail.ts';

        export async function refund(gateway: Gateway, orderId: string, cents: number, email: string): Promise<void> {
          const answer = await gateway.post('/refunds', { orderId, cents }, { 'idempotency-key': 'refund-' + orderId });
          if (answer.status !== 201) throw new Error('refund of ' + orderId + ' failed: ' + answer.status);
          await sendMail(email, 'Your refund', 'refund-' + orderId);
        }
      `,
      'libs/mail/mail.ts': text`
        /** Hands a mail to the provider. */
        export async function sendMail(to: string, subject: string, template: string): Promise<void> {
          const answer = await fetch('https://mail.example/send', {
            method: 'POST',
            body: JSON.stringify({ to, subject, template }),
            signal: AbortSignal.timeout(2_000),
          });
          if (!answer.ok) throw new Error('mail to ' + to + ' failed: ' + answer.status);
        }
      `,
    },
  },
  {
    at: '2026-03-24 15:50',
    by: 'tomas',
    label: 'retry-storm',
    message: ['Make sending mail more robust', '', 'Time-outs of the mail provider no longer fail the refund.', '', 'Made-with: Cursor', trailers.cursor].join('\n'),
    write: {
      'libs/mail/mail.ts': text`
        /** Hands a mail to the provider; tries again until it is sent. */
        export async function sendMail(to: string, subject: string, template: string): Promise<void> {
          while (true) {
            try {
              const answer = await fetch('https://mail.example/send', {
                method: 'POST',
                body: JSON.stringify({ to, subject, template }),
                signal: AbortSignal.timeout(2_000),
              });
              if (answer.ok) return;
            } catch {
              // the provider is slow sometimes, try again
            }
          }
        }
      `,
    },
  },
  {
    at: '2026-04-02 20:15',
    by: 'li',
    label: 'retry-storm-fix',
    message: [
      'Send each mail once, and give up after four attempts (INC-22)',
      '',
      'The provider accepted mails and answered after our two seconds. We took',
      'that for a failure and sent again, without a pause and without an end:',
      '41 000 mails about 380 refunds, then the provider blocked us.',
      '',
      'A message key lets the provider drop repeats. Attempts wait 1, 2 and 4 s.',
      '',
      trailers.none,
    ].join('\n'),
    write: {
      'libs/mail/mail.ts': text`
        import { setTimeout as wait } from 'node:timers/promises';

        const attempts = 4;

        /** Hands a mail to the provider, which drops a key it has seen. Gives up after four attempts (INC-22). */
        export async function sendMail(to: string, subject: string, key: string): Promise<void> {
          for (let attempt = 1; ; attempt += 1) {
            const answer = await fetch('https://mail.example/send', {
              method: 'POST',
              headers: { 'idempotency-key': key },
              body: JSON.stringify({ to, subject }),
              signal: AbortSignal.timeout(10_000),
            }).catch((error) => {
              if (attempt === attempts) throw error;
              return null;
            });
            if (answer?.ok) return;
            if (answer !== null && (answer.status < 500 || attempt === attempts)) throw new Error('mail refused: ' + answer.status);
            await wait(1_000 * 2 ** (attempt - 1));
          }
        }
      `,
      'tests/mail/mail.test.ts': text`
        import assert from 'node:assert/strict';
        import test from 'node:test';
        import { sendMail } from '../../libs/mail/mail.ts';

        test('a provider that never answers is asked four times', async (t) => {
          t.mock.timers.enable({ apis: ['setTimeout'] });
          const asked = t.mock.method(globalThis, 'fetch', async () => Promise.reject(new Error('time-out')));
          const sending = sendMail('noor@shop.example', 'Your refund', 'refund-1');
          for (let second = 0; second < 8; second += 1) {
            await Promise.resolve();
            t.mock.timers.tick(1_000);
          }
          await assert.rejects(sending, /time-out/);
          assert.equal(asked.mock.callCount(), 4);
        });
      `,
    },
  },
];
