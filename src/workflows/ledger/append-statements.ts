import { openEnvelope } from '../../core/attestation/index.ts';
import { Failure } from '../../core/values/index.ts';
import type { LedgerItem, LedgerStore, LedgerTip, PendingItem, Ports } from '../ports/index.ts';
import { Counters } from './reading/counters.ts';
import { findRecorded, wordOf } from './appending/find-recorded.ts';
import { type Drafted, planEntries } from './appending/plan-entries.ts';
import { type LedgerEnd, readEnd } from './appending/read-end.ts';
import { readLedger } from './read-ledger.ts';

/** What became of statements that are in the ledger now. */
export interface AppendedStatements {
  /** The entry of each item, in the order given; that of an earlier append where it was there already. */
  readonly entries: readonly number[];
  /** Entries of the ledger afterwards, and its root, 64 hex digits. */
  readonly size: number;
  readonly root: string;
  /** How many others that had waited here were recorded along with them. */
  readonly alsoSent: number;
  /** Files of the pending folder that hold nothing that can be sent. */
  readonly unreadable: readonly string[];
}

/** Tries before giving up; with the pauses of `yieldTurn`, about half a minute of being overtaken all the time. */
const tries = 60;

/** Entries of one append at most: what is more goes into the next one. */
const batchSize = 256;

/**
 * Records statements, and whatever else waits here, as one append; again on the new tip where somebody was first.
 * Before anything is tried they are kept on the disk, and are forgotten when the ledger has them: neither a crash nor
 * a missing network loses what somebody has signed. A statement that is recorded already is not recorded twice.
 * With no items, sends what waits. Throws `ledger-unreachable`, `ledger-behind`, `ledger-inconsistent`, and `key-unusable`
 * where the counter of a key has gone backwards: readers would refuse the entry.
 */
export async function appendStatements({ ledger, cryptography }: Pick<Ports, 'ledger' | 'cryptography'>, items: readonly LedgerItem[]): Promise<AppendedStatements> {
  const drafted = items.map((item) => draft(item, cryptography));
  await ledger.pending.keep(items);
  const ids = new Set(drafted.map(({ envelope }) => envelope));
  const done = new Map<string, number>();
  const left = new Set<string>();
  let alsoSent = 0;
  try {
    for (;;) {
      const { items: waiting, unreadable } = await ledger.pending.list();
      const others = waiting.filter(({ id }) => !ids.has(id) && !left.has(id)).flatMap((item) => readable(item, cryptography));
      const own = distinct(drafted.filter((one) => !done.has(wordOf(one)))).slice(0, batchSize);
      // What has waited longer goes first, as far as that leaves room for ours.
      const batch = distinct([...others.slice(0, batchSize - own.length), ...own]);
      const { entries, end, behind } = await appendBatch({ ledger, cryptography }, batch, own);
      for (const [word, entry] of entries) done.set(word, entry);
      for (const { envelope } of behind) left.add(envelope);
      const sent = [...others, ...drafted].filter((one) => entries.has(wordOf(one)));
      alsoSent += sent.filter(({ envelope }) => !ids.has(envelope)).length;
      await ledger.pending.forget(sent.map(({ envelope }) => envelope));
      const unbelieved = drafted.filter(({ envelope }) => left.has(envelope));
      if (unbelieved.length > 0) throw await copied(ledger, unbelieved);
      const over = drafted.every((one) => done.has(wordOf(one))) && (items.length > 0 || others.length <= batchSize);
      if (over) return { entries: drafted.map((one) => done.get(wordOf(one))!), size: end.checkpoint?.size ?? 0, root: end.root, alsoSent, unreadable };
    }
  } catch (error) {
    if (!(error instanceof Failure) || items.length === 0 || error.code === 'key-unusable') throw error;
    const waits = items.length === 1 ? 'what was signed waits here and is not lost' : `the ${items.length} statements signed wait here and are not lost`;
    throw new Failure(error.code, error.kind, `${error.message}; ${waits}`, [...error.hints.filter((hint) => !hint.startsWith(sends)), `${sends} sends what waits`], error.at);
  }
}

/** The same statement by the same key is one entry, also where it was signed twice. */
function distinct(entries: readonly Drafted[]): Drafted[] {
  const seen = new Set<string>();
  return entries.filter((one) => !seen.has(wordOf(one)) && seen.add(wordOf(one)));
}

const sends = 'countersign ledger push';

