import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { nodeCryptography } from '../../src/adapters/signing/index.ts';
import { emptyRoot, planAppend } from '../../src/core/ledger/index.ts';
import { git } from '../cli/bin.ts';

/** A bare repository has an index only where nobody says that it is bare. */
const worktree = ['-c', 'core.bare=false'];

/**
 * A commit on the ledger in which somebody changed files by hand (`null` takes one away); or, with leaves, whose tree
 * and checkpoint were made anew to fit these.
 */
export function changedLedger(repository: string, changes: Readonly<Record<string, Uint8Array | null>> | readonly Uint8Array[], ref = 'refs/countersign/ledger'): void {
  const files = Array.isArray(changes) ? planned(repository, changes as readonly Uint8Array[]) : Object.entries(changes as Record<string, Uint8Array | null>);
  const index = join(repository, 'index-by-hand');
  process.env['GIT_INDEX_FILE'] = index;
  try {
    git(repository, 'read-tree', ref);
    for (const [path, bytes] of files) {
      if (bytes === null) git(repository, ...worktree, 'update-index', '--force-remove', path);
      else {
        writeFileSync(join(repository, 'blob-by-hand'), bytes);
        git(repository, ...worktree, 'update-index', '--add', '--cacheinfo', `100644,${git(repository, 'hash-object', '-w', 'blob-by-hand')},${path}`);
      }
    }
    git(repository, 'update-ref', ref, git(repository, 'commit-tree', '-p', ref, '-m', 'Append 1 entry', git(repository, 'write-tree')));
  } finally {
    delete process.env['GIT_INDEX_FILE'];
    for (const name of ['index-by-hand', 'blob-by-hand']) rmSync(join(repository, name), { force: true });
  }
}

function planned(repository: string, leaves: readonly Uint8Array[]): (readonly [string, Uint8Array | null])[] {
  const [origin = ''] = git(repository, 'cat-file', 'blob', 'refs/countersign/ledger:checkpoint').split('\n');
  const hash = nodeCryptography.sha256;
  const plan = planAppend(hash, { origin, size: 0, root: emptyRoot(hash) }, new Map(), leaves);
  if (!plan.ok) throw new Error(plan.sentence);
  return [...plan.value.files];
}
