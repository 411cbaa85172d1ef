import type { Cryptography } from '../../../core/attestation/index.ts';
import { type CosignedCheckpoint, type CosignedStanding, openCosigned, standingOf, toHex } from '../../../core/ledger/index.ts';
import { Failure, formatInstant } from '../../../core/values/index.ts';
import type { KeptNotes, Witnessing, WitnessStore } from '../../ports/index.ts';
import { checkerOfNotes, cosignedPath } from './cosignatures.ts';
import type { Trust, TrustedWitness } from './trusted-witnesses.ts';

/** What one witness says of a ledger. */
export interface WitnessReport {
  /** The name of its key. */
  readonly witness: string;
  /** Where it was asked, or `here` for what was seen of it before. */
  readonly place: string;
  /** `bad`: what stands there in its name it did not sign; `silent`: it has cosigned nothing of this ledger. */
  readonly standing: CosignedStanding | 'bad' | 'silent' | 'unreachable';
  readonly cosigned: CosignedCheckpoint | null;
  /** Without a full stop. */
  readonly sentence: string;
}

/** A ledger as far as witnesses saw it; `origin` `null`: there is none, or it has no checkpoint that can be read. */
export interface WitnessedView {
  readonly origin: string | null;
  readonly size: number;
  rootAt(size: number): string | null;
}

/** What all of them say, and what of it contradicts the ledger. */
export interface AskedWitnesses {
  readonly reports: readonly WitnessReport[];
  readonly failures: readonly { readonly code: 'rollback' | 'fork' | 'split-view' | 'cosignature-bad'; readonly sentence: string; readonly entry: null }[];
}

export type AskWitnesses = (ledger: WitnessedView) => Promise<AskedWitnesses>;

/** What asking takes. */
export interface Asking {
  readonly trust: Trust;
  readonly open: Witnessing['openWitness'];
  readonly cryptography: Cryptography;
  /** What was seen before: a place that forgets is not believed over it. `null`: nothing is remembered. */
  readonly kept: KeptNotes | null;
  /** The user named the places: one that cannot be reached is a failure then. */
  readonly named: boolean;
}

/** Asks every witness at each of its places, holds what they say against the ledger, and remembers what agrees. */
export function witnessAsker({ trust, open, cryptography, kept, named }: Asking): AskWitnesses {
  return async (ledger) => {
    const origins = [...new Set([ledger.origin, trust.origin].filter((origin) => origin !== null))];
    const stores = new Map<string, Promise<WitnessStore>>();
    const openOnce = (place: string) => stores.get(place) ?? stores.set(place, open(place)).get(place)!;
    const before = await (kept?.read() ?? new Map<string, Uint8Array>());
    const found: WitnessReport[] = [];
    for (const witness of trust.witnesses) {
      const note = before.get(witness.vkey);
      const seen = note === undefined ? [] : [judged(witness, 'seen here before', note, ledger, cryptography)];
      found.push(...seen.filter(({ standing }) => standing !== 'bad'));
      for (const place of witness.repositories) found.push(...(await askAt(await openOnce(place).catch(unreached(named)), place, witness)));
    }
    // One that agreed here and forgets meanwhile is told by what was seen before; where both agree, the newer says all.
    const reports = found.filter((one) => !found.some((other) => other !== one && other.witness === one.witness && other.standing === one.standing && newer(other, one, found)));
    await kept?.keep(new Map(trust.witnesses.flatMap(({ vkey, key }) => {
      const best = reports.findLast(({ witness, standing }) => witness === key.name && standing === 'agrees')?.cosigned;
      return best === undefined || best === null ? [] : [[vkey, best.note] as const];
    })));
    return { reports, failures: failuresOf(reports, ledger) };

    async function askAt(store: WitnessStore | Failure, place: string, witness: TrustedWitness): Promise<WitnessReport[]> {
      const lost = (error: Failure): WitnessReport[] => [{ witness: witness.key.name, place, standing: 'unreachable', cosigned: null, sentence: `\`${witness.key.name}\` could not be asked: ${error.message}` }];
      if (store instanceof Failure) return lost(store);
      try {
        const tip = await store.tip();
        const notes = tip === null ? [] : (await store.read(tip, origins.map((origin) => cosignedPath(cryptography, origin, witness.key)))).filter((note) => note !== null);
        if (notes.length === 0) return [{ witness: witness.key.name, place: store.place, standing: 'silent', cosigned: null, sentence: `\`${witness.key.name}\` has cosigned nothing of this ledger, at ${store.place}` }];
        return notes.map((note) => judged(witness, store.place, note, ledger, cryptography));
      } catch (error) {
        const failure = unreached(named)(error);
        return lost(failure);
      }
    }
  };
}

