import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { git } from '../cli/bin.ts';
import { gatedShop, type GatedShop } from '../receiving/gated-shop.ts';
import { recorded } from '../signing/place.ts';
import { Runner, type Vars } from './runner.ts';

const token = 'a-token-of-the-forge';
const main = 'refs/heads/main';
let shop: GatedShop;
let runner: Runner;
let server: ChildProcess;
let where: Vars;
let asked: string;

beforeAll(async () => {
  shop = gatedShop();
  git(shop.origin, 'config', 'http.receivepack', 'true');
  runner = new Runner(dirname(shop.origin));
  asked = join(runner.folder, 'asked.log');
  writeFileSync(asked, '');
  server = spawn(process.execPath, [join(import.meta.dirname, 'git-over-http.ts'), runner.folder, `x-access-token:${token}`, asked], { stdio: ['ignore', 'pipe', 'inherit'] });
  const port = await new Promise<string>((resolve) => server.stdout!.once('data', (text: Buffer) => resolve(text.toString().trim())));
  where = { GITHUB_SERVER_URL: `http://127.0.0.1:${port}` };
});
afterAll(() => {
  server.kill();
  shop.remove();
});

const topic = () => git(shop.repo, 'rev-parse', 'topic');
const check = (given: string) => runner.action({ command: 'check', target: main, token: given }, 'pull_request_target', { pull_request: { base: { ref: 'main' }, head: { sha: topic() } } }, where);

it('the token opens the repository to git from the first request on, and is shown nowhere', () => {
  const { status, page, log } = check(token);
  expect({ status, page }).toEqual({ status: 1, page: expect.stringMatching(/^### ◐ pending/) as string });
  const requests = readFileSync(asked, 'utf8');
  expect(requests).toContain('known GET /origin.git/info/refs git-upload-pack');
  expect(requests).not.toContain('unknown');
  expect(page + log).not.toMatch(new RegExp(`${token}|${Buffer.from(`x-access-token:${token}`).toString('base64')}`));
});

it('another token ends without a verdict, and nobody is asked for a password', () => {
  expect(check('another')).toMatchObject({ status: 3, outputs: 'verdict=unknown\n', page: expect.stringContaining('git fetch failed') });
});

it('results are pushed with it, by git alone', () => {
  writeFileSync(join(runner.workspace, 'unit.xml'), '<testsuites><testsuite name="s"><testcase name="a"/></testsuite></testsuites>');
  const before = recorded(shop).length;
  const inputs = { command: 'record', target: main, token, suite: 'unit', junit: 'unit.xml', key: readFileSync(shop.keys.ci.path, 'utf8') };
  const { status, page } = runner.action(inputs, 'workflow_run', { workflow_run: { head_sha: topic() } }, where);
  expect({ status, page }).toMatchObject({ status: 0 });
  expect(recorded(shop).slice(before)).toMatchObject([{ name: 'evidence' }]);
  expect(readFileSync(asked, 'utf8')).toContain('known POST /origin.git/git-receive-pack');
});
