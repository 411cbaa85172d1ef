import { symlinkSync, writeFileSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { git } from '../cli/bin.ts';
import { gatedShop, type GatedShop } from '../receiving/gated-shop.ts';
import { hostileHead, layTraps, sprung } from './hostile-head.ts';
import { Runner, type Vars } from './runner.ts';

let shop: GatedShop;
let runner: Runner;
let canary: string;
let hostile: string;

beforeAll(() => {
  shop = gatedShop();
  runner = new Runner(dirname(shop.origin));
  canary = join(runner.folder, 'canary');
  hostile = hostileHead(shop.repo, canary);
});
afterAll(() => shop.remove());

const request = (head: string, more: Vars = {}) =>
  runner.gitlab('countersign', {
    CI_PIPELINE_SOURCE: 'merge_request_event', CI_MERGE_REQUEST_PROJECT_ID: '7', CI_MERGE_REQUEST_TARGET_BRANCH_NAME: 'main', CI_COMMIT_SHA: head,
    CI_COMMIT_MESSAGE: `$(touch ${canary})`, CI_MERGE_REQUEST_TITLE: `\`touch ${canary}\``, CI_COMMIT_REF_NAME: `$(touch ${canary})`, ...more,
  });

describe('the job of GitLab', () => {
  it('judges a hostile head by the policy of the protected branch, and runs nothing of it that lies about', () => {
    layTraps(runner.workspace, canary);
    const job = request(hostile);
    expect(job).toMatchObject({ status: 1, left: '', page: expect.stringMatching(/^### ◐ pending: needs/) });
    expect(job.page).toContain('.countersign/policy.yaml, enforce');
    expect(job.npm).toEqual(expect.arrayContaining(['ci', '--ignore-scripts']));
    expect(job.npm[0]).not.toContain('workspace');
    expect(sprung(canary)).toBe(false);
  });

  it('judges the branch and not the merge that GitLab made of it, where it made one', () => {
    const topic = git(shop.repo, 'rev-parse', 'topic');
    expect(request(hostile, { CI_MERGE_REQUEST_SOURCE_BRANCH_SHA: topic }).page).toContain('Add totals');
  });

  it('judges nothing in a fork, nor for another branch', () => {
    expect(request(hostile, { CI_MERGE_REQUEST_PROJECT_ID: '8' })).toMatchObject({ status: 1, page: expect.stringContaining('runs in a fork') });
    expect(request(hostile, { CI_MERGE_REQUEST_TARGET_BRANCH_NAME: 'lax' })).toMatchObject({ status: 1, page: expect.stringContaining('this is for `refs/heads/lax`') });
  });

  it('stops where the commit of the program that is named is not to be had, and keeps no page of somebody else as its answer', () => {
    writeFileSync(join(runner.workspace, 'countersign.md'), '### ✓ approved\n');
    const job = request(hostile, { COUNTERSIGN_COMMIT: 'ab'.repeat(20) });
    expect(job.status).not.toBe(0);
    expect(job.page).toBe('');
  });

  it('is started by a Node that no option of the environment changes', () => {
    writeFileSync(join(runner.folder, 'option.cjs'), `require('node:fs').writeFileSync(${JSON.stringify(canary)}, '');\n`);
    expect(request(hostile, { CI_MERGE_REQUEST_TARGET_BRANCH_NAME: 'lax', NODE_OPTIONS: `--require=${join(runner.folder, 'option.cjs')}` }).status).toBe(1);
    expect(sprung(canary)).toBe(false);
  });

  it('writes its page over a link that was left there, and not through it', () => {
    const [page, kept] = [join(runner.workspace, 'countersign.md'), join(runner.folder, 'kept')];
    rmSync(page, { force: true });
    writeFileSync(kept, 'as it was');
    symlinkSync(kept, page);
    request(hostile, { CI_MERGE_REQUEST_TARGET_BRANCH_NAME: 'lax' });
    expect(readFileSync(page, 'utf8')).toContain('refs/heads/lax');
    expect(readFileSync(kept, 'utf8')).toBe('as it was');
  });

  it('verifies what has landed, and says of what nobody signed that it is not', () => {
    const [before, head] = ['main', 'topic'].map((ref) => git(shop.repo, 'rev-parse', ref));
    git(shop.origin, 'update-ref', 'refs/heads/main', head!);
    const job = runner.gitlab('countersign-landed', { CI_PIPELINE_SOURCE: 'push', CI_COMMIT_BRANCH: 'main', CI_COMMIT_BEFORE_SHA: before!, CI_COMMIT_SHA: head! });
    expect(job).toMatchObject({ status: 1, page: expect.stringContaining('not verified') });
  });
});
