import { createHash } from 'node:crypto';
import { nodeCryptography } from '../../src/adapters/signing/index.ts';
import { openEnvelope, pae, type Statement, type StatementOf, writeEnvelope, writeStatement } from '../../src/core/attestation/index.ts';
import { changePath, type Checkpoint, edgeFiles, emptyRoot, envelopePath, planAppend, toHex, writeLeaf } from '../../src/core/ledger/index.ts';
import { encodeUtf8 } from '../../src/core/values/index.ts';
import type { Appended, KeptNotes, LedgerCommit, LedgerFiles, LedgerStore, LedgerTip, PendingItems } from '../../src/workflows/ports/index.ts';
import { type SoftSecurityKey, softSecurityKey, someSignOff } from '../keys/index.ts';
import { newStatement } from '../../src/core/attestation/index.ts';

const hash = nodeCryptography.sha256;

/** Signature checks, for tests that may not know an adapter. */
export const cryptography = nodeCryptography;

/** SHA-256 as the ports have it. */
export const sha256 = (chunks: Iterable<Uint8Array | string>): string => {
  const digest = createHash('sha256');
  for (const chunk of chunks) digest.update(chunk);
  return digest.digest('hex');
};

/** A ledger in memory, whose files and commits a test may change as only an attacker would. */
export class MemoryLedger implements LedgerStore {
  readonly place = 'refs/countersign/ledger';
  /** Oldest first; the last one is the tip. */
  readonly commits: { readonly commit: string; parents: readonly string[]; files: Map<string, Uint8Array> }[] = [];
  pin_: Checkpoint | null = null;
  readonly cosigned_ = new Map<string, Uint8Array>();
  readonly cosigned: KeptNotes = { read: async () => this.cosigned_, keep: async (notes) => void notes.forEach((note, witness) => this.cosigned_.set(witness, note)) };
  readonly pending: PendingItems = { list: async () => ({ items: [], unreadable: [] }), keep: async () => {}, forget: async () => {} };

  /** Files of the tip. */
  get now(): Map<string, Uint8Array> {
    return this.commits.at(-1)?.files ?? new Map<string, Uint8Array>();
  }

  readonly fresh = true;
  async refresh(): Promise<void> {}
  async yieldTurn(): Promise<void> {}

  async send(): Promise<'nothing'> {
    return 'nothing';
  }

  async tip(): Promise<LedgerTip | null> {
    const last = this.commits.at(-1);
    return last === undefined ? null : { commit: last.commit };
  }

  async read({ commit }: LedgerTip, paths: readonly string[]): Promise<readonly (Uint8Array | null)[]> {
    const files = this.commits.find((one) => one.commit === commit)!.files;
    return paths.map((path) => files.get(path) ?? null);
  }

  async files({ commit }: LedgerTip): Promise<readonly string[]> {
    return [...this.commits.find((one) => one.commit === commit)!.files.keys()];
  }

  async history(): Promise<readonly LedgerCommit[]> {
    return this.commits.map(({ commit, parents }) => ({ commit, parents })).toReversed();
  }

  async append(tip: LedgerTip | null, files: LedgerFiles): Promise<Appended> {
    if ((tip?.commit ?? null) !== (this.commits.at(-1)?.commit ?? null)) return { outcome: 'moved' };
    const after = new Map(this.now);
    for (const [path, bytes] of files) {
      if (bytes === null) after.delete(path);
      else after.set(path, bytes);
    }
    const commit = createHash('sha1').update(`${this.commits.length}`).digest('hex');
    this.commits.push({ commit, parents: tip === null ? [] : [tip.commit], files: after });
    return { outcome: 'appended', tip: { commit } };
  }

  remoteState(): Promise<null> {
    return Promise.resolve(null);
  }

  configureFetch(): Promise<null> {
    return Promise.resolve(null);
  }

  async pinned(): Promise<Checkpoint | null> {
    return this.pin_;
  }

  async pin(checkpoint: Checkpoint): Promise<void> {
    this.pin_ = checkpoint;
  }
}

