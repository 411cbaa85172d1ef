import { text } from '../text.ts';
import { trailers } from '../team.ts';
import type { Step } from './step.ts';

function bump(at: string, name: string, from: string, to: string, merged = true): Step {
  return {
    at,
    by: 'dependabot',
    ...(merged ? { committer: 'forge' as const } : {}),
    message: [
      `Bump ${name} from ${from} to ${to}`,
      '',
      '---',
      'updated-dependencies:',
      `- dependency-name: ${name}`,
      `  dependency-version: ${to}`,
      '...',
      '',
      'Signed-off-by: dependabot[bot] <support@github.com>',
    ].join('\n'),
    edit: { 'package.json': [[`"${name}": "${from}"`, `"${name}": "${to}"`]] },
  };
}

/** What happens between the outages: updates by bots, accounts, a rename, words. */
export const everyday: readonly Step[] = [
  bump('2025-07-21 06:00', 'fastify', '5.3.2', '5.4.0'),
  bump('2025-09-15 06:00', 'eslint', '9.26.0', '9.35.0'),
  bump('2026-01-12 06:00', 'pg', '8.15.6', '8.16.3'),
  bump('2026-04-13 06:00', 'typescript', '5.8.3', '5.9.3'),
  bump('2026-09-14 06:00', 'fastify', '5.4.0', '5.6.1', false),
  {
    at: '2025-07-28 15:36',
    by: 'jonas',
    message: 'Let people reset a password',
    write: {
      'services/auth/reset.ts': text`
        import { randomBytes } from 'node:crypto';
        import { pool } from '../../libs/db/pool.ts';
        import { sendResetMail } from './mail.ts';

        /** Says the same whether the account exists or not. */
        export async function requestReset(email: string): Promise<void> {
          const token = randomBytes(32).toString('base64url');
          const { rowCount } = await pool.query(
            "INSERT INTO reset SELECT $1, account, now() + interval '30 minutes' FROM account WHERE email = $2",
            [token, email],
          );
          if (rowCount === 1) await sendResetMail(email, token);
        }
      `,
      'services/auth/mail.ts': text`
        export async function sendResetMail(email: string, token: string): Promise<void> {
          const link = 'https://shop.example/reset?token=' + encodeURIComponent(token);
          await fetch('https://mail.example/send', { method: 'POST', body: JSON.stringify({ to: email, link }) });
        }
      `,
      'migrations/0003_resets.sql': text`
        CREATE TABLE reset (
          token   text PRIMARY KEY,
          account text NOT NULL,
          ends    timestamptz NOT NULL
        );
      `,
    },
  },
  {
    at: '2025-08-06 11:24',
    by: 'mina',
    message: 'Move rounding to libs/money\n\nRefunds round too, and they are not prices.',
    label: 'rename',
    move: { 'libs/prices/round.ts': 'libs/money/round.ts' },
  },
  {
    at: '2025-08-19 09:03',
    by: 'li',
    message: 'Count stock when goods arrive',
    write: {
      'services/receiving/receive.ts': text`
        import type { PoolClient } from 'pg';

        export interface Delivery {
          readonly sku: string;
          readonly pieces: number;
        }

        /** Adds a delivery to stock. Locks rows in the same order as checkout does. */
        export async function receive(db: PoolClient, deliveries: readonly Delivery[]): Promise<void> {
          for (const { sku, pieces } of [...deliveries].sort((a, b) => (a.sku < b.sku ? -1 : 1))) {
            await db.query('UPDATE stock SET available = available + $2 WHERE sku = $1', [sku, pieces]);
          }
        }
      `,
    },
  },
  {
    at: '2025-09-23 16:19',
    by: 'mina-aider',
    committer: 'mina',
    message: 'feat: add tax helper for reduced rates',
    write: {
      'services/pricing/tax.ts': text`
        import { roundCents } from '../../libs/money/round.ts';

        const ratePercent = { standard: 21, reduced: 10, books: 4 } as const;

        export type TaxClass = keyof typeof ratePercent;

        /** Tax contained in a gross amount, in cents. */
        export function taxIn(cents: number, taxClass: TaxClass): number {
          const rate = ratePercent[taxClass];
          return roundCents((cents * rate) / (100 + rate));
        }
      `,
    },
  },
  {
    at: '2025-10-07 13:55',
    by: 'noor',
    message: `Explain how to run the shop locally\n\nWhat I would have liked to read on my first day.\n\n${trailers.none}`,
    write: {
      'docs/local.md': text`
        # Run the shop on your machine

            docker compose up -d postgres
            npm run migrate
            npm run dev

        Sign in as \`test@shop.example\`; its basket has one mug of each colour.
      `,
    },
  },
  {
    at: '2025-12-03 10:48',
    by: 'copilot-agent',
    committer: 'forge',
    message: [
      'Add a health endpoint (#352)',
      '',
      '* Initial plan',
      '',
      '* Add GET /health with a database ping',
      '',
      'Agent-Logs-Url: https://github.com/shop-example/shop-api/sessions/0b9f6d1c-5a0e-4a5c-9a55-6f0b6f6f4f01',
      '',
      '---------',
      '',
      'Co-authored-by: copilot-swe-agent[bot] <198982749+Copilot@users.noreply.github.com>',
      'Co-authored-by: Li Wen <li@shop.example>',
    ].join('\n'),
    label: 'squash',
    write: {
      'services/health/health.ts': text`
        import type { FastifyInstance } from 'fastify';
        import { pool } from '../../libs/db/pool.ts';

        export function health(app: FastifyInstance): void {
          app.get('/health', async (_request, reply) => {
            try {
              await pool.query('SELECT 1');
              return { ok: true };
            } catch {
              return reply.code(503).send({ ok: false });
            }
          });
        }
      `,
    },
  },
  {
    at: '2026-01-28 17:12',
    by: 'ana',
    message: ['End all sessions when a password changes', '', trailers.claude].join('\n'),
    write: {
      'services/auth/end-sessions.ts': text`
        import type { PoolClient } from 'pg';

        /** Runs in the transaction that changes the password, so that no old session survives it. */
        export async function endSessions(db: PoolClient, account: string): Promise<number> {
          const { rowCount } = await db.query('DELETE FROM session WHERE account = $1', [account]);
          return rowCount ?? 0;
        }
      `,
    },
    recorded: {
      session: { tool: 'claude', model: 'claude-opus-4-6', conversation: '8f2f0d49-9d3e-4a1a-8a0e-2a1a8d1f9a10' },
      files: ['services/auth/end-sessions.ts'],
      byHand: ['/** Runs in the transaction'],
    },
  },
  {
    at: '2026-02-24 12:40',
    by: 'noor',
    message: 'Fix the summer time bug in opening hours',
    write: {
      'web/opening-hours.ts': text`
        /** Hour of the day in Madrid, whatever the server's clock says. */
        export function hourInMadrid(now: Date): number {
          const parts = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/Madrid', hour: '2-digit', hourCycle: 'h23' });
          return Number(parts.format(now));
        }
      `,
    },
  },
];
