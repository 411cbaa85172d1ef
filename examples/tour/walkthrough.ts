import { execFileSync, spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { devNull } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildRetail } from '../retail/build.ts';
import { writeExampleKey } from '../retail/keys.ts';
import { identities, trailers, type Who } from '../retail/team.ts';
import { ownKeysPolicy } from './own-keys-policy.ts';

const program = fileURLToPath(new URL('../../bin/countersign.cjs', import.meta.url));

/** One thing somebody does: a command, the words before it, and how it must end. */
interface Act {
  /** Empty where it goes on without a word. */
  readonly says: string;
  /** Arguments of `countersign`, or of `git` where the first is `git`. */
  readonly types: readonly string[];
  readonly ends: number;
  /** Also where little is told. */
  readonly whole?: true;
}

/** How much of what the commands print is handed on. */
export interface Telling {
  /** Only what stands before the first blank line: the answer. */
  readonly brief: boolean;
  readonly colour: boolean;
}

/**
 * The story of one change, told by the commands themselves: `print` is given what a reader of the terminal would see. The
 * keys are public test keys, so that the same story has the same ids everywhere; what is random (the ledger's digests)
 * is never shown. Gives 0, or 1 where a command ended otherwise than the story says.
 */
export async function walk(folder: string, print: (text: string) => void, { brief, colour }: Telling = { brief: false, colour: false }): Promise<number> {
  const run = await prepare(resolve(folder), colour);
  for (const { says, types, ends, whole = false } of acts) {
    const { status, text } = run(types);
    const shown = brief && !whole && status === ends ? (text.split('\n\n')[0] ?? '') : text;
    print(`${says === '' ? '' : `${says}\n\n`}$ ${types[0] === 'git' ? '' : 'countersign '}${types.map(quoted).join(' ')}\n${shown.trim() === '' ? '' : `${shown.trimEnd()}\n\n`}`);
    if (status === ends) continue;
    print(`this ended with ${status}, and should have ended with ${ends}\n`);
    return 1;
  }
  return 0;
}

const branch = 'refuse-empty-lines';
const range = `main..${branch}`;
/** The same change with a blank more in it. */
const oneMore = 'one-byte-more';

const acts: readonly Act[] = [
  { says: 'The shop signs with keys in files until everybody has a security key. Lint says what that is worth:', types: ['policy', 'lint'], ends: 0 },
  { says: 'Trust begins with one signature, by a key that is used for nothing else:', types: ['adopt', '--key', '../keys/root'], ends: 0 },
  { says: 'Bo and Copilot have changed checkout. What does it need?', types: ['check', range], ends: 1, whole: true },
  { says: 'Bo says what it is for, and how it is taken back:', types: ['declare', range, '--ai', 'Copilot:gpt-5.2', '--intent', 'refuse cart lines of 0 or -1 pieces', '--rollback', 'revert it: nothing is stored', '--key', '../keys/bo', '--yes'], ends: 0 },
  { says: 'Nobody signs what they wrote:', types: ['sign', range, '--approve', '--key', '../keys/bo', '--answers', '../answers.yaml', '--yes'], ends: 2, whole: true },
  { says: 'Ana is senior and owns checkout. She reads it, answers four questions, and signs exactly this:', types: ['sign', range, '--approve', '--key', '../keys/ana', '--answers', '../answers.yaml', '--yes'], ends: 0, whole: true },
  { says: 'A senior alone is not enough here. Mina reviews it as a peer:', types: ['sign', range, '--approve', '--key', '../keys/mina', '--yes'], ends: 0 },
  { says: 'CI has run the tests on exactly this tree, and says so with a key of its own:', types: ['evidence', 'record', branch, '--check', 'test', '--passed', '--key', '../keys/ci'], ends: 0 },
  { says: 'Now it may land:', types: ['check', range], ends: 0, whole: true },
  { says: 'One byte more, and nobody has signed that:', types: ['check', `main..${oneMore}`], ends: 1 },
  { says: 'What was signed lands, and from any clone it can be proved:', types: ['git', 'push', '--quiet', 'origin', `${branch}:main`], ends: 0 },
  { says: '', types: ['git', 'pull', '--quiet', '--ff-only', 'origin', 'main'], ends: 0 },
  { says: '', types: ['verify', 'main~1..main'], ends: 0, whole: true },
];

function quoted(word: string): string {
  return /^[\w./:@=~-]+$/.test(word) ? word : `'${word}'`;
}

