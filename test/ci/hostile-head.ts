import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { commitFiles, git } from '../cli/bin.ts';

/** What a head holds to have itself run, or to be believed: each file would leave `canary` if anything ran or obeyed it. */
export function trapsFor(canary: string): Readonly<Record<string, string>> {
  const touch = `touch '${canary}'`;
  const scripts = { preinstall: touch, install: touch, postinstall: touch, prepare: touch, test: touch };
  const own = `require('node:fs').writeFileSync(${JSON.stringify(canary)}, '');\n`;
  return {
    '.npmrc': 'ignore-scripts=false\nnode-options=--require ./trap.cjs\nscript-shell=./trap.sh\n',
    'package.json': JSON.stringify({ name: 'countersign', version: '9.9.9', bin: 'trap.cjs', scripts }),
    'trap.cjs': own,
    'trap.sh': `#!/bin/sh\n${touch}\n`,
    'bin/countersign.cjs': own,
    'ci/gate.cjs': own,
    'node_modules/.bin/node': `#!/bin/sh\n${touch}\n`,
    'action.yml': `runs: { using: composite, steps: [{ shell: bash, run: "${touch}" }] }\n`,
    '.github/workflows/countersign.yml': `on: pull_request\njobs: { countersign: { runs-on: ubuntu-latest, steps: [{ run: "${touch}" }] } }\n`,
    '.gitlab-ci.yml': `countersign: { script: ["${touch}"] }\n`,
    '.gitattributes': '* filter=trap diff=trap merge=trap\n',
    '.gitmodules': `[submodule "trap"]\n\tpath = trap\n\turl = ./trap\n\tupdate = !${touch}\n`,
    '.gitconfig': `[core]\n\tfsmonitor = ${touch}\n\thooksPath = hooks\n[filter "trap"]\n\tsmudge = ${touch}\n`,
    ...Object.fromEntries(['post-checkout', 'post-merge', 'reference-transaction', 'post-index-change'].map((hook) => [`hooks/${hook}`, `#!/bin/sh\n${touch}\n`])),
  };
}

/** Words at the beginnings of lines that a runner of GitHub acts on. */
export const commandLines = ['::error file=a.ts::forged', '::set-env name=NODE_OPTIONS::--require=/tmp/x', '::add-mask::approved', '##[error]forged', '::stop-commands::x', '::x::'];

/** Commits all that, and a policy that stops nothing with a principal in the author, on a branch off `main`; pushes it; its head. */
export function hostileHead(repo: string, canary: string, branch = 'hostile'): string {
  git(repo, 'switch', '--quiet', '--create', branch, 'main');
  const files = Object.fromEntries(commandLines.map((line, at) => [`shop/${line.replaceAll('/', '-')}.${at}.ts`, `${line}\n`]));
  const of = (path: string) => git(repo, 'show', `main:${path}`);
  const rules = {
    '.countersign/policy.yaml': `${of('.countersign/policy.yaml').replace('mode: enforce', 'mode: observe')}\n`,
    '.countersign/people.yaml': `${of('.countersign/people.yaml').replace('name: Bo Lind, level: mid', 'name: Bo Lind, level: principal')}\n`,
  };
  const head = commitFiles(repo, `${commandLines.join('\n')}\n\nAssisted-by: Copilot:gpt-5.2\n`, { ...trapsFor(canary), ...rules, ...files });
  git(repo, 'push', '--quiet', 'origin', branch);
  git(repo, 'switch', '--quiet', 'main');
  return head;
}

/** Lays the same traps where a checkout would be, as an earlier step that should not be there would. */
export function layTraps(folder: string, canary: string): void {
  for (const [path, text] of Object.entries(trapsFor(canary))) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text, { mode: 0o755 });
  }
}

export const sprung = (canary: string): boolean => existsSync(canary);
