import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
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
  readonly says: string;
  /** Arguments of `countersign`, or of `git` where the first is `git`. */
  readonly types: readonly string[];
  readonly ends: number;
}

/**
 * The story of one change, told by the commands themselves: `print` is given what a reader of the terminal would see. The
 * keys are public test keys, so that the same story has the same ids everywhere; what is random or measured (digests of
 * the ledger) is never shown. Gives 0, or 1 where a command ended otherwise than the story says.
 */
export async function walk(folder: string, print: (text: string) => void): Promise<number> {
  const place = await prepare(resolve(folder));
  for (const { says, types, ends } of acts) {
    print(`${says}\n\n$ ${types[0] === 'git' ? '' : 'countersign '}${types.map(shown).join(' ')}\n`);
    const { status, text } = place.run(types);
    print(`${text.trimEnd()}\n\n`);
    if (status !== ends) {
      print(`this should have ended with ${ends}, and ended with ${status}\n`);
      return 1;
    }
  }
  return 0;
}

const acts: readonly Act[] = [
  { says: 'The shop signs with keys in files until everybody has a security key. Lint says what that is worth:', types: ['policy', 'lint'], ends: 0 },
  { says: 'Trust begins with one signature, by a key that is used for nothing else:', types: ['adopt', '--key', '../keys/root'], ends: 0 },
  { says: 'Bo and Copilot have changed checkout. What does it need?', types: ['check', 'main..refuse-empty-lines'], ends: 1 },
  { says: 'Bo says what it is for, and how it is taken back:', types: ['declare', 'main..refuse-empty-lines', '--ai', 'Copilot:gpt-5.2', '--intent', 'a cart line of 0 or -1 pieces is refused instead of reserved', '--rollback', 'revert the commit: nothing is stored', '--key', '../keys/bo', '--yes'], ends: 0 },
  { says: 'Nobody signs what they wrote:', types: ['sign', 'main..refuse-empty-lines', '--approve', '--key', '../keys/bo', '--answers', '../answers.yaml', '--yes'], ends: 2 },
  { says: 'Ana is senior and owns checkout. She reads it, answers, and signs exactly this:', types: ['sign', 'main..refuse-empty-lines', '--approve', '--key', '../keys/ana', '--answers', '../answers.yaml', '--yes'], ends: 0 },
  { says: 'A senior alone is not enough here; Mina reviews it as a peer:', types: ['sign', 'main..refuse-empty-lines', '--approve', '--key', '../keys/mina', '--yes'], ends: 0 },
  { says: 'CI has run the tests on exactly this tree, and says so with its own key:', types: ['evidence', 'record', 'refuse-empty-lines', '--check', 'test', '--passed', '--key', '../keys/ci'], ends: 0 },
  { says: 'Now:', types: ['check', 'main..refuse-empty-lines'], ends: 0 },
];

function shown(word: string): string {
  return /^[\w./:@=-]+$/.test(word) ? word : `'${word}'`;
}

/** The shop's repository as bare origin, a clone to work in, the keys, and the answers to the checklist. */
async function prepare(folder: string) {
  mkdirSync(folder, { recursive: true });
  const retail = await buildRetail(join(folder, 'shop-api'));
  for (const id of ['root', 'ci', 'ana', 'bo', 'mina']) writeExampleKey(join(folder, 'keys'), id);
  const [origin, clone] = [join(folder, 'origin.git'), join(folder, 'clone')];
  const git = (cwd: string, who: Who, ...args: string[]): string => {
    const { name, email } = identities[who];
    const at = '2026-11-20T09:00:00Z';
    const env = { ...quiet(), GIT_AUTHOR_NAME: name, GIT_AUTHOR_EMAIL: email, GIT_AUTHOR_DATE: at, GIT_COMMITTER_NAME: name, GIT_COMMITTER_EMAIL: email, GIT_COMMITTER_DATE: at };
    return execFileSync('git', ['-C', cwd, '-c', 'core.autocrlf=false', '-c', 'core.fsync=none', '-c', 'gc.auto=0', ...args], { env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  };
  git(folder, 'edda', 'clone', '--quiet', '--bare', '--no-local', '--single-branch', '--branch=main', retail.folder, origin);
  git(folder, 'edda', 'clone', '--quiet', origin, clone);
  write(clone, '.countersign/policy.yaml', ownKeysPolicy);
  git(clone, 'edda', 'commit', '--quiet', '--all', '--message', `Ask for signatures that we can give today\n\n${trailers.none}`);
  git(clone, 'edda', 'push', '--quiet', 'origin', 'main');
  git(clone, 'bo', 'switch', '--quiet', '--create', 'refuse-empty-lines');
  const path = 'services/checkout/reserve.ts';
  write(clone, path, refuseEmptyLines(readFileSync(join(clone, path), 'utf8')));
  git(clone, 'bo', 'commit', '--quiet', '--all', '--message', `Refuse lines that ask for nothing\n\n${trailers.assistedCopilot}`);
  git(clone, 'bo', 'switch', '--quiet', 'main');
  writeFileSync(join(folder, 'answers.yaml'), answers);
  return {
    run(types: readonly string[]) {
      const isGit = types[0] === 'git';
      const { status, stdout, stderr } = spawnSync(isGit ? 'git' : process.execPath, isGit ? types.slice(1) : [program, ...types], { cwd: clone, env: { ...quiet(), NO_COLOR: '1', COLUMNS: '80', SSH_AUTH_SOCK: '' }, encoding: 'utf8' });
      return { status, text: `${stdout}${stderr}` };
    },
  };
}

function write(folder: string, path: string, text: string): void {
  writeFileSync(join(folder, path), text);
}

/** Nothing of the caller's git. */
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
