import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { newFolder } from '../../git/built-repository.ts';
import { buildLedger } from '../../ledger/place.ts';
import { once } from './places.ts';
import { detectedIf, type Row } from './row.ts';

const ledgerRef = 'refs/countersign/ledger';
const witnessRef = 'refs/countersign/witness';

/** A repository with a ledger of three entries, and two witnesses of whom `a` has seen it. */
const place = once(async () => {
  const { countersign, git } = await import('../../cli/bin.ts');
  const folder = newFolder();
  git(folder, 'init', '--quiet', '--initial-branch=main', 'shop');
  await buildLedger(join(folder, 'shop'), 3);
  const keys: string[] = [];
  for (const name of ['a', 'b']) {
    git(folder, 'init', '--quiet', '--bare', `${name}.git`);
    const made = countersign(folder, ['witness', '--new-key', `${name}.example.com/shop`, '--key', `${name}.key`, '--json']);
    keys.push((JSON.parse(made.stdout) as { key: string }).key);
  }
  countersign(folder, ['witness', '--first', '--repo', 'shop', '--into', 'a.git', '--key', 'a.key']);
  return { folder, keys };
});

interface Seen {
  readonly git: (at: string, ...words: string[]) => string;
  /** Whether the command says that all is well. */
  readonly well: (...words: string[]) => boolean;
  /** Whether an audit that asks the witnesses named here finds nothing. */
  readonly sound: (...names: ('a' | 'b')[]) => boolean;
  readonly at: (name: string) => string;
}

/** All is well until `act`; afterwards the witness refuses or the audit that asks it tells, as `found` says. */
function witnessed(id: string, act: string, threat: string, made: (seen: Seen) => Promise<boolean>): Row {
  const run = async () => {
    const { countersign, git } = await import('../../cli/bin.ts');
    const { folder: whole, keys } = await place();
    const folder = newFolder();
    cpSync(whole, folder, { recursive: true });
    const well = (...words: string[]) => countersign(folder, words).status === 0;
    const [a = '', b = ''] = keys;
    const sound = (...names: ('a' | 'b')[]) => well('ledger', 'audit', '--repo', 'shop', ...names.flatMap((name) => ['--witness', `${name}.git`, '--witness-key', name === 'a' ? a : b]));
    const at = (name: string) => join(folder, name);
    const before = sound('a');
    return detectedIf(before && (await made({ git: (name, ...words) => git(at(name), ...words), well, sound, at })));
  };
  return { id: `witness/${id}`, actor: 'administrator', act, source: { threat }, expected: 'detected', run };
}

const cosign = ['witness', '--repo', 'shop', '--into', 'a.git', '--key', 'a.key'];
/** What this clone remembers would find some of it alone. */
const forget = ({ at }: Seen) => rmSync(join(at('shop'), '.git', 'countersign'), { recursive: true, force: true });

/** What is shown to witnesses, and done to what they said. */
export const witnesses: readonly Row[] = [
  witnessed('rolled-back', 'puts the ledger back before a clone has seen it, but not before a witness has', 'the ledger rolled back', async (seen) => {
    seen.git('shop', 'update-ref', ledgerRef, `${ledgerRef}~1`);
    forget(seen);
    return !seen.well(...cosign) && !seen.sound('a');
  }),
  witnessed('made-anew', 'makes a longer ledger anew that leaves out what a witness had seen', 'the ledger rolled back', async (seen) => {
    seen.git('shop', 'update-ref', '-d', ledgerRef);
    forget(seen);
    await buildLedger(seen.at('shop'), 5);
    return !seen.well(...cosign) && !seen.sound('a');
  }),
  witnessed('split-view', 'shows one ledger to one witness and another to the other', 'two ledgers shown to two people', async (seen) => {
    seen.git('.', 'init', '--quiet', '--initial-branch=main', 'other');
    await buildLedger(seen.at('other'), 3);
    return seen.well('witness', '--first', '--repo', 'other', '--into', 'b.git', '--key', 'b.key') && !seen.sound('a', 'b');
  }),
  witnessed('note-altered', 'changes the size in what a witness signed', 'a witness\'s repository', async (seen) => {
    const { changedLedger } = await import('../../ledger/changed-ledger.ts');
    const path = seen.git('a.git', 'ls-tree', '-r', '--name-only', witnessRef);
    const note = seen.git('a.git', 'cat-file', 'blob', `${witnessRef}:${path}`);
    changedLedger(seen.at('a.git'), { [path]: Buffer.from(`${note.replace('\n3\n', '\n2\n')}\n`) }, witnessRef);
    return !seen.well(...cosign) && !seen.sound('a');
  }),
  witnessed('note-emptied', 'empties the repository of a witness, and puts the ledger back', 'a witness\'s repository', async (seen) => {
    seen.git('a.git', 'update-ref', '-d', witnessRef);
    const stopped = !seen.well(...cosign);
    seen.git('shop', 'update-ref', ledgerRef, `${ledgerRef}~1`);
    return stopped && !seen.sound('a');
  }),
  witnessed('older-word', 'puts the ledger and the word of its witness back to the same earlier state, and waits for the second audit', 'a witness\'s repository', async (seen) => {
    seen.git('shop', 'update-ref', ledgerRef, `${ledgerRef}~1`);
    seen.git('a.git', 'update-ref', '-d', witnessRef);
    rmSync(join(seen.at('shop'), '.git', 'countersign', 'pins'), { force: true });
    return seen.well(...cosign, '--first') && !seen.sound('a') && !seen.sound('a');
  }),
  witnessed('never-seen', 'shows a ledger to somebody whose witness has never seen it', 'the ledger rolled back', async (seen) => !seen.sound('b')),
];
