// A process that records statements one after another, and says of each that it is recorded:
//   node writer.ts REPOSITORY NAME… (a name is what `envelopes.ts` makes a statement of)
import { writeSync } from 'node:fs';
import { nodeCryptography as cryptography } from '../../src/adapters/signing/index.ts';
import { Failure } from '../../src/core/values/index.ts';
import { appendStatements } from '../../src/workflows/ledger/append-statements.ts';
import { someItem } from './envelopes.ts';
import { openLedger } from './place.ts';

const [path = '', ...names] = process.argv.slice(2);
const { ledger, close } = await openLedger(path);
try {
  // Nothing but what waits, where no name is given.
  for (const group of names.length === 0 ? [[]] : names.map((name) => [name])) {
    const { entries } = await appendStatements({ ledger, cryptography }, group.map((name) => someItem(name, [process.env['KEEP'] ?? ''].filter((id) => id !== ''))));
    writeSync(1, group.map((name, index) => `${name} ${entries[index]}\n`).join(''));
  }
} catch (error) {
  if (!(error instanceof Failure)) throw error;
  writeSync(1, `! ${error.code} ${error.message}\n`);
  process.exitCode = 3;
} finally {
  await close();
}
