import { createHash } from 'node:crypto';
import { devNull } from 'node:os';
import { decodeUtf8, Failure } from '../../core/values/index.ts';
import type { LedgerGit } from '../../workflows/ports/index.ts';
import { keepRef, ledgerRef } from './ledger-refs.ts';

/** One other repository that keeps the ledger, the kept commits, or both. */
export interface Remote {
  /** As git is given it: a remote's name, or a URL. */
  readonly git: string;
  /** For sentences: never with a password. */
  readonly shown: string;
  /** A remote with a name of its own in the configuration, to which lines can be added. */
  readonly named: boolean;
  /** Whether its fetch configuration brings our refs. */
  readonly fetched: boolean;
  /** What pins know it by: another URL under the same name is another place. */
  readonly key: string;
  /** What is kept there, for sentences, where it is not the ledger. */
  readonly noun?: string;
}

/** Where each of the two refs is kept besides here; `null`: nowhere. Mostly both at the same remote. */
export interface Remotes {
  readonly ledger: Remote | null;
  readonly keep: Remote | null;
}

/** What the two refs of ours are at a remote. */
export interface RemoteRefs {
  readonly ledger: string | null;
  readonly keep: string | null;
}

/**
 * `countersign.ledger` (another repository for the ledger alone), `countersign.remote`, else `origin`. An empty name or
 * `.` is none. A bare repository is where others push to: that it was cloned from somewhere makes that no remote of it.
 */
export async function findRemotes(git: LedgerGit): Promise<Remotes> {
  const { code, stdout, stderr } = await git.user(['config', '--null', '--get-regexp', '^(countersign\\.(remote|ledger)|core\\.bare|remote\\..*\\.(url|fetch))$']);
  if (code > 1) throw new Failure('git-failed', 'environment', `git config failed: ${lastLine(stderr)}`, ['see what `git config --list` says']);
  const settings = new Map<string, string[]>();
  for (const entry of decodeUtf8(stdout).split('\0')) {
    const [name = '', ...value] = entry.split('\n');
    settings.set(name, [...(settings.get(name) ?? []), value.join('\n')]);
  }
  const last = (name: string) => settings.get(name)?.at(-1) ?? null;
  const remoteOf = (name: string): Remote => {
    // The first URL of a remote is the one git fetches from.
    const url = settings.get(`remote.${name}.url`)?.[0];
    const fetched = (settings.get(`remote.${name}.fetch`) ?? []).some((refspec) => /^\+?refs\/(?:countersign\/)?\*:refs\/(?:countersign\/)?\*$/.test(refspec));
    const key = createHash('sha256').update(url ?? name).digest('hex').slice(0, 16);
    return { git: name, shown: name.replace(/^([a-z+]+:\/\/)[^/@]*@/i, '$1'), named: url !== undefined, fetched, key };
  };
  const named = last('countersign.remote') ?? (settings.has('remote.origin.url') && last('core.bare') !== 'true' ? 'origin' : '');
  const ofCode = named === '' || named === '.' ? null : remoteOf(named);
  const apart = last('countersign.ledger') ?? '';
  return { ledger: apart === '' ? ofCode : remoteOf(apart), keep: ofCode };
}

/** What a remote has now. Throws `ledger-unreachable`. */
export async function listRemote(git: LedgerGit, remote: Remote): Promise<RemoteRefs> {
  const { code, stdout, stderr } = await git.user(['ls-remote', '--quiet', '--', remote.git, ledgerRef, keepRef]);
  if (code !== 0) throw unreachable(remote, stderr);
  const found = new Map(decodeUtf8(stdout).split('\n').map((line) => line.split('\t') as [string, string]).map(([id, ref]) => [ref, id]));
  return { ledger: found.get(ledgerRef) ?? null, keep: found.get(keepRef) ?? null };
}

/** Brings the objects of these refs here, and moves nothing: no ref, no FETCH_HEAD, no tag. */
export async function fetchFrom(git: LedgerGit, remote: Remote, refs: readonly string[], depth: number | null = null): Promise<void> {
  const quiet = ['--quiet', '--no-tags', '--no-write-fetch-head', '--no-auto-maintenance', '--no-recurse-submodules', '--no-prune', '--no-filter', '--refmap='];
  const shallow = depth === null ? [] : [`--depth=${depth}`];
  const { code, stderr } = await git.user([...noHooks, '-c', 'fetch.writeCommitGraph=false', 'fetch', ...quiet, ...shallow, '--', remote.git, ...refs]);
  if (code !== 0) throw unreachable(remote, stderr);
}

