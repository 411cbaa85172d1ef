import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { walk } from './tour/walkthrough.ts';

/*
 * `node examples/walkthrough.ts [FOLDER] [--brief]`: how a change of a mid and an AI comes in, from the first key to the proof. Everything
 * happens in FOLDER, which is kept and must be empty; without one in a folder that is removed.
 */

const { values, positionals: [named] } = parseArgs({ options: { brief: { type: 'boolean' }, color: { type: 'boolean' } }, allowPositionals: true });
const folder = named ?? mkdtempSync(join(tmpdir(), 'countersign-walkthrough-'));
try {
  process.exitCode = await walk(folder, ({ whole, heart }) => void process.stdout.write((values.brief === true ? heart : whole) ?? ''), values.color === true);
} finally {
  if (named === undefined) rmSync(folder, { recursive: true, force: true });
}
