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
  /** What the heart of the story shows of the answer: so many lines from the first that looks like this. Absent: not told there. */
  readonly heart?: { readonly from: RegExp; readonly lines: number };
}

/** Some of the story, and whether it belongs to its heart. */
export interface Told {
  readonly whole: string;
  /** `null`: it is not told there. */
  readonly heart: string | null;
}

/**
 * The story of one change, told by the commands themselves: `tell` is given what a reader of the terminal would see. The
 * keys are public test keys, so that the same story has the same ids everywhere; what is random (the ledger's digests)
 * is never shown, and only `verify` names a time. Gives 0, or 1 where a command ended otherwise than the story says.
 */
export async function walk(folder: string, tell: (told: Told) => void, colour = false): Promise<number> {
  const run = await prepare(resolve(folder), colour);
  for (const { says, types, ends, heart } of acts) {
    const { status, text } = run(types);
    const telling = (shown: string) => `${says === '' ? '' : `${says}\n`}${typed(types)}\n${shown === '' ? '' : `${shown}\n\n`}`;
    if (status !== ends) {
      const whole = `${telling(text)}this ended with ${status}, and should have ended with ${ends}\n`;
      tell({ whole, heart: whole });
      return 1;
    }
    tell({ whole: telling(text), heart: heart === undefined ? null : telling(someOf(text, heart)) });
  }
  return 0;
}

/** Some lines, with a mark where others were left out. */
function someOf(text: string, { from, lines }: NonNullable<Act['heart']>): string {
  const all = text.split('\n');
  const first = Math.max(0, all.findIndex((line) => from.test(line)));
  const some = all.slice(first, first + lines).join('\n').trimEnd();
  return first + lines < all.length ? `${some} …` : some;
}

const branch = 'empty-lines';
const range = `main..${branch}`;
/** What landed, with a blank more in it. */
const oneMore = 'one-byte-more';
const [all, result] = [{ from: /^/, lines: 99 }, { from: /✓/, lines: 1 }];
const push = ['git', 'push', 'origin', `${branch}:main`] as const;
const signed = ['--answers', '../answers.yaml', '--yes'] as const;

const acts: readonly Act[] = [
  { says: 'The shop signs with keys in files until everybody has a security key. Lint says\nwhat that is worth:', types: ['policy', 'lint'], ends: 0, heart: { from: /^/, lines: 4 } },
  { says: 'Trust begins with one signature, by a key that is used for nothing else:', types: ['adopt', '--key', '../keys/root'], ends: 0 },
  { says: 'Bo is mid-level. He and Copilot changed how checkout reserves stock; the\nrepository that everybody pushes to judges before it lets in:', types: push, ends: 1, heart: { from: /^/, lines: 12 } },
  { says: 'He can ask first, without pushing:', types: ['check', range], ends: 1 },
  { says: 'Bo says what it is for, and how it is taken back:', types: ['declare', range, '--ai', 'Copilot:gpt-5.2', '--intent', 'refuse cart lines of 0 or -1 pieces', '--rollback', 'revert it: nothing is stored', '--key', '../keys/bo', '--yes'], ends: 0 },
  { says: 'Nobody signs what they wrote:', types: ['sign', range, '--approve', '--key', '../keys/bo', ...signed], ends: 2 },
  { says: 'Bo has said what it is for. Ana, a senior who owns checkout, reads it, answers\nwhat is asked of readers of AI-written code, and signs it with her SSH key:', types: ['sign', range, '--approve', '--key', '../keys/ana', ...signed], ends: 0, heart: { from: /^/, lines: 8 } },
  { says: 'A senior alone is not enough here:', types: push, ends: 1, heart: { from: /^/, lines: 2 } },
  { says: 'Mina reviews it as a peer; CI signs what the tests said of exactly this tree:', types: ['sign', range, '--approve', '--key', '../keys/mina', '--yes'], ends: 0, heart: result },
  { says: '', types: ['evidence', 'record', branch, '--check', 'test', '--passed', '--key', '../keys/ci'], ends: 0, heart: result },
  { says: 'Now it may land, and does; the gate signs what it let in, and when:', types: ['check', range], ends: 0 },
  { says: '', types: push, ends: 0, heart: { from: /^/, lines: 3 } },
  { says: 'Whoever has a clone can prove it, without asking anybody:', types: ['git', 'clone', '-q', '../origin.git', '../any-clone'], ends: 0, heart: all },
  { says: '', types: ['git', '-C', '../any-clone', 'fetch', '-q', 'origin', 'refs/countersign/*:refs/countersign/*'], ends: 0, heart: all },
  { says: '', types: ['verify', 'main~1..main', '--repo', '../any-clone'], ends: 0, heart: { from: /^/, lines: 2 } },
  { says: 'One byte more, and nobody has signed that:', types: ['git', 'push', 'origin', `${oneMore}:main`], ends: 1, heart: { from: /^/, lines: 2 } },
];

