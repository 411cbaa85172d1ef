import { digestsPinnedIn, pinnedPath, type PinnedKind, type PinnedText, type PinnedTexts } from '../../core/policy/index.ts';
import { decodeUtf8, encodeUtf8, Failure, type Sha256 } from '../../core/values/index.ts';
import type { PolicyPorts } from '../ports/index.ts';
import type { PolicySource } from '../reports.ts';

/** Where the two files live on the protected branch. */
export const policyPath = '.countersign/policy.yaml';
/** See `policyPath`. */
export const peoplePath = '.countersign/people.yaml';

/** The preset that stands in where a repository has no policy yet. */
export const standInPreset = 'amazon-2026';

/** Pinned texts read for one file: far more than may stand on each other. */
const mostPinned = 64;

/** Bytes from which on a file is not even decoded; the parser refuses less. */
const mostBytes = 4_000_000;

/** What to judge under instead of the files of the protected branch: a what-if, always labelled. */
export interface PolicyOverrides {
  readonly preset: string | null;
  readonly policyFile: string | null;
  readonly peopleFile: string | null;
}

/** One of the two files as text, with the name people know it by and what it is read from. */
interface SourceText {
  readonly text: string;
  readonly file: string;
  readonly from: string;
}

/** A pinned text, or that it is nowhere. */
interface Pinned {
  readonly kind: PinnedKind;
  readonly digest: string;
  readonly found: PinnedText | null;
}

/** The two files with the texts they pin, and what is known of them before they are parsed. */
export interface PolicyTexts {
  readonly policyText: SourceText | null;
  readonly peopleText: SourceText | null;
  readonly pinned: readonly Pinned[];
  readonly source: PolicySource;
  readonly policyDigest: string | null;
  readonly peopleDigest: string | null;
}

/**
 * Reads both files from a commit, and from that same commit the texts they pin. `offered`: a people file from disk
 * that is read where a pin asks for it, and for nothing else.
 */
export async function readTexts(
  ports: PolicyPorts,
  commit: string,
  ref: string,
  overrides: PolicyOverrides,
  offered: string | null = null,
): Promise<PolicyTexts> {
  const [policyText, { peopleText, given }] = await Promise.all([
    policySource(ports, commit, ref, overrides),
    peopleSource(ports, commit, ref, overrides.peopleFile),
  ]);
  const [policies, people] = await Promise.all([
    pinnedBy(ports, commit, 'policies', policyText, null, null),
    pinnedBy(ports, commit, 'people', peopleText, given, offered),
  ]);
  return {
    policyText,
    peopleText,
    pinned: [...policies, ...people],
    source: {
      preview: policyText === null,
      policy: policyText?.from ?? `preset ${standInPreset}`,
      people: given === null ? (peopleText?.from ?? 'nobody is enrolled') : `${given.file}, pinned by ${peopleText?.from}`,
    },
    policyDigest: digestOfAll(ports.sha256, policyText, policies),
    peopleDigest: digestOfAll(ports.sha256, peopleText, people),
  };
}

/** The pinned texts as the parsers ask for them. */
export function textsOf(pinned: readonly Pinned[]): PinnedTexts {
  return (kind, digest) => pinned.find((one) => one.kind === kind && one.digest === digest)?.found ?? null;
}

/** SHA-256 of a text in hex. */
export function digestOf(sha256: Sha256, text: string): string {
  return sha256([new TextEncoder().encode(text)]);
}

/** A file that pins nothing is named by its own digest alone, as ever. */
function digestOfAll(sha256: Sha256, source: SourceText | null, pinned: readonly Pinned[]): string | null {
  if (source === null) return null;
  const own = digestOf(sha256, source.text);
  if (pinned.length === 0) return own;
  return digestOf(sha256, JSON.stringify([own, pinned.map(({ digest, found }) => [digest, found?.digest ?? null])]));
}

async function policySource(ports: PolicyPorts, commit: string, ref: string, { preset, policyFile }: PolicyOverrides): Promise<SourceText | null> {
  if (preset !== null) {
    const name = `preset ${preset}`;
    return { text: `version: 1\nextends: ${preset}\n`, file: name, from: name };
  }
  return policyFile === null ? committed(ports, commit, ref, policyPath) : onDisk(ports, policyFile);
}