/** Nobody would believe these words as entries, so they are none, and wait for nothing. */
async function copied(ledger: LedgerStore, words: readonly Drafted[]): Promise<Failure> {
  await ledger.pending.forget(words.map(({ envelope }) => envelope));
  return new Failure('key-unusable', 'user', `what the key ${words[0]!.key} signs now counts for nothing: its counter is not above the one it last signed with here, so the key may have been copied; nothing was recorded`, [
    'countersign ledger show says what was signed with it',
    'sign with another key of yours: --key FILE, and take this one away: countersign people revoke',
  ]);
}

/** Appends one batch, however often it takes. Should the others in it be in the way, our own go alone. */
async function appendBatch(ports: Pick<Ports, 'ledger' | 'cryptography'>, batch: readonly Drafted[], own: readonly Drafted[]): Promise<{ entries: ReadonlyMap<string, number>; end: LedgerEnd; behind: readonly Drafted[] }> {
  const { ledger, cryptography } = ports;
  const hash = (data: Uint8Array) => cryptography.sha256(data);
  const known = new Map<string, number>();
  let searched = 0;
  let wanted = batch;
  for (let attempt = 0; attempt < tries; attempt++) {
    if (attempt > 0) await ledger.yieldTurn(attempt);
    if (!ledger.fresh) await ledger.refresh();
    const tip = await ledger.tip();
    const end = await readEnd(ledger, tip, hash);
    for (const [word, entry] of await findRecorded(ledger, tip, end, searched, new Set(wanted.map(wordOf)), cryptography)) known.set(word, entry);
    searched = end.checkpoint?.size ?? 0;
    const asked = wanted.filter((one) => !known.has(wordOf(one)));
    const behind = await behindTheirCounter(ports, asked);
    const fresh = asked.filter((one) => !behind.includes(one));
    if (fresh.length === 0) return { entries: known, end, behind };
    const plan = planEntries(hash, end, fresh);
    const keep = [...new Set(fresh.flatMap((each) => each.keep))];
    try {
      if (await append(ledger, tip, plan.files, keep, fresh.length)) {
        fresh.forEach((one, index) => known.set(wordOf(one), searched + index));
        // A pin that cannot be written catches less; it does not undo what is recorded.
        await ledger.pin(plan.end.checkpoint!).catch(() => undefined);
        return { entries: known, end: plan.end, behind };
      }
    } catch (error) {
      if (!(error instanceof Failure) || error.code === 'ledger-unreachable' || wanted.length === own.length || own.length === 0) throw error;
      wanted = own;
    }
  }
  throw new Failure('ledger-unreachable', 'environment', `somebody else was first ${tries} times while this was being added to ${ledger.place}`, ['try again when fewer write at once; if nobody does, a git that was ended there may have left a file `refs/countersign/ledger.lock`']);
}

/** Those that readers would refuse for the counter of their key, held against the ledger as it stands. */
async function behindTheirCounter({ ledger, cryptography }: Pick<Ports, 'ledger' | 'cryptography'>, asked: readonly Drafted[]): Promise<readonly Drafted[]> {
  if (asked.every(({ said }) => said.signature.counter === null)) return [];
  const counters = new Counters();
  for (const one of (await readLedger(ledger, cryptography)).recorded) counters.take(one);
  return asked.filter(({ said }) => counters.take(said) !== null);
}

async function append(ledger: LedgerStore, tip: LedgerTip | null, files: ReadonlyMap<string, Uint8Array | null>, keep: readonly string[], count: number): Promise<boolean> {
  return (await ledger.append(tip, files, keep, count === 1 ? 'Append 1 entry' : `Append ${count} entries`)).outcome === 'appended';
}

/** What the ledger needs to know of an envelope; throws where its signature does not hold. */
function draft(item: LedgerItem, cryptography: Ports['cryptography']): Drafted {
  const opened = openEnvelope(item.envelope, cryptography);
  if (!opened.ok) throw new Failure('signing-failed', 'user', `what should be recorded is no statement to believe: ${opened.refusal.sentence}`, ['sign again']);
  const { statement, payloadSha256, envelopeSha256, signature } = opened.value;
  return {
    ...item,
    kind: statement.name,
    payload: payloadSha256,
    envelope: envelopeSha256,
    bytes: item.envelope,
    key: signature.fingerprint,
    repository: statement.predicate.repository,
    said: { statement, signature },
  };
}

/** What waits and cannot be believed stays where it is: another version of the program may know it. */
function readable(item: PendingItem, cryptography: Ports['cryptography']): Drafted[] {
  try {
    return [draft(item, cryptography)];
  } catch (error) {
    if (error instanceof Failure) return [];
    throw error;
  }
}
