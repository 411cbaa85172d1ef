import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { type Browser, chromium } from 'playwright-core';
import { carriedBrowser, carriedObstacle, type Program } from './carried.ts';

/*
 * Which browser opens the pages: the one that COUNTERSIGN_TEST_BROWSER names (a path, or `npm` for the one that npm
 * brings), else a Chromium or Chrome of this machine, else the one that npm brings. A browser that does not start, or
 * is too old, gives way to the next; when none is left, the tests fail and say what was tried.
 */

/** The first Chromium that knows `light-dark()` and text zoom as the page uses them. */
const oldest = 123;

/** The name of the variable that names a browser. */
export const variable = 'COUNTERSIGN_TEST_BROWSER';

/** One way to a browser: how to speak of it, and how to get it. */
interface Candidate {
  readonly name: string;
  readonly program: () => Promise<Program>;
}

const quiet = ['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

/** A started browser and the way it was found; the caller closes it. */
export async function startBrowser(env: NodeJS.ProcessEnv = process.env): Promise<{ readonly browser: Browser; readonly name: string }> {
  const tried: string[] = [];
  for (const { name, program } of candidates(env)) {
    try {
      return { browser: await start(await program()), name };
    } catch (error) {
      tried.push(`${name}: ${reason(error)}`);
    }
  }
  throw new Error(`no browser to open the page with\n${tried.map((line) => `  ${line}\n`).join('')}  hint: install Chromium or Chrome, or name one in ${variable}`);
}

function candidates(env: NodeJS.ProcessEnv): Candidate[] {
  const carried: Candidate = { name: 'the Chromium that npm brings', program: carriedOrNot };
  const named = env[variable];
  if (named === 'npm') return [carried];
  if (named !== undefined && named !== '') return [installed(named)];
  return [...places(env).filter(runs).map(installed), carried];
}

const installed = (file: string): Candidate => ({ name: `\`${file}\``, program: async () => ({ file, env: {} }) });

async function carriedOrNot(): Promise<Program> {
  const obstacle = carriedObstacle();
  if (obstacle !== null) throw new Error(obstacle);
  return carriedBrowser();
}

/** Where Chromium and Chrome are when they are installed. */
function places(env: NodeJS.ProcessEnv): string[] {
  if (process.platform === 'darwin') {
    return ['Google Chrome', 'Chromium', 'Microsoft Edge'].map((name) => `/Applications/${name}.app/Contents/MacOS/${name}`);
  }
  if (process.platform === 'win32') {
    const roots = ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].flatMap((name) => env[name] ?? []);
    return ['Google\\Chrome\\Application\\chrome.exe', 'Chromium\\Application\\chrome.exe', 'Microsoft\\Edge\\Application\\msedge.exe'].flatMap((tail) => roots.map((root) => join(root, tail)));
  }
  const folders = (env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  return ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'].flatMap((name) => folders.map((folder) => join(folder, name)));
}

function runs(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

async function start({ file, env }: Program): Promise<Browser> {
  const browser = await chromium.launch({ executablePath: file, args: quiet, env: { ...process.env, ...env }, timeout: 60_000 });
  const version = browser.version();
  if (Number.parseInt(version, 10) >= oldest) return browser;
  await browser.close();
  throw new Error(`is ${version}, and the page needs ${oldest}`);
}

/** What Playwright and the browser say, without the long list of its arguments. */
function reason(error: unknown): string {
  const text = stripVTControlCharacters(error instanceof Error ? error.message : String(error));
  const lines = text.split('\n').map((line) => line.trim());
  const told = lines.slice(1).filter((line) => /error while loading|No such file|not found|Permission denied|ENOENT|EACCES|sandbox/i.test(line) && !line.includes('<launching>'));
  return [lines[0], ...new Set(told.slice(0, 3))].join(' · ');
}