/** Where people are pinned, the file named is that very text or nothing; elsewhere it is a what-if in their place. */
async function peopleSource(ports: PolicyPorts, commit: string, ref: string, peopleFile: string | null) {
  if (peopleFile === null) return { peopleText: await committed(ports, commit, ref, peoplePath), given: null };
  const [inForce, named] = await Promise.all([committed(ports, commit, ref, peoplePath), onDisk(ports, peopleFile)]);
  if (inForce === null || !pinsPeople(inForce.text) || pinsPeople(named.text)) return { peopleText: named, given: null };
  return { peopleText: inForce, given: pinnedText(ports.sha256, encodeUtf8(named.text), peopleFile) };
}

function pinsPeople(text: string): boolean {
  return /(?:^|[{,])\s*["']?source["']?\s*:/m.test(text) && digestsPinnedIn(text).length > 0;
}

async function committed(ports: PolicyPorts, commit: string, ref: string, path: string): Promise<SourceText | null> {
  const file = await ports.repository.readFile(commit, path);
  if (file !== null && file.bytes.length > mostBytes) {
    const at = { file: path, line: 1, column: 1 };
    throw new Failure('policy-invalid', 'config', `${path}:1:1   the file is larger than 1 MB`, ['a policy is a page or two: split paths into patterns'], at);
  }
  if (file !== null) return { text: decodeUtf8(file.bytes), file: path, from: `${ref}:${path}` };
  const misspelt = path.replace(/\.yaml$/, '.yml');
  if ((await ports.repository.readFile(commit, misspelt)) === null) return null;
  // Read as absent it would leave the repository ungoverned, and nobody would notice.
  throw new Failure('policy-invalid', 'config', `\`${misspelt}\` is not read: the file is called \`${path}\``, [
    `git mv ${misspelt} ${path}`,
  ]);
}

async function onDisk(ports: PolicyPorts, file: string): Promise<SourceText> {
  return { text: await ports.readText(file), file, from: file };
}

/** Every text a file pins, and those these pin in turn. */
async function pinnedBy(
  ports: PolicyPorts,
  commit: string,
  kind: PinnedKind,
  source: SourceText | null,
  given: PinnedText | null,
  offered: string | null,
): Promise<readonly Pinned[]> {
  const pinned = new Map<string, Pinned>();
  const pending = source === null ? [] : [...digestsPinnedIn(source.text)];
  for (let digest = pending.shift(); digest !== undefined && pinned.size < mostPinned; digest = pending.shift()) {
    if (pinned.has(digest)) continue;
    const found = given ?? (await readPinned(ports, commit, kind, digest, source!, offered));
    pinned.set(digest, { kind, digest, found });
    if (kind === 'policies' && found?.digest === digest) pending.push(...digestsPinnedIn(found.text));
  }
  return [...pinned.values()];
}

/** From the commit; else, as its digest says what it is, from beside the file on disk that pins it. */
async function readPinned(
  ports: PolicyPorts,
  commit: string,
  kind: PinnedKind,
  digest: string,
  source: SourceText,
  offered: string | null,
): Promise<PinnedText | null> {
  const path = pinnedPath(kind, digest);
  const file = await ports.repository.readFile(commit, path);
  if (file !== null) return pinnedText(ports.sha256, file.bytes, path);
  const folderOf = (name: string) => name.replace(/[^/\\]*$/, '');
  const elsewhere = source.file === source.from ? [`${folderOf(source.file)}${kind}/${digest}.yaml`] : [];
  if (offered !== null) elsewhere.push(offered, `${folderOf(offered)}${digest}.yaml`);
  for (const name of elsewhere) {
    const text = await ports.readText(name).catch(absent);
    const candidate = text === null ? null : pinnedText(ports.sha256, encodeUtf8(text), name);
    if (candidate?.digest === digest) return candidate;
  }
  return null;
}

function absent(error: unknown): null {
  if (error instanceof Failure && error.code === 'file-unreadable') return null;
  throw error;
}

function pinnedText(sha256: Sha256, bytes: Uint8Array, file: string): PinnedText {
  return { text: decodeUtf8(bytes), digest: sha256([bytes]), file };
}
