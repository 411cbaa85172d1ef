import type { Cryptography } from '../../../core/attestation/index.ts';
import { type CosignedCheckpoint, type CosignedStanding, openCosigned, standingOf, toHex, type VerifierKey } from '../../../core/ledger/index.ts';
import { clockSkew } from '../../../core/signoff/index.ts';
import { Failure, formatInstant, type Instant } from '../../../core/values/index.ts';
import type { KeptNotes, Witnessing, WitnessStore } from '../../ports/index.ts';
import { checkerOfNotes, cosignedPath } from './cosignatures.ts';
import type { Trust, TrustedWitness } from './trusted-witnesses.ts';

/** What one witness says of a ledger. */
export interface WitnessReport {
  readonly key: VerifierKey;
  /** Where it was asked, or `here` for what was seen of it before. */
  readonly place: string;
  /** `bad`: what stands there in its name it did not sign, or will only have signed; `silent`: it has cosigned nothing of this ledger. */
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
  readonly failures: readonly { readonly code: 'rollback' | 'fork' | 'split-view' | 'cosignature-bad' | 'unwitnessed'; readonly sentence: string; readonly entry: null }[];
}

export type AskWitnesses = (ledger: WitnessedView) => Promise<AskedWitnesses>;

/** What asking takes. */
export interface Asking {
  readonly trust: Trust;
  readonly open: Witnessing['openWitness'];
  readonly cryptography: Cryptography;
  /** What was seen before: a place that forgets is not believed over it. `null`: nothing is remembered. */
  readonly kept: KeptNotes | null;
  /** The user named the places: one that cannot be reached is a failure then, and so is a witness that says nothing. */
  readonly named: boolean;
  readonly now: Instant;
}

/** Asks every witness at each of its places, holds what they say against the ledger, and remembers what agrees. */
export function witnessAsker({ trust, open, cryptography, kept, named, now }: Asking): AskWitnesses {
  return async (ledger) => {
    const origins = [...new Set([ledger.origin, trust.origin].filter((origin) => origin !== null))];
    const stores = new Map<string, Promise<WitnessStore>>();
    const openOnce = (place: string) => stores.get(place) ?? stores.set(place, open(place)).get(place)!;
    const before = await (kept?.read() ?? new Map<string, Uint8Array>());
    const found: WitnessReport[] = [];
    for (const witness of trust.witnesses) {
      const note = before.get(witness.vkey);
      const seen = note === undefined ? [] : [judged(witness, 'seen here before', note)];
      found.push(...seen.filter(({ standing }) => standing !== 'bad'));
      for (const place of witness.repositories) found.push(...(await askAt(await openOnce(place).catch(unreached(named)), place, witness)));
    }
    // One that agreed here and forgets meanwhile is told by what was seen before; where both agree, the newer says all.
    const reports = found.filter((one) => !found.some((other) => other !== one && other.key === one.key && other.standing === one.standing && newer(other, one, found)));
    await kept?.keep(new Map(trust.witnesses.flatMap(({ vkey, key }) => {
      const own = reports.filter((one) => one.key === key);
      // What contradicts the ledger is remembered until it does not: an older word that agrees must not take its place.
      const best = own.some(({ standing }) => standing === 'rollback' || standing === 'fork') ? undefined : own.findLast(({ standing }) => standing === 'agrees');
      return best === undefined || best.cosigned === null ? [] : [[vkey, best.cosigned.note] as const];
    })));
    return { reports, failures: [...failuresOf(reports, ledger), ...(named && ledger.origin !== null ? trust.witnesses.flatMap(({ key }) => unwitnessed(key, reports)) : [])] };

    function judged(witness: TrustedWitness, place: string, note: Uint8Array): WitnessReport {
      return judge(witness, place, note, ledger, { cryptography, now });
    }

    async function askAt(store: WitnessStore | Failure, place: string, witness: TrustedWitness): Promise<WitnessReport[]> {
      const lost = (error: Failure): WitnessReport[] => [{ key: witness.key, place, standing: 'unreachable', cosigned: null, sentence: `\`${witness.key.name}\` could not be asked: ${error.message}` }];
      if (store instanceof Failure) return lost(store);
      try {
        const tip = await store.tip();
        const notes = tip === null ? [] : (await store.read(tip, origins.map((origin) => cosignedPath(cryptography, origin, witness.key)))).filter((note) => note !== null);
        if (notes.length === 0) return [{ key: witness.key, place: store.place, standing: 'silent', cosigned: null, sentence: `\`${witness.key.name}\` has cosigned nothing of this ledger, at ${store.place}` }];
        return notes.map((note) => judged(witness, store.place, note));
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

function judge({ key }: TrustedWitness, place: string, note: Uint8Array, ledger: WitnessedView, { cryptography, now }: Pick<Asking, 'cryptography' | 'now'>): WitnessReport {
  const opened = openCosigned(checkerOfNotes(cryptography), note, key);
  const told = { key, place };
  if (!opened.ok) return { ...told, standing: 'bad', cosigned: null, sentence: `what stands for \`${key.name}\` at ${place} it did not sign: ${opened.sentence}` };
  const cosigned = opened.value;
  const { checkpoint: { origin, size, root }, signedAt } = cosigned;
  const entries = size === 1 ? '1 entry' : `${size} entries`;
  const saw = `\`${key.name}\` cosigned ${entries} at ${formatInstant(signedAt)}`;
  if (signedAt > now + clockSkew) return { ...told, standing: 'bad', cosigned: null, sentence: `${saw}, which is yet to come` };
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
  return reports.flatMap(({ key, standing, sentence }): AskedWitnesses['failures'] => {
    if (standing === 'bad') return [{ code: 'cosignature-bad', sentence, entry: null }];
    if (standing === 'rollback') return [{ code: 'rollback', sentence, entry: null }];
    if (standing !== 'fork') return [];
    if (agrees === undefined || agrees.key === key || ledger.origin === null) return [{ code: 'fork', sentence, entry: null }];
    return [{ code: 'split-view', sentence: `${sentence}; but ${agrees.sentence}: two ledgers are shown`, entry: null }];
  });
}

/** Whoever names a witness asks for its word: nothing to compare with is no agreement. Of a ledger that is not there something worse is said. */
function unwitnessed(key: VerifierKey, reports: readonly WitnessReport[]): AskedWitnesses['failures'] {
  const own = reports.filter((one) => one.key === key);
  if (own.some(({ standing }) => standing !== 'silent')) return [];
  return [{ code: 'unwitnessed', sentence: own[0]?.sentence ?? `nobody says where \`${key.name}\` keeps what it cosigned`, entry: null }];
}
