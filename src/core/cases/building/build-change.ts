import { changeDigest, type Change, type FileChange } from '../../change/index.ts';
import type { Policy } from '../../policy/index.ts';
import { compareUtf8, type Sha256 } from '../../values/index.ts';
import { buildCommits } from './build-commits.ts';
import type { CaseIdentities } from './case-identities.ts';
import type { CaseChange, CaseFile } from '../policy-case.ts';

const absent = { mode: '000000', id: '0'.repeat(40), sha256: '-' };

/** The change of a case as reading a repository would give it. Ids are digests of what they name, so every run gives the same. */
export function buildChange(given: CaseChange, policy: Policy, who: CaseIdentities, sha256: Sha256): Change {
  const id = (what: string) => sha256([what]).slice(0, 40);
  const base = id('base');
  const commits = buildCommits(given, base, who);
  const files = given.files.map((file) => fileOf(file, sha256)).toSorted((a, b) => compareUtf8(a.path, b.path));
  const digest = changeDigest('sha1', files, sha256);
  return {
    objectFormat: 'sha1',
    target: given.target ?? policy.protected[0] ?? 'refs/heads/main',
    base: { commit: base, tree: id('tree of base') },
    head: { commit: commits[0]?.id ?? base, tree: files.length === 0 ? id('tree of base') : id(digest) },
    baseOnTarget: given.baseOnTarget,
    digest,
    files,
    commits,
    unread: given.unread,
  };
}

function fileOf(file: CaseFile, sha256: Sha256): FileChange {
  const { path, status, binary, added, removed, text } = file;
  const side = (name: string) => {
    const digest = sha256([JSON.stringify([name, path, added, removed, text])]);
    return { mode: '100644', id: digest.slice(0, 40), sha256: digest };
  };
  const before = status === 'A' ? absent : side('before');
  const after = status === 'D' ? absent : side('after');
  return {
    path,
    status,
    oldMode: before.mode,
    newMode: after.mode,
    oldId: before.id,
    newId: after.id,
    oldSha256: before.sha256,
    newSha256: after.sha256,
    linesAdded: binary ? null : added,
    linesRemoved: binary ? null : removed,
    uncounted: binary ? 'binary' : null,
    hunks: text === null ? [] : [{ oldStart: status === 'A' ? 0 : 1, newStart: status === 'D' ? 0 : 1, ...text }],
  };
}