/** The shop's repository as a bare origin, a clone to work in, the keys, the answers to the checklist; gives what runs in the clone. */
async function prepare(folder: string, colour: boolean) {
  mkdirSync(folder, { recursive: true });
  const retail = await buildRetail(join(folder, 'built'));
  for (const id of ['root', 'ci', 'ana', 'bo', 'mina']) writeExampleKey(join(folder, 'keys'), id);
  const [origin, clone] = [join(folder, 'origin.git'), join(folder, 'shop-api')];
  const git = (cwd: string, who: Who, ...args: string[]): string => {
    const { name, email } = identities[who];
    const at = '2026-11-20T09:00:00Z';
    const env = { ...quiet(), GIT_AUTHOR_NAME: name, GIT_AUTHOR_EMAIL: email, GIT_AUTHOR_DATE: at, GIT_COMMITTER_NAME: name, GIT_COMMITTER_EMAIL: email, GIT_COMMITTER_DATE: at };
    return execFileSync('git', ['-C', cwd, '-c', 'core.autocrlf=false', '-c', 'core.fsync=none', '-c', 'gc.auto=0', ...args], { env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  };
  for (const made of [origin, clone]) rmSync(made, { recursive: true, force: true });
  git(folder, 'edda', 'clone', '--quiet', '--bare', '--single-branch', '--branch=main', retail.folder, origin);
  git(folder, 'edda', 'clone', '--quiet', origin, clone);
  writeFileSync(join(clone, '.countersign/policy.yaml'), ownKeysPolicy);
  git(clone, 'edda', 'commit', '--quiet', '--all', '--message', `Ask for signatures that we can give today\n\n${trailers.none}`);
  git(clone, 'edda', 'push', '--quiet', 'origin', 'main');
  git(clone, 'bo', 'switch', '--quiet', '--create', branch);
  const reserve = join(clone, 'services/checkout/reserve.ts');
  writeFileSync(reserve, refuseEmptyLines(readFileSync(reserve, 'utf8')));
  git(clone, 'bo', 'commit', '--quiet', '--all', '--message', `Refuse lines that ask for nothing\n\n${trailers.assistedCopilot}`);
  git(clone, 'bo', 'switch', '--quiet', '--create', oneMore);
  writeFileSync(reserve, readFileSync(reserve, 'utf8').replace('line.quantity < 1)', 'line.quantity <  1)'));
  git(clone, 'bo', 'commit', '--quiet', '--all', '--message', `Align\n\n${trailers.none}`);
  git(clone, 'bo', 'switch', '--quiet', 'main');
  writeFileSync(join(folder, 'answers.yaml'), answers);
  return (types: readonly string[]): { readonly status: number | null; readonly text: string } => {
    const isGit = types[0] === 'git';
    // One file for both channels, as a terminal has them: in the order in which they were written.
    const file = join(folder, 'said.txt');
    const channel = openSync(file, 'w');
    const env = { ...quiet(), COLUMNS: '80', SSH_AUTH_SOCK: '', ...(colour ? { FORCE_COLOR: '1' } : { NO_COLOR: '1' }) };
    const { status } = spawnSync(isGit ? 'git' : process.execPath, isGit ? types.slice(1) : [program, ...types], { cwd: clone, env, stdio: ['ignore', channel, channel] });
    closeSync(channel);
    return { status, text: readFileSync(file, 'utf8').trim() };
  };
}

/** Nothing of the caller's git, and no gate's environment. */
function quiet(): NodeJS.ProcessEnv {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_') && name !== 'CI'));
  return { ...env, GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: devNull, LC_ALL: 'C' };
}

/** A cart line of −1 pieces would put a piece into stock. */
function refuseEmptyLines(text: string): string {
  const check = "    if (!Number.isInteger(line.quantity) || line.quantity < 1) throw new RangeError('asked for ' + line.quantity + ' of ' + line.sku);\n";
  return text.replace('  for (const line of lines) {\n', (line) => line + check);
}

/** As `countersign sign --answers-template` asks; without the digest that binds the file to one change. */
const answers = `answers:
  context-blindness:
    answer: "Callers pass what the cart holds; only the import of old carts can hold 0, and it drops those lines before."
    anchors: ["services/checkout/reserve.ts:14"]
  system-level-thinking:
    answer: "The check runs before the first UPDATE, under the locks that are held anyway; their order is as it was."
    anchors: ["services/checkout/reserve.ts:11-14"]
  failure-modes:
    answer: "It throws inside the transaction, which takes everything back; the page shows the error it shows today."
    anchors: []
  implicit-constraints:
    answer: "ORDER BY sku in lockRows stays the lock order (INC-17)."
    anchors: ["services/checkout/reserve.ts:6"]
rewrite: "kept: one line, read with its callers"
`;