/** What a test appends: an envelope as it is, with or without a list beside it. */
export interface Recorded {
  readonly envelope: Uint8Array;
  readonly entryList?: Uint8Array;
  /** Replaces members of the leaf: a leaf that lies. */
  readonly leaf?: Partial<Parameters<typeof writeLeaf>[0]>;
}

/** A ledger that grows as signers would make it grow, each having seen all that came before. */
export class GrowingLedger {
  readonly store = new MemoryLedger();
  readonly key: SoftSecurityKey = softSecurityKey();
  checkpoint: Checkpoint = { origin: `countersign/${someSignOff.repository}`, size: 0, root: emptyRoot(hash) };

  /** The envelope of a sign-off of `list`, signed now. */
  signOff(members: Partial<StatementOf<'sign-off'>['predicate']> = {}, list = encodeUtf8(`change ${this.checkpoint.size}`), key = this.key): Recorded {
    const { size, root } = this.checkpoint;
    const predicate = { ...someSignOff, nonce: toHex(hash(encodeUtf8(`${size}`))).slice(0, 32), change: { digest: toHex(hash(list)), entries: 1 }, ledger: size === 0 ? null : { size, root: toHex(root) }, ...members };
    return { envelope: envelopeOf(newStatement('sign-off', predicate), key), entryList: list };
  }

  /** Appends as one commit. */
  async record(...items: readonly Recorded[]): Promise<void> {
    const edge = new Map(edgeFiles(this.checkpoint.size).map(({ path }) => [path, this.store.now.get(path)!]));
    const plan = planAppend(hash, this.checkpoint, edge, items.map(leafOf));
    if (!plan.ok) throw new Error(plan.sentence);
    const files = new Map(plan.value.files);
    for (const [at, { envelope, entryList }] of items.entries()) {
      files.set(envelopePath(this.checkpoint.size + at), envelope);
      if (entryList !== undefined) files.set(changePath(toHex(hash(entryList))), entryList);
    }
    await this.store.append(await this.store.tip(), files);
    this.checkpoint = plan.value.checkpoint;
  }

  /** Appends so many sign-offs, `batch` to a commit. */
  async grow(count: number, batch = 1): Promise<this> {
    for (let left = count; left > 0; left -= batch) {
      await this.record(...Array.from({ length: Math.min(batch, left) }, (_, at) => this.signOff({ nonce: toHex(hash(encodeUtf8(`${this.checkpoint.size} ${at}`))).slice(0, 32) }, encodeUtf8(`change ${this.checkpoint.size + at}`))));
    }
    return this;
  }
}

/** A sign-off with the list of what it is of; `at` makes it another one. */
export function signOffOf(at: number, seen: { readonly size: number; readonly root: string } | null): { readonly statement: StatementOf<'sign-off'>; readonly list: Uint8Array; readonly digest: string } {
  const list = encodeUtf8(`change ${at}`);
  const digest = toHex(hash(list));
  const nonce = toHex(hash(encodeUtf8(`nonce ${at}`))).slice(0, 32);
  return { statement: newStatement('sign-off', { ...someSignOff, nonce, change: { digest, entries: 5 }, ledger: seen }), list, digest };
}

/** A signed statement as the ledger keeps it. */
export function envelopeOf(statement: Statement | StatementOf<'sign-off'>, key: { sign(message: Uint8Array): string }): Uint8Array {
  const payload = writeStatement(statement);
  return writeEnvelope(payload, key.sign(pae('application/vnd.in-toto+json', payload)));
}

function leafOf({ envelope, leaf }: Recorded): Uint8Array {
  const opened = openEnvelope(envelope, nodeCryptography);
  const nothing = { kind: 'sign-off', payload: '0'.repeat(64), key: `SHA256:${'0'.repeat(43)}`, repository: someSignOff.repository };
  const said = opened.ok ? { kind: opened.value.statement.name, payload: opened.value.payloadSha256, key: opened.value.signature.fingerprint, repository: opened.value.statement.predicate.repository } : nothing;
  return writeLeaf({ ...said, envelope: toHex(hash(envelope)), ...leaf });
}
