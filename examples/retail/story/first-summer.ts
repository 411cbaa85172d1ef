import { text } from '../text.ts';
import type { Step } from './step.ts';

/** June and July 2025: accounts, infrastructure, pages, payments with their idempotency key, all by hand. */
export const firstSummer: readonly Step[] = [
  {
    at: '2025-06-03 14:37',
    by: 'jonas',
    message: 'Add sign-in with sessions',
    write: {
      'services/auth/session.ts': text`
        import { randomBytes } from 'node:crypto';
        import { pool } from '../../libs/db/pool.ts';

        const maxAgeSeconds = 12 * 60 * 60;

        export async function startSession(account: string): Promise<string> {
          const token = randomBytes(32).toString('base64url');
          await pool.query("INSERT INTO session VALUES ($1, $2, now() + $3 * interval '1 second')", [token, account, maxAgeSeconds]);
          return token;
        }

        export async function accountOf(token: string): Promise<string | null> {
          const { rows } = await pool.query('SELECT account FROM session WHERE token = $1 AND ends > now()', [token]);
          return rows[0]?.account ?? null;
        }
      `,
      'migrations/0002_sessions.sql': text`
        CREATE TABLE session (
          token   text PRIMARY KEY,
          account text NOT NULL,
          ends    timestamptz NOT NULL
        );
      `,
    },
  },
  {
    at: '2025-06-11 16:45',
    by: 'edda',
    message: 'Describe staging and the keys in Terraform',
    write: {
      'infra/staging/database.tf': text`
        resource "aws_db_instance" "orders" {
          identifier              = "orders-staging"
          engine                  = "postgres"
          instance_class          = "db.t4g.medium"
          allocated_storage       = 40
          parameter_group_name    = aws_db_parameter_group.orders.name
          backup_retention_period = 7
          deletion_protection     = true
        }

        resource "aws_db_parameter_group" "orders" {
          name   = "orders-staging"
          family = "postgres16"

          parameter {
            name  = "max_connections"
            value = "120"
          }
        }
      `,
      'infra/kms/keys.tf': text`
        resource "aws_kms_key" "sessions" {
          description             = "Signs session cookies"
          enable_key_rotation     = true
          rotation_period_in_days = 365
          deletion_window_in_days = 30
        }
      `,
    },
  },
  {
    at: '2025-06-18 09:58',
    by: 'bo',
    message: 'Show products and the cart',
    write: {
      'web/product.ts': text`
        export function productPage(product: { sku: string; title: string; cents: number }): string {
          return '<h1>' + escapeHtml(product.title) + '</h1><p>' + euros(product.cents) + '</p>';
        }

        export function euros(cents: number): string {
          return (cents / 100).toFixed(2).replace('.', ',') + ' €';
        }

        export function escapeHtml(raw: string): string {
          return raw.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
        }
      `,
      'web/cart.ts': text`
        import { euros } from './product.ts';

        export function cartLine(title: string, quantity: number, cents: number): string {
          return '<li>' + quantity + ' × ' + title + ', ' + euros(quantity * cents) + '</li>';
        }
      `,
    },
  },
  {
    at: '2025-06-24 13:20',
    by: 'bo',
    message: 'Escape titles in the cart\n\nA product called `Mug <3` broke the page.',
    edit: {
      'web/cart.ts': [
        ["import { euros } from './product.ts';", "import { escapeHtml, euros } from './product.ts';"],
        ["' × ' + title + ', '", "' × ' + escapeHtml(title) + ', '"],
      ],
    },
  },
  {
    at: '2025-07-02 10:05',
    by: 'ana',
    message: 'Charge a card, at most once\n\nThe order is the idempotency key, so that a second attempt finds the first.',
    write: {
      'services/payments/charge.ts': text`
        import type { Gateway } from './gateway.ts';

        /** Charges an order. The gateway answers a repeated key with the first result. */
        export async function charge(gateway: Gateway, orderId: string, cents: number): Promise<string> {
          const answer = await gateway.post('/charges', { cents }, { 'idempotency-key': 'charge-' + orderId });
          if (answer.status !== 201) throw new Error('charge of ' + orderId + ' failed: ' + answer.status);
          return answer.body.id;
        }
      `,
      'services/payments/gateway.ts': text`
        export interface Answer {
          readonly status: number;
          readonly body: { readonly id: string };
        }

        export interface Gateway {
          post(path: string, body: object, headers: Record<string, string>): Promise<Answer>;
        }
      `,
    },
  },
  {
    at: '2025-07-09 17:31',
    by: 'li',
    message: 'Write down how we release',
    write: {
      'docs/release.md': text`
        # Release

        1. main is green and nobody is on a train.
        2. \`npm run release\` tags and rolls out instance by instance.
        3. Watch checkout errors for ten minutes before you leave.
      `,
    },
  },
  {
    at: '2025-07-16 12:12',
    by: 'tomas',
    message: 'Fix a typo in the release notes\n\nMy first commit here.',
    edit: { 'docs/release.md': [['main is green and nobody', 'main is green, and nobody']] },
  },
];
