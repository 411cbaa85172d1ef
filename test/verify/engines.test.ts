import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { newFolder, removeFolders } from '../git/built-repository.ts';
import { summaryOf, verifyAt } from './signed-shop.ts';

afterAll(removeFolders);

const fixtures = join(import.meta.dirname, '..', 'fixtures');
const engines = readdirSync(fixtures).filter((name) => name.startsWith('engine-'));

describe('what an engine left', () => {
  it('is there for every engine', () => {
    expect(engines).toEqual(['engine-1']);
  });

  it.each(engines)('%s is verified as it was then', async (engine) => {
    const clone = join(newFolder(), 'clone');
    const run = (...args: string[]) => execFileSync('git', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], env: { PATH: process.env['PATH'] ?? '', GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null' } });
    run('init', '-q', '-b', 'main', '--bare', clone);
    run('-C', clone, 'fetch', '-q', join(fixtures, engine, 'repository.bundle'), '+refs/*:refs/*');
    const then = JSON.parse(readFileSync(join(fixtures, engine, 'verified.json'), 'utf8')) as ReturnType<typeof summaryOf>;
    expect(summaryOf(await verifyAt(clone, `${then.adoption!.commit}..main`))).toEqual(then);
  });
});
