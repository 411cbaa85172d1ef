import { decodeUtf8, Failure, type Instant } from '../../core/values/index.ts';
import type { LedgerFiles, LedgerGit, LedgerStore, LedgerTip, WitnessStore } from '../../workflows/ports/index.ts';
import { commitStream } from './commit-stream.ts';
import { ledgerRef, witnessRef } from './ledger-refs.ts';
import { fetchFrom, pushTo, type Remote, unreachable } from './remote.ts';

/** The ledger of another repository as it is now. Its history is not asked for: what it says is in its newest files. */
export async function fetchLedger(git: LedgerGit, from: string): Promise<Pick<LedgerStore, 'place' | 'tip' | 'read'>> {
  const remote = placeOf(from, 'the ledger');
  const commit = await newest(git, remote, ledgerRef, 1);
  return {
    place: `${ledgerRef} of ${remote.shown}`,
    tip: async () => (commit === null ? null : { commit }),
    read: (tip, paths) => git.files(tip.commit, paths),
  };
}

/** Where witnesses keep what they cosigned, reached through `git`, a repository that may forget everything. */
export function openWitnessStore(git: LedgerGit, at: string, now: () => Instant): WitnessStore {
  const remote = placeOf(at, 'the witness');
  return {
    place: `${witnessRef} of ${remote.shown}`,
    tip: async () => {
      const commit = await newest(git, remote, witnessRef);
      return commit === null ? null : { commit };
    },
    read: (tip, paths) => git.files(tip.commit, paths),
    put: async (tip, files, message) => ((await put(git, remote, tip, files, message, now())) === 'sent' ? 'written' : 'moved'),
  };
}

/** The commit goes on the one that was read and is never forced: whoever was first is never overwritten. */
async function put(git: LedgerGit, remote: Remote, tip: LedgerTip | null, files: LedgerFiles, message: string, at: Instant): Promise<'sent' | 'moved'> {
  const [commit = ''] = (await git.importObjects(commitStream({ tip: tip?.commit ?? null, files, keep: null, message, at }))).split('\n');
  if (!/^[0-9a-f]{40,64}$/.test(commit)) throw new Failure('internal', 'internal', 'git fast-import gave no commit');
  return pushTo(git, remote, new Map([[witnessRef, commit]]));
}

/** The commit of a ref there, with its files here; `null`: there is no such ref. */
async function newest(git: LedgerGit, remote: Remote, ref: string, depth?: number): Promise<string | null> {
  const { code, stdout, stderr } = await git.user(['ls-remote', '--quiet', '--', remote.git, ref]);
  if (code !== 0) throw unreachable(remote, stderr);
  const line = decodeUtf8(stdout).split('\n').map((each) => each.split('\t')).find(([, name]) => name === ref);
  const commit = line?.[0];
  if (commit === undefined) return null;
  await fetchFrom(git, remote, [ref], depth);
  if ((await git.missing([commit])).length > 0) throw new Failure('ledger-unreachable', 'environment', `${remote.noun} at \`${remote.shown}\` moved while it was fetched`, ['run the same command again']);
  return commit;
}

function placeOf(git: string, noun: string): Remote {
  return { git, shown: git.replace(/^([a-z+]+:\/\/)[^/@]*@/i, '$1'), named: false, fetched: false, key: '', noun };
}
