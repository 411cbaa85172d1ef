import { spawnSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Failure } from '../../../core/values/index.ts';
import { onEnd, removeScratch } from '../process/scratch.ts';
import { type GitRepository, openRepository } from '../repository.ts';

const elsewhere = new Set(['GIT_DIR', 'GIT_WORK_TREE', 'GIT_INDEX_FILE', 'GIT_COMMON_DIR', 'GIT_PREFIX', 'GIT_OBJECT_DIRECTORY', 'GIT_ALTERNATE_OBJECT_DIRECTORIES', 'GIT_NAMESPACE', 'GIT_QUARANTINE_PATH']);

/** An empty repository in a temporary folder, for what is fetched from elsewhere and forgotten again: `close()` removes it. */
export async function openEmptyRepository(): Promise<Pick<GitRepository, 'access' | 'close'>> {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-'));
  const forget = onEnd(() => removeScratch(folder));
  const remove = () => {
    forget();
    removeScratch(folder);
  };
  try {
    // Where git started us, its variables name another repository than this one.
    const environment = Object.fromEntries(Object.entries(process.env).filter(([name]) => !elsewhere.has(name)));
    // Templates may hold hooks, and configuration may name another object format.
    const { status, stderr } = spawnSync('git', ['init', '--quiet', '--bare', '--template=', '--object-format=sha1', folder], { encoding: 'utf8', env: environment });
    if (status !== 0) throw new Failure('git-failed', 'environment', `no empty repository could be made: ${(stderr ?? '').trim().split('\n')[0]}`, ['name another folder in the environment variable TMPDIR']);
    const repository = await openRepository(folder, { environment });
    return { access: () => repository.access(), close: () => repository.close().finally(remove) };
  } catch (error) {
    remove();
    throw error;
  }
}
