import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bin } from '../cli/bin.ts';
import { folder, history, removeAll, type Step } from '../setup/shop.ts';

const page = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'first-policy.md'), 'utf8');

/** One command of the page, with what stands below it. */
interface Shown {
  readonly command: string;
  readonly output: readonly string[];
}

/** The commands between cloning and the second repository, in order; a text that is fed in belongs to its command. */
function shown(): readonly Shown[] {
  const sitting = page.slice(page.indexOf('## Propose'), page.indexOf('## A larger repository'));
  return [...sitting.matchAll(/^```console\n(?<text>[\s\S]*?)^```$/gm)].flatMap((match) =>
    (match.groups?.['text'] ?? '').split(/^\$ /m).slice(1).map((part): Shown => {
      const lines = part.trimEnd().split('\n');
      const fed = lines[0]!.includes("<<'END'") ? lines.indexOf('END') : 0;
      return { command: lines.slice(0, fed + 1).join('\n'), output: lines.slice(fed + 1) };
    }),
  );
}

const people = [
  ['Simon Willison', 'swillison@gmail.com', 10],
  ['Rami Abdelrazzaq', 'ramiabdelrazzaq@gmail.com', 1],
  ['fry69', '142489379+fry69@users.noreply.github.com', 1],
  ['Alex Chan', 'alex@alexwlchan.net', 1],
  ['Vincent Gao', 'gaobing1230@gmail.com', 1],
] as const;

/** A repository of that shape: the same folders and people, a month old. */
function built(): string {
  const at = (daysAgo: number) => new Date((Math.floor(Date.now() / 1000) - daysAgo * 86_400) * 1000).toISOString();
  const names = ['__init__', 'cli', 'db', 'hookspecs', 'plugins', 'utils'];
  const begin: Record<string, string> = {
    LICENSE: 'Apache-2.0\n', 'README.md': '# sqlite-utils\n', 'pyproject.toml': '[project]\n', 'docs/index.rst': 'Docs\n', '.github/workflows/test.yml': 'on: push\n',
    ...Object.fromEntries(names.flatMap((name) => [[`sqlite_utils/${name}.py`, `# ${name}\n`], [`tests/test_${name}.py`, 'def test(): pass\n']])),
  };
  const steps: Step[] = [{ name: people[0][0], email: people[0][1], at: at(30), message: 'Begin', files: begin }];
  for (const [name, email, commits] of people) {
    for (let index = 0; index < commits; index++) {
      const path = name.startsWith('Simon') || name.startsWith('Rami') ? 'sqlite_utils/utils.py' : 'docs/index.rst';
      const ci = name.startsWith('Simon') ? { '.github/workflows/test.yml': `on: push # ${index}\n` } : {};
      steps.push({ name, email, at: at(29 - steps.length), message: `Change ${path}`, files: { [path]: `${name} ${index}\n`, ...ci } });
    }
  }
  const cwd = folder();
  history(cwd, steps);
  return cwd;
}

/** What does not depend on this repository's numbers and ids, nor on where a line is broken. */
const shape = (line: string) => line.replaceAll(/\b[0-9a-f]{7}\b/g, 'ID').replaceAll(/\d+/g, 'N').replace(/(?:, N quiet.*| {2,}.*just now)$/, '').trimEnd();

let cwd = '';
let path = '';
beforeAll(() => {
  cwd = built();
  path = folder();
  mkdirSync(path, { recursive: true });
  writeFileSync(join(path, 'countersign'), `#!/bin/sh\nexec '${process.execPath}' '${bin}' "$@"\n`);
  chmodSync(join(path, 'countersign'), 0o755);
});
afterAll(removeAll);

describe('the sitting of docs/first-policy.md', () => {
  it('is more than a few commands', () => {
    expect(shown().length).toBeGreaterThan(25);
  });

  // One after the other: each stands on what those before it left.
  it.each(shown().map((one) => [one.command, one.output] as const))('$ %s', (command, output) => {
    const { PATH = '', HOME = '' } = process.env;
    const env = { PATH: `${path}:${PATH}`, HOME, COLUMNS: '80', NO_COLOR: '1', GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null', XDG_CACHE_HOME: join(path, 'cache') };
    const { stdout, stderr, status } = spawnSync('bash', ['-c', command], { cwd, encoding: 'utf8', env });
    expect([0, 2]).toContain(status);
    // The first line is the answer.
    expect(shape(`${stdout}${stderr}`.split('\n')[0]!)).toBe(shape(output[0] ?? ''));
  });
});