/** The command as somebody types it, in lines that fit a page; an option stays with its value. */
function typed(types: readonly string[]): string {
  const parts = types.map(quoted).reduce<string[]>((done, word) => {
    const before = done.at(-1);
    return before !== undefined && /^--\S+$/.test(before) && !word.startsWith('--') ? [...done.slice(0, -1), `${before} ${word}`] : [...done, word];
  }, []);
  const lines = [types[0] === 'git' ? '$' : '$ countersign'];
  for (const part of parts) {
    const last = lines.length - 1;
    if (`${lines[last]} ${part}`.length <= 80 - (part === parts.at(-1) ? 0 : 2)) lines[last] += ` ${part}`;
    else lines.push(`    ${part}`);
  }
  return lines.join(' \\\n');
}

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
  for (const made of [origin, clone, join(folder, 'any-clone')]) rmSync(made, { recursive: true, force: true });
  git(folder, 'edda', 'clone', '--quiet', '--bare', '--single-branch', '--branch=main', retail.folder, origin);
  git(folder, 'edda', 'clone', '--quiet', origin, clone);
  // As it is printed, a path says nothing of this machine.
  git(clone, 'edda', 'remote', 'set-url', 'origin', '../origin.git');
  writeFileSync(join(clone, '.countersign/policy.yaml'), ownKeysPolicy);
  git(clone, 'edda', 'commit', '--quiet', '--all', '--message', `Ask for signatures that we can give today\n\n${trailers.none}`);
  git(clone, 'edda', 'push', '--quiet', 'origin', 'main');
  git(clone, 'bo', 'switch', '--quiet', '--create', branch);
  const reserve = join(clone, 'services/checkout/reserve.ts');
  writeFileSync(reserve, refuseEmptyLines(readFileSync(reserve, 'utf8')));
  git(clone, 'bo', 'commit', '--quiet', '--all', '--message', `Refuse lines that ask for nothing\n\n${trailers.assistedCopilot}`);
  git(clone, 'bo', 'switch', '--quiet', '--create', oneMore);
  writeFileSync(reserve, readFileSync(reserve, 'utf8').replace('line.quantity < 1)', 'line.quantity <  1)'));
  git(clone, 'bo', 'commit', '--quiet', '--all', '--message', `Align\n\n${trailers.assistedCopilot}`);
  git(clone, 'bo', 'switch', '--quiet', 'main');
  writeFileSync(join(folder, 'answers.yaml'), answers);
  const gate = [program, 'receive', 'install', '--repo', origin, '--gate-key', join(folder, 'keys/ci')];
  execFileSync(process.execPath, gate, { env: quiet(), stdio: ['ignore', 'ignore', 'pipe'] });
  return (types: readonly string[]): { readonly status: number | null; readonly text: string } => {
    const isGit = types[0] === 'git';
    // One file for both channels, as a terminal has them: in the order in which they were written.
    const file = join(folder, 'said.txt');
    const channel = openSync(file, 'w');
    const env = { ...quiet(), COLUMNS: '80', SSH_AUTH_SOCK: '', ...(colour ? { FORCE_COLOR: '1' } : { NO_COLOR: '1' }) };
    const { status } = spawnSync(isGit ? 'git' : process.execPath, isGit ? types.slice(1) : [program, ...types], { cwd: clone, env, stdio: ['ignore', channel, channel] });
    closeSync(channel);
    // git fills what a hook says up with blanks.
    return { status, text: readFileSync(file, 'utf8').replace(/[ \t]+$/gm, '').trim() };
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