/** What cannot be reached says nothing; where the user named it, that is no audit. */
function unreached(named: boolean): (error: unknown) => Failure {
  return (error) => {
    if (!(error instanceof Failure) || error.kind !== 'environment' || named) throw error;
    return error;
  };
}

function newer(other: WitnessReport, one: WitnessReport, all: readonly WitnessReport[]): boolean {
  const [a, b] = [other.cosigned, one.cosigned];
  if (a === null || b === null) return false;
  if (a.checkpoint.size !== b.checkpoint.size) return a.checkpoint.size > b.checkpoint.size;
  return a.signedAt === b.signedAt ? all.indexOf(other) > all.indexOf(one) : a.signedAt > b.signedAt;
}

function judged({ key }: TrustedWitness, place: string, note: Uint8Array, ledger: WitnessedView, cryptography: Cryptography): WitnessReport {
  const opened = openCosigned(checkerOfNotes(cryptography), note, key);
  const told = { witness: key.name, place };
  if (!opened.ok) return { ...told, standing: 'bad', cosigned: null, sentence: `what stands for \`${key.name}\` at ${place} it did not sign: ${opened.sentence}` };
  const cosigned = opened.value;
  const { checkpoint: { origin, size, root }, signedAt } = cosigned;
  const entries = size === 1 ? '1 entry' : `${size} entries`;
  const saw = `\`${key.name}\` cosigned ${entries} at ${formatInstant(signedAt)}`;
  if (ledger.origin === null) return { ...told, standing: 'rollback', cosigned, sentence: `${saw}, and no ledger is here: it was not fetched, or was taken away` };
  const standing = standingOf(cosigned, { ...ledger, origin: ledger.origin });
  const sentence = {
    agrees: `${saw}, and they are the first ${size} here`,
    rollback: `${saw}, and ${ledger.size === 0 ? 'none is' : ledger.size === 1 ? 'only 1 is' : `only ${ledger.size} are`} here: they were not fetched, or were taken away`,
    fork: origin === ledger.origin ? `${saw} with the root ${toHex(root).slice(0, 12)}, and the first ${size} of the ${ledger.size} here have another: ${ledger.rootAt(size)?.slice(0, 12)}` : `${saw} of \`${origin}\`, and this is the ledger \`${ledger.origin}\``,
  }[standing];
  return { ...told, standing, cosigned, sentence };
}

/** A fork that another witness knows nothing of is two ledgers shown to two people. */
function failuresOf(reports: readonly WitnessReport[], ledger: WitnessedView): AskedWitnesses['failures'] {
  const agrees = reports.find(({ standing }) => standing === 'agrees');
  return reports.flatMap(({ witness, standing, sentence }): AskedWitnesses['failures'] => {
    if (standing === 'bad') return [{ code: 'cosignature-bad', sentence, entry: null }];
    if (standing === 'rollback') return [{ code: 'rollback', sentence, entry: null }];
    if (standing !== 'fork') return [];
    if (agrees === undefined || agrees.witness === witness || ledger.origin === null) return [{ code: 'fork', sentence, entry: null }];
    return [{ code: 'split-view', sentence: `${sentence}; but ${agrees.sentence}: two ledgers are shown`, entry: null }];
  });
}
