import { setTimeout } from 'node:timers/promises';
import { Failure, type Instant } from '../../core/values/index.ts';
import type { Appended, LedgerCommit, LedgerFiles, LedgerGit, LedgerStore, LedgerTip, RefUpdate, RemoteState } from '../../workflows/ports/index.ts';
import { commitStream } from './commit-stream.ts';
import { keepRef, ledgerRef } from './ledger-refs.ts';
import { openKeptNotes } from './kept-notes.ts';
import { openPendingFolder } from './pending-folder.ts';
import { PinFile } from './pins.ts';
import { fetchFrom, findRemotes, listRemote, pushTo, type Remote, type RemoteRefs, type Remotes } from './remote.ts';

/** What keeping a ledger takes besides git. */
export interface LedgerOptions {
  /** Seconds since 1970, for the commits that hold the entries. A claim like any other: no gate reads it. */
  readonly now: () => Instant;
}

/** Waits at most so long after somebody else was first; milliseconds. */
const longestPause = 6000;

/** The ledger of one repository. */
export function openLedgerStore(git: LedgerGit, { now }: LedgerOptions): LedgerStore {
  return new GitLedger(git, now);
}

class GitLedger implements LedgerStore {
  readonly #git: LedgerGit;
  readonly #now: () => Instant;
  readonly #pins: PinFile;
  readonly pending;
  readonly cosigned;
  /** Read before the refs: who else appends here meanwhile pins what only the next look at them shows. */
  #pinned: ReturnType<PinFile['checkpoint']>;
  #remotes: Remotes | null = null;
  /** What the remotes had when last asked; `null`: not asked yet. */
  #there: RemoteRefs | null = null;
  /** The newest commit that a remote took from us, to be pinned along with the checkpoint. */
  #sent: Readonly<Record<string, string>> = {};
  /** Whether the refs may have moved since they were first seen. */
  #moved = false;
  /** Our two refs as the last refresh or append left them; `null`: to be asked again. */
  #here: RemoteRefs | null = null;
  #fresh = false;
  /** When the try under way began, how long the last refresh took, and how long the last try; milliseconds. */
  #began = 0;
  #asking = 0;
  #took = 100;

  constructor(git: LedgerGit, now: () => Instant) {
    this.#git = git;
    this.#now = now;
    this.#pins = new PinFile(git.location.commonDir);
    this.#pinned = this.#readPin();
    this.pending = openPendingFolder(git.location.commonDir);
    this.cosigned = openKeptNotes(git.location.commonDir);
  }

  get place(): string {
    const remote = this.#remotes?.ledger;
    return remote === undefined || remote === null ? ledgerRef : `${ledgerRef} of ${remote.shown}`;
  }

  get fresh(): boolean {
    return this.#fresh;
  }