/** What goes over the network here is objects and two refs: nothing that a hook of this repository was made for. */
const noHooks = ['-c', `core.hooksPath=${devNull}`];

/**
 * Sends commits to refs of a remote, all or none, never by force. `before`: what its refs were when the commits were
 * made; a hook refuses in words of its own whoever comes second.
 */
export async function pushTo(git: LedgerGit, remote: Remote, commits: ReadonlyMap<string, string>, before: RemoteRefs | null = null): Promise<'sent' | 'moved'> {
  const settings = [...noHooks, '-c', 'push.gpgSign=false', '-c', 'push.followTags=false', '-c', 'push.pushOption='];
  // A mirror's configuration forbids to name refs.
  const mirror = /^[\w.-]+$/.test(remote.git) ? ['-c', `remote.${remote.git}.mirror=false`] : [];
  const flags = ['--porcelain', '--atomic', '--no-verify', '--no-signed', '--recurse-submodules=no'];
  const refspecs = [...commits].map(([ref, id]) => `${id}:${ref}`);
  const { code, stdout, stderr } = await git.user([...settings, ...mirror, 'push', ...flags, '--', remote.git, ...refspecs]);
  const lines = decodeUtf8(stdout).split('\n');
  // Git also fails where the remote took everything and a copy of it here could not be noted.
  if (code === 0 || lines.filter((line) => /^[ *=]\t/.test(line)).length === refspecs.length) return 'sent';
  const refused = lines.filter((line) => line.startsWith('!\t'));
  const reasons = refused.map((line) => /\(([^()]*(?:\([^()]*\))?[^()]*)\)$/.exec(line)?.[1] ?? line);
  // An atomic push that was refused for one ref says so of the other.
  const own = reasons.filter((reason) => !/atomic/i.test(reason));
  if (reasons.length > 0 && own.every((reason) => somebodyWasFirst.test(reason))) return 'moved';
  if (reasons.length > 0 && before !== null) {
    const now = await listRemote(git, remote);
    if ((commits.has(ledgerRef) && now.ledger !== before.ledger) || (commits.has(keepRef) && now.keep !== before.keep)) return 'moved';
  }
  throw unreachable(remote, own[0] ?? stderr, reasons.length > 0);
}

/** What git says, here or there, where a ref was not what the push took it for. */
const somebodyWasFirst = /fetch first|non-fast-forward|needs force|stale info|failed to update ref|cannot lock ref|incorrect old value|reference already exists|failed to lock|remote ref updated since checkout/i;

/** The failure where a remote cannot be asked, or does not take what it is sent. */
export function unreachable(remote: Remote, said: string, refused = false): Failure {
  const noun = remote.noun ?? 'the ledger';
  const what = refused ? `\`${remote.shown}\` does not take ${remote.noun === undefined ? noun : 'what the witness writes'}` : `${noun} at \`${remote.shown}\` cannot be reached`;
  return new Failure('ledger-unreachable', 'environment', `${what}: ${lastLine(said)}`, [
    refused ? 'whoever keeps that repository must let you push to refs/countersign/*' : 'see whether you are online and may read it: git ls-remote ' + remote.shown,
    ...(remote.noun === undefined ? ['countersign ledger push sends what waits here once that is mended'] : []),
  ]);
}

/** The line of a complaint that says what is wrong. */
function lastLine(said: string): string {
  const lines = said.split('\n').map((line) => line.replace(/^(?:remote: )?(?:fatal|error|ERROR): /, '').trim()).filter((line) => line !== '');
  const telling = said.split('\n').findLast((line) => /^(?:remote: )?(?:fatal|ERROR|error): /.test(line) && !/Could not read from remote|failed to push some refs/.test(line));
  const line = telling?.replace(/^(?:remote: )?(?:fatal|error|ERROR): /, '').trim() ?? lines[0] ?? 'git gave no reason';
  // A URL may hold a password.
  return line.replace(/([a-z+]+:\/\/)[^/@\s']*@/gi, '$1');
}
