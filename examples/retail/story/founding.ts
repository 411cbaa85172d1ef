import { text } from '../text.ts';
import type { Step } from './step.ts';

/** May 2025: products, stock and prices, written by hand, with the lock order that later changes forget. */
export const founding: readonly Step[] = [
  {
    at: '2025-05-12 09:14',
    by: 'edda',
    message: 'Start shop-api\n\nOne repository, one service per folder, one Postgres.',
    write: {
      'README.md': text`
        # shop-api

        The shop behind shop.example: cart, checkout, prices, stock, accounts.

        One folder per service under \`services/\`, shared code under \`libs/\`, the pages under \`web/\`.
        Six instances run behind one load balancer: nothing that one instance remembers is true for the others.

            npm ci && npm test
      `,
      'package.json': text`
        {
          "name": "shop-api",
          "private": true,
          "type": "module",
          "scripts": { "test": "node --test tests/**/*.test.ts", "lint": "eslint ." },
          "dependencies": { "fastify": "5.3.2", "pg": "8.15.6" },
          "devDependencies": { "eslint": "9.26.0", "typescript": "5.8.3" }
        }
      `,
      '.gitignore': 'node_modules/\n',
      '.mailmap': 'Ana Ruiz <ana@shop.example> <ana.ruiz@old-shop.example>\n',
    },
  },
  {
    at: '2025-05-14 11:40',
    by: 'li',
    message: 'Add products and stock tables',
    write: {
      'migrations/0001_products.sql': text`
        CREATE TABLE product (
          sku   text PRIMARY KEY,
          title text NOT NULL,
          cents integer NOT NULL CHECK (cents >= 0)
        );

        CREATE TABLE stock (
          sku       text PRIMARY KEY REFERENCES product (sku),
          available integer NOT NULL CHECK (available >= 0)
        );
      `,
      'libs/db/pool.ts': text`
        import { Pool, type PoolClient } from 'pg';

        export const pool = new Pool({ max: 20, statement_timeout: 5_000 });

        /** Runs work in one transaction: commits what returns, rolls back what throws. */
        export async function transaction<T>(work: (db: PoolClient) => Promise<T>): Promise<T> {
          const db = await pool.connect();
          try {
            await db.query('BEGIN');
            const result = await work(db);
            await db.query('COMMIT');
            return result;
          } catch (error) {
            await db.query('ROLLBACK');
            throw error;
          } finally {
            db.release();
          }
        }
      `,
    },
  },
  {
    at: '2025-05-20 15:02',
    by: 'ana',
    message: [
      'Reserve stock for an order',
      '',
      'Rows are locked in the order of their sku, whatever the cart says: two',
      'orders with the same two products must not wait for each other.',
    ].join('\n'),
    write: {
      'services/checkout/cart.ts': text`
        export interface CartLine {
          readonly sku: string;
          readonly quantity: number;
        }
      `,
      'services/checkout/errors.ts': text`
        export class OutOfStock extends Error {
          readonly sku: string;

          constructor(sku: string) {
            super('out of stock: ' + sku);
            this.sku = sku;
          }
        }
      `,
      'services/checkout/reserve.ts': text`
        import type { PoolClient } from 'pg';
        import type { CartLine } from './cart.ts';
        import { OutOfStock } from './errors.ts';

        /** Takes the lines of one order out of stock, or throws and takes none. Runs inside a transaction. */
        export async function reserve(db: PoolClient, lines: readonly CartLine[]): Promise<void> {
          const inLockOrder = [...lines].sort((a, b) => (a.sku < b.sku ? -1 : 1));
          for (const line of inLockOrder) {
            const { rows } = await db.query('SELECT available FROM stock WHERE sku = $1 FOR UPDATE', [line.sku]);
            if (rows.length === 0 || rows[0].available < line.quantity) throw new OutOfStock(line.sku);
            await db.query('UPDATE stock SET available = available - $2 WHERE sku = $1', [line.sku, line.quantity]);
          }
        }
      `,
      'tests/checkout/reserve.test.ts': text`
        import assert from 'node:assert/strict';
        import test from 'node:test';
        import { transaction } from '../../libs/db/pool.ts';
        import { reserve } from '../../services/checkout/reserve.ts';
        import { stockOf, withStock } from '../stock.ts';

        test('an order takes its lines out of stock', async () => {
          await withStock({ 'mug-red': 3 });
          await transaction((db) => reserve(db, [{ sku: 'mug-red', quantity: 2 }]));
          assert.equal(await stockOf('mug-red'), 1);
        });

        test('an order that asks for too much takes nothing', async () => {
          await withStock({ 'mug-red': 3, 'mug-blue': 0 });
          const lines = [{ sku: 'mug-red', quantity: 1 }, { sku: 'mug-blue', quantity: 1 }];
          await assert.rejects(transaction((db) => reserve(db, lines)), /out of stock: mug-blue/);
          assert.equal(await stockOf('mug-red'), 3);
        });
      `,
      'tests/stock.ts': text`
        import { pool } from '../libs/db/pool.ts';

        export async function withStock(stock: Record<string, number>): Promise<void> {
          await pool.query('TRUNCATE stock, product CASCADE');
          for (const [sku, available] of Object.entries(stock)) {
            await pool.query('INSERT INTO product VALUES ($1, $1, 900)', [sku]);
            await pool.query('INSERT INTO stock VALUES ($1, $2)', [sku, available]);
          }
        }

        export async function stockOf(sku: string): Promise<number> {
          const { rows } = await pool.query('SELECT available FROM stock WHERE sku = $1', [sku]);
          return rows[0].available;
        }
      `,
    },
  },
  {
    at: '2025-05-27 10:21',
    by: 'mina',
    message: 'Read prices of a cart',
    write: {
      'services/pricing/prices.ts': text`
        import { pool } from '../../libs/db/pool.ts';

        /** Price of a product in cents. */
        export async function priceOf(sku: string): Promise<number> {
          const { rows } = await pool.query('SELECT cents FROM product WHERE sku = $1', [sku]);
          if (rows.length === 0) throw new Error('no product ' + sku);
          return rows[0].cents;
        }

        export async function setPrice(sku: string, cents: number): Promise<void> {
          await pool.query('UPDATE product SET cents = $2 WHERE sku = $1', [sku, cents]);
        }
      `,
      'libs/prices/round.ts': text`
        /** Half a cent goes to the even cent, so that many small roundings do not drift. */
        export function roundCents(exact: number): number {
          const floor = Math.floor(exact);
          const rest = exact - floor;
          if (rest !== 0.5) return Math.round(exact);
          return floor % 2 === 0 ? floor : floor + 1;
        }
      `,
    },
  },
];