  async tip(): Promise<LedgerTip | null> {
    if (!this.#moved && !(await this.#git.seenRefs([ledgerRef])).has(ledgerRef)) return null;
    const { ledger } = this.#here ?? (await this.#own());
    return ledger === null ? null : { commit: ledger };
  }

  read(tip: LedgerTip, paths: readonly string[]): Promise<readonly (Uint8Array | null)[]> {
    return this.#git.files(tip.commit, paths);
  }

  files(tip: LedgerTip): Promise<readonly string[]> {
    return this.#git.paths(tip.commit);
  }

  history(tip: LedgerTip): Promise<readonly LedgerCommit[]> {
    return this.#git.history(tip.commit);
  }

  async refresh(): Promise<void> {
    this.#moved = true;
    this.#fresh = false;
    this.#here = null;
    this.#began = performance.now();
    this.#pinned = this.#readPin();
    const [remotes] = await Promise.all([this.#findRemotes(), this.#pinned]);
    const seen = await this.#seenAt(remotes);
    const [there, here] = await Promise.all([this.#list(remotes), this.#own()]);
    const { ledger, keep } = here;
    await this.#bring(remotes, there, { ledger, keep });
    if (remotes.ledger !== null) await this.#mustContain(seen, remotes.ledger, there.ledger);
    const updates: RefUpdate[] = [];
    for (const [ref, here, found] of [[ledgerRef, ledger, there.ledger], [keepRef, keep, there.keep]] as const) {
      if (found === null || found === here) continue;
      if (here === null || (await this.#git.isAncestor(here, found))) updates.push({ ref, before: here, after: found });
      else if (ref === ledgerRef && !(await this.#git.isAncestor(found, here))) throw forked(remotes.ledger!);
    }
    const updated = updates.length === 0 || (await this.#update(updates, 'countersign: what the remote has'));
    const now = new Map(updates.map(({ ref, after }) => [ref, after]));
    // Where somebody else moved them meanwhile, they are asked again.
    this.#here = updated ? { ledger: now.get(ledgerRef) ?? ledger, keep: now.get(keepRef) ?? keep } : null;
    this.#there = there;
    if (remotes.ledger !== null && there.ledger !== null && seen !== there.ledger) await this.#pins.see(remotes.ledger.key, seen, there.ledger);
    this.#fresh = this.#here !== null;
    this.#asking = performance.now() - this.#began;
  }

  async append(tip: LedgerTip | null, files: LedgerFiles, keep: readonly string[], message: string): Promise<Appended> {
    if (this.#git.quarantined) throw quarantined();
    this.#moved = true;
    this.#fresh = false;
    // However long somebody took to sign what they were shown, it is no part of the try.
    this.#began = performance.now() - this.#asking;
    const remotes = await this.#findRemotes();
    const remote = remotes.ledger ?? remotes.keep;
    if (remote !== null && this.#there === null) await this.refresh();
    const before = this.#here ?? (await this.#own());
    this.#here = null;
    if (before.ledger !== (tip?.commit ?? null)) return { outcome: 'moved' };
    const keepBefore = before.keep;
    const link = await this.#link(keepBefore, keep);
    const stream = commitStream({ tip: tip?.commit ?? null, files, keep: link, message, at: this.#now() });
    const [ledgerId, keepId] = (await this.#git.importObjects(stream)).split('\n');
    if (!/^[0-9a-f]{40,64}$/.test(ledgerId ?? '')) throw new Failure('internal', 'internal', 'git fast-import gave no commit');
    const keptAfter = link === null ? keepBefore : keepId!;
    if (remotes.keep !== null || remotes.ledger !== null) {
      if ((await this.#send(remotes, ledgerId!, keptAfter)) === 'moved') {
        this.#there = null;
        return this.#overtaken();
      }
    }
    const updates: RefUpdate[] = [{ ref: ledgerRef, before: tip?.commit ?? null, after: ledgerId! }];
    if (link !== null) updates.push({ ref: keepRef, before: keepBefore, after: keepId! });
    const updated = this.#update(updates, message);
    // Where a remote has it, that this repository learns of it now or by the next fetch changes nothing.
    const noted = remotes.ledger === null ? await updated : await updated.catch(() => false);
    if (noted) this.#here = { ledger: ledgerId!, keep: keptAfter };
    if (remotes.ledger === null) return noted ? { outcome: 'appended', tip: { commit: ledgerId! } } : this.#overtaken();
    this.#there = { ledger: ledgerId!, keep: remotes.keep === null ? null : keptAfter };
    this.#sent = { [remotes.ledger.key]: ledgerId! };
    return { outcome: 'appended', tip: { commit: ledgerId! } };
  }

  async send(): Promise<'sent' | 'nothing'> {
    if (this.#git.quarantined) throw quarantined();
    this.#moved = true;
    this.#fresh = false;
    this.#here = null;
    const remotes = await this.#findRemotes();
    const { ledger, keep } = await this.#own();
    if (remotes.ledger === null || ledger === null) return 'nothing';
    const seen = await this.#seenAt(remotes);
    const there = await this.#list(remotes);
    if (there.ledger === ledger && (there.keep === keep || remotes.keep === null)) return 'nothing';
    await this.#bring(remotes, there, { ledger, keep });
    if (there.ledger !== null && !(await this.#git.isAncestor(there.ledger, ledger))) {
      if (await this.#git.isAncestor(ledger, there.ledger)) return 'nothing';
      throw forked(remotes.ledger);
    }
    const joined = keep !== null && there.keep !== null && !(await this.#git.isAncestor(there.keep, keep)) ? there.keep : keep;
    this.#there = there;
    if ((await this.#send(remotes, ledger, joined)) === 'moved') {
      throw new Failure('ledger-unreachable', 'environment', `the ledger at \`${remotes.ledger.shown}\` moved meanwhile`, ['run the same command again']);
    }
    await this.#pins.see(remotes.ledger.key, seen, ledger);
    return 'sent';
  }

  async remoteState(): Promise<RemoteState | null> {
    const remotes = await this.#findRemotes();
    if (remotes.ledger === null) return null;
    const { shown: remote, fetched } = remotes.ledger;
    const seen = await this.#seenAt(remotes);
    const [{ ledger: here }, there] = await Promise.all([
      this.#own(),
      this.#list(remotes).then(({ ledger }) => ({ ledger, why: null }), (error: unknown) => ({ ledger: null, why: (error as Error).message })),
    ]);
    const relation = there.why === null ? await this.#relation(here, there.ledger, seen) : 'unreachable';
    return { remote, relation, why: there.why, fetched };
  }

  async configureFetch(): Promise<string | null> {
    const remote = (await this.#findRemotes()).ledger;
    if (remote === null || !remote.named || remote.fetched) return null;
    // Without `+`: what was rolled back or rewritten there is refused, not taken.
    const line = [`remote.${remote.git}.fetch`, 'refs/countersign/*:refs/countersign/*'] as const;
    const { code, stderr } = await this.#git.user(['config', '--local', '--add', ...line]);
    if (code !== 0) throw new Failure('file-unwritable', 'environment', `git config failed: ${stderr.trim().split('\n')[0]}`, [`git config --add ${line[0]} '${line[1]}'`]);
    this.#remotes = null;
    return line.join('=');
  }

  pinned() {
    return this.#pinned;
  }

  async pin(checkpoint: Parameters<LedgerStore['pin']>[0]): Promise<void> {
    await this.#pins.pin(checkpoint, this.#sent);
    this.#pinned = this.#readPin();
  }

  async yieldTurn(attempt: number): Promise<void> {
    // Chance keeps two from meeting again, and a shrinking window lets the one go first that has waited longest.
    await setTimeout(Math.random() * Math.min(longestPause, this.#took * Math.max(1, 8 - attempt)));
  }

  #overtaken(): Appended {
    this.#took = performance.now() - this.#began;
    return { outcome: 'moved' };
  }

  /** Whoever asks for it hears of a damaged one. */
  #readPin(): ReturnType<PinFile['checkpoint']> {
    const pin = this.#pins.checkpoint();
    pin.catch(() => undefined);
    return pin;
  }

  async #findRemotes(): Promise<Remotes> {
    return (this.#remotes ??= await findRemotes(this.#git));
  }

  async #list({ ledger, keep }: Remotes): Promise<RemoteRefs> {
    if (ledger === keep && ledger !== null) return listRemote(this.#git, ledger);
    const [a, b] = await Promise.all([ledger, keep].map((remote) => (remote === null ? null : listRemote(this.#git, remote))));
    return { ledger: a?.ledger ?? null, keep: b?.keep ?? null };
  }

  /** Fetches what the remotes have and the refs here do not name. Whether a commit is here says nothing of its trees. */
  async #bring(remotes: Remotes, there: RemoteRefs, here: RemoteRefs): Promise<void> {
    const wanted = new Map<Remote, string[]>();
    const want = (remote: Remote | null, ref: string, found: string | null, own: string | null) => {
      if (remote !== null && found !== null && found !== own) wanted.set(remote, [...(wanted.get(remote) ?? []), ref]);
    };
    want(remotes.ledger, ledgerRef, there.ledger, here.ledger);
    want(remotes.keep, keepRef, there.keep, here.keep);
    for (const [remote, refs] of wanted) await fetchFrom(this.#git, remote, refs);
    const missing = await this.#git.missing([there.ledger, there.keep].filter((id) => id !== null));
    if (missing.length > 0) {
      throw new Failure('ledger-unreachable', 'environment', `the ledger at \`${(remotes.ledger ?? remotes.keep)!.shown}\` moved while it was fetched`, ['run the same command again']);
    }
  }

  async #relation(here: string | null, there: string | null, seen: string | null): Promise<RemoteState['relation']> {
    const within = async (older: string, newer: string) =>
      older === newer || ((await this.#git.missing([older, newer])).length === 0 && (await this.#git.isAncestor(older, newer)));
    if (there === null) return seen !== null ? 'lost' : here === null ? 'none' : 'not-there';
    if (seen !== null && seen !== there && (await within(there, seen))) return 'lost';
    if (here === null) return 'not-here';
    if (here === there) return 'same';
    return (await within(there, here)) ? 'here-newer' : 'there-newer';
  }

  /** What the remote had when it was last asked; to be read before it is asked again, for others here note what they see. */
  async #seenAt({ ledger }: Remotes): Promise<string | null> {
    return ledger === null ? null : this.#pins.seenAt(ledger.key);
  }

  /** A remote that lost what it had once is not believed. */
  async #mustContain(seen: string | null, remote: Remote, found: string | null): Promise<void> {
    if (seen === null || seen === found) return;
    const mends = ['countersign ledger push puts back what is here', `if that was meant, remove \`${this.#pins.path}\`: what is there now is pinned again`];
    if (found === null) throw new Failure('ledger-behind', 'environment', `\`${remote.shown}\` has no ledger any more, and had one when it was last seen`, mends);
    const isHere = (await this.#git.missing([seen])).length === 0;
    if (isHere && (await this.#git.isAncestor(seen, found))) return;
    if (isHere && (await this.#git.isAncestor(found, seen))) {
      throw new Failure('ledger-behind', 'environment', `the ledger at \`${remote.shown}\` lacks entries that it had when it was last seen: it was rolled back`, mends);
    }
    throw new Failure('ledger-inconsistent', 'environment', `the ledger at \`${remote.shown}\` is not the one that was seen there: its history was rewritten`, [
      'countersign ledger audit says which entries differ',
      mends[1]!,
    ]);
  }

  /** The parents of the next link; `null` where nothing new is to be kept. */
  async #link(here: string | null, heads: readonly string[]): Promise<string[] | null> {
    const missing = await this.#git.missing(heads);
    if (missing[0] !== undefined) {
      throw new Failure('object-missing', 'environment', `the commit ${missing[0]}, which is to be kept, is not in this repository`, ['fetch it first']);
    }
    // Another chain of the remote's, begun before the two met, becomes part of this one.
    const there = this.#there?.keep ?? null;
    const apart = there !== null && there !== here && (here === null || !(await this.#git.isAncestor(there, here)));
    const previous = [...(here === null ? [] : [here]), ...(apart ? [there] : [])];
    const added = [...new Set(heads)].filter((head) => !previous.includes(head));
    return added.length === 0 && !apart ? null : [...previous, ...added];
  }

  /** What is kept goes first where it goes elsewhere: an entry must never speak of commits that nobody has. */
  async #send(remotes: Remotes, ledger: string, keep: string | null): Promise<'sent' | 'moved'> {
    const kept: [string, string][] = keep === null || keep === this.#there?.keep ? [] : [[keepRef, keep]];
    if (remotes.ledger !== null && remotes.ledger === remotes.keep) return pushTo(this.#git, remotes.ledger, new Map([[ledgerRef, ledger], ...kept]), this.#there);
    if (remotes.keep !== null && kept.length > 0 && (await pushTo(this.#git, remotes.keep, new Map(kept), this.#there)) === 'moved') return 'moved';
    return remotes.ledger === null ? 'sent' : pushTo(this.#git, remotes.ledger, new Map([[ledgerRef, ledger]]), this.#there);
  }

  /** The ids our two refs hold; throws where one is something that an append would wreck. */
  async #own(): Promise<RemoteRefs> {
    const states = await this.#git.refs([ledgerRef, keepRef]);
    const [ledger = null, keep = null] = [ledgerRef, keepRef].map((ref) => {
      const state = states.get(ref);
      if (state === undefined) return null;
      if (state.symbolic !== null) throw noLedger(ref, `stands for \`${state.symbolic}\``);
      if (state.type !== 'commit') throw noLedger(ref, `names a ${state.type}`);
      return state.id;
    });
    return { ledger, keep };
  }

  async #update(updates: readonly RefUpdate[], message: string): Promise<boolean> {
    for (let tries = 0; ; tries++) {
      const outcome = await this.#git.updateRefs(updates, message);
      if (outcome !== 'locked') return outcome === 'done';
      if (tries === 40) {
        throw new Failure('git-failed', 'environment', `\`${ledgerRef}\` or \`${keepRef}\` is locked in \`${this.#git.location.commonDir}\`: a git is writing, or was ended while writing`, [
          'if no git runs there, remove the `.lock` files beside the two refs',
        ]);
      }
      await setTimeout(50);
    }
  }
}

function noLedger(ref: string, what: string): Failure {
  return new Failure('ledger-inconsistent', 'environment', `\`${ref}\` is no ledger: it ${what}`, [`see what made it; git update-ref --no-deref -d ${ref} takes it away`]);
}

function forked(remote: Remote): Failure {
  return new Failure('ledger-inconsistent', 'environment', `the ledger here and the one at \`${remote.shown}\` have different entries after the same beginning, or none in common`, [
    'countersign ledger audit says where they part',
    `to go on with theirs: git update-ref -d ${ledgerRef}`,
  ]);
}

function quarantined(): Failure {
  return new Failure('ledger-unreachable', 'environment', 'nothing can be added to the ledger while a push is being received: git forbids it', ['add it in post-receive']);
}
