import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { capture, captureEach, show } from './countersign.ts';
import { heading, ink, say, tryNext } from './page.ts';
import { sayVerdict } from './verdict.ts';

const most = 3;
const recent = 500;

/** The same tour on any repository, which is only read. Fails as `countersign scan` fails where it is none. */
export async function tourRepository(path: string): Promise<number> {
  say(`Countersign, on ${path}. ${ink('dim', 'Nothing is written there.')}`, '');
  heading('Which changes did an AI help to write, and how do we know?', `scan --repo ${path}`);
  const scanned = await show(['scan', '--repo', path]);
  if (scanned !== 0) return scanned;

  const ranges = await rangesToCheck(resolve(path));
  if (ranges.length > 0) heading('May it land, and who can unblock it?', `check --repo ${path} RANGE`);
  let worst = 0;
  const width = Math.max(0, ...ranges.map(({ range }) => range.length));
  await captureEach(
    ranges.map(({ range }) => ['check', '--repo', path, '--json', range]),
    (ended, index) => {
      const range = ranges[index];
      if (range === undefined) return;
      sayVerdict(range.range, width, range.what, ended);
      if (ended.code > 3) worst = ended.code;
    },
  );

  const newest = await newestAssisted(path);
  if (newest === null) {
    say(ink('dim', `None of the newest ${recent} commits shows a trace of AI: there is nothing to explain. This is not “no AI”.`), '');
  } else {
    heading('Who wrote it, line by line? The newest assisted commit', `explain --repo ${path} ${newest.slice(0, 10)}`);
    worst = Math.max(worst, await show(['explain', '--repo', path, newest]));
  }
  // As a POSIX shell reads it back.
  const typed = /^[\w./+@-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;
  tryNext([
    [`npx countersign scan --repo ${typed} --json`, 'the same for programs'],
    ...(ranges[0] === undefined ? [] : ([[`npx countersign check --repo ${typed} ${ranges[0].range}`, 'the whole decision, with its reasons']] as const)),
    [`npx countersign doctor --repo ${typed}`, 'what could not be read, and what is not set up'],
  ]);
  return worst;
}

interface Range {
  readonly range: string;
  readonly what: string;
}

/** The newest branches that main does not contain; where there are none, the newest merges on it. */
async function rangesToCheck(path: string): Promise<readonly Range[]> {
  const main = await defaultBranch(path);
  if (main === null) return [];
  const branches = await lines(path, [
    'for-each-ref', '--sort=-committerdate', `--no-merged=${main}`, '--format=%(refname)%09%(contents:subject)', 'refs/heads', 'refs/remotes/origin',
  ]);
  const waiting = branches.map((line) => line.split('\t')).filter(([ref = '']) => ref !== 'refs/remotes/origin/HEAD');
  if (waiting.length > 0) {
    return waiting.slice(0, most).map(([ref = '', subject = '']) => ({ range: `${short(main)}..${short(ref)}`, what: subject }));
  }
  const merges = await lines(path, ['log', '--merges', '--first-parent', `--max-count=${most}`, '--format=%h%x09%s', main, '--']);
  const landed = merges.length > 0 ? merges : await lines(path, ['log', '--min-parents=1', `--max-count=${most}`, '--format=%h%x09%s', main, '--']);
  return landed.map((line) => line.split('\t')).map(([id = '', subject = '']) => ({ range: `${id}^..${id}`, what: subject }));
}

async function defaultBranch(path: string): Promise<string | null> {
  const [remote] = await lines(path, ['symbolic-ref', '--quiet', 'refs/remotes/origin/HEAD']);
  const [own] = await lines(path, ['symbolic-ref', '--quiet', 'HEAD']);
  for (const ref of [remote, own, 'refs/heads/main', 'refs/heads/master']) {
    if (ref !== undefined && (await lines(path, ['rev-parse', '--verify', '--quiet', ref])).length > 0) return ref;
  }
  return null;
}

async function newestAssisted(path: string): Promise<string | null> {
  const [older] = await lines(path, ['log', '--first-parent', `--skip=${recent}`, '--max-count=1', '--format=%H', 'HEAD', '--']);
  const { code, out } = await capture(['scan', '--repo', path, '--json', ...(older === undefined ? [] : [`${older}..HEAD`])]);
  if (code !== 0) return null;
  const { changes } = JSON.parse(out) as { changes: readonly { commit: string; assisted: boolean }[] };
  return changes.find((change) => change.assisted)?.commit ?? null;
}

function short(ref: string): string {
  return ref.replace(/^refs\/(heads|remotes)\//, '');
}

/** Lines git prints about the repository; none where it fails. */
async function lines(path: string, args: readonly string[]): Promise<string[]> {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_')));
  try {
    const { stdout } = await promisify(execFile)('git', ['--no-optional-locks', '-C', path, ...args], { env, maxBuffer: 2 ** 26 });
    return stdout.split('\n').filter((line) => line !== '');
  } catch {
    return [];
  }
}
