// Everything about the sources that a machine can hold them to, one line each. `npm test` counts these as tests.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { survey } from './check-architecture.ts';
import { type Lockfile, missingPlatforms } from './complete-lockfile.ts';
import { staleBlocks } from './generate.ts';
import { machinePaths } from './machine-paths.ts';

const root = join(import.meta.dirname, '..');

/** A check: `run` resolves to what is wrong, ready to print, or to nothing. */
interface Check {
  readonly name: string;
  readonly mend: string;
  readonly run: () => Promise<string>;
}

/** How one check ended. `problem` is empty when it passed. */
export interface CheckResult {
  readonly name: string;
  readonly problem: string;
}

/** Runs a program that npm installed; its output is the problem when it fails. */
function tool(name: string, ...args: string[]): Promise<string> {
  const file = join(root, 'node_modules', '.bin', process.platform === 'win32' ? `${name}.cmd` : name);
  return new Promise((settle) => {
    const child = spawn(file, args, { cwd: root, shell: process.platform === 'win32', stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.on('error', (error) => settle(`${name} could not be started: ${error.message}`));
    child.on('close', (code) => settle(code === 0 ? '' : output.trim() || `${name} ended with exit code ${code}`));
  });
}

/** The lockfile serves every platform and names no host: each clone uses the registry its machine is set to. */
async function lockfile(): Promise<string> {
  const problems: string[] = [];
  const locked = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as Lockfile;
  for (const [where, entry] of Object.entries(locked.packages)) {
    if (where === '') continue;
    if (entry.resolved !== undefined) problems.push(`package-lock.json  \`${where}\` names the host it came from: ${entry.resolved}`);
    const elsewhere = entry.optional === true && entry.os !== undefined;
    if (entry.integrity === undefined && !elsewhere) problems.push(`package-lock.json  \`${where}\` has no integrity hash`);
  }
  for (const name of missingPlatforms(locked).keys()) problems.push(`package-lock.json  lacks \`${name}\`, so \`npm ci\` would refuse it`);
  for (const line of readFileSync(join(root, '.npmrc'), 'utf8').split('\n')) {
    if (/registry\s*=|\/\/|_auth/i.test(line.replace(/^omit-lockfile-registry-resolved.*/, ''))) problems.push(`.npmrc  names a registry: ${line}`);
  }
  return problems.join('\n');
}

async function architecture(): Promise<string> {
  return survey(root)
    .violations.map(({ rule, where, message }) => `${where}  ${rule}: ${message}`)
    .join('\n');
}

/** The checks, in the order in which a developer wants to hear about them. */
export const CHECKS: readonly Check[] = [
  { name: 'the core compiles without Node or browser types', mend: 'npx tsc -p src/core', run: () => tool('tsc', '-p', 'src/core') },
  { name: 'everything compiles', mend: 'npx tsc -p .', run: () => tool('tsc', '-p', '.') },
  { name: 'the tests in a browser compile, which alone know its types', mend: 'npx tsc -p test/browser', run: () => tool('tsc', '-p', 'test/browser') },
  { name: 'the page for passkeys compiles, which runs in a browser', mend: 'npx tsc -p src/adapters/passkey/page', run: () => tool('tsc', '-p', 'src/adapters/passkey/page') },
  { name: 'lint finds nothing', mend: 'npx oxlint', run: () => tool('oxlint', '--format=unix', '--deny-warnings') },
  { name: 'no file, export or dependency is unused', mend: 'npx knip', run: () => tool('knip', '--no-progress') },
  { name: 'imports, folders and names follow architecture.json', mend: 'node scripts/check-architecture.ts', run: architecture },
  { name: 'generated blocks are fresh', mend: 'npm run generate', run: async () => (await staleBlocks(root)).join('\n') },
  { name: 'no file names a path of one machine', mend: 'name it relative to the repository', run: () => machinePaths(root) },
  { name: 'the lockfile serves every platform and names no host', mend: 'node scripts/complete-lockfile.ts', run: lockfile },
];

/** The first lines of a problem: enough to start mending, short enough to see the other checks. */
function shortened(problem: string): string {
  const lines = problem.split('\n');
  return lines.length <= 40 ? problem : `${lines.slice(0, 40).join('\n')}\n… and ${lines.length - 40} lines more`;
}

/** Runs every check, printing one line each, and the whole problem below those that fail. */
export async function runChecks(print: (line: string) => void): Promise<CheckResult[]> {
  const results: CheckResult[] = [];
  for (const { name, mend, run } of CHECKS) {
    const started = Date.now();
    const problem = await run().catch((error: unknown) => (error instanceof Error ? error.message : String(error)));
    const seconds = ((Date.now() - started) / 1000).toFixed(1);
    print(`${problem === '' ? '✓' : '✗'} ${name}  ${seconds} s`);
    if (problem !== '') print(`${shortened(problem).replaceAll(/^/gm, '    ')}\n    → ${mend}`);
    results.push({ name, problem });
  }
  return results;
}

if (process.argv[1] !== undefined && resolve(process.argv[1]) === import.meta.filename) {
  const results = await runChecks((line) => console.log(line));
  const failed = results.filter(({ problem }) => problem !== '').length;
  console.log(`${results.length - failed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
}
