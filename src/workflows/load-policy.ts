import { lintPolicy, unknownOwners } from '../core/lint/index.ts';
import { nobody, policyTexts, prepareConditions, presets, type People, type Policy, type PolicyProblem } from '../core/policy/index.ts';
import { decodeUtf8, Failure, type Sha256 } from '../core/values/index.ts';
import type { PolicyMemory, Ports } from './ports/index.ts';
import type { PolicySource } from './reports.ts';

/** Where the two files live on the protected branch. */
export const policyPath = '.countersign/policy.yaml';
/** See `policyPath`. */
export const peoplePath = '.countersign/people.yaml';

/** The preset that stands in where a repository has no policy yet. */
export const standInPreset = 'amazon-2026';

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

/** Policy and people in force at a commit, usable or not. */
export interface LoadedPolicy {
  readonly source: PolicySource;
  readonly policy: Policy | null;
  readonly people: People | null;
  /** What could be read of files with mistakes: for lint alone. Absent where the texts were not read anew. */
  readonly drafts?: { readonly policy: Policy | null; readonly people: People | null };
  readonly problems: readonly PolicyProblem[];
  readonly policyDigest: string | null;
  readonly peopleDigest: string | null;
}

/**
 * Reads policy and people from a commit of the protected branch, never from the change under judgement.
 * Nothing is guessed: a file that does not parse gives `null` and its problems.
 */
export async function readPolicy(
  ports: Ports,
  commit: string,
  ref: string,
  overrides: PolicyOverrides,
): Promise<LoadedPolicy> {
  return parseTexts(await readTexts(ports, commit, ref, overrides));
}

/** The two files, and what is known of them before they are parsed. */
interface Texts extends Pick<LoadedPolicy, 'source' | 'policyDigest' | 'peopleDigest'> {
  readonly policyText: SourceText | null;
  readonly peopleText: SourceText | null;
}

async function readTexts(ports: Ports, commit: string, ref: string, overrides: PolicyOverrides): Promise<Texts> {
  const [policyText, peopleText] = await Promise.all([
    policySource(ports, commit, ref, overrides),
    textSource(ports, commit, ref, peoplePath, overrides.peopleFile),
  ]);
  const digest = (source: SourceText | null) => (source === null ? null : digestOf(ports.sha256, source.text));
  return {
    policyText,
    peopleText,
    source: {
      preview: policyText === null,
      policy: policyText?.from ?? `preset ${standInPreset}`,
      people: peopleText?.from ?? 'nobody is enrolled',
    },
    policyDigest: digest(policyText),
    peopleDigest: digest(peopleText),
  };
}

/** The parser is loaded where it is needed: it takes longer than a whole check of a policy that is remembered. */
async function parseTexts({ policyText, peopleText, ...known }: Texts): Promise<LoadedPolicy> {
  const { parsePeople, parsePolicy } = await policyTexts();
  const parsed = parsePolicy(
    policyText?.text ?? `version: 1\nextends: ${standInPreset}\nmode: observe\n`,
    policyText?.file ?? `preset ${standInPreset}`,
  );
  const levels = parsed.draft?.levels ?? ['junior', 'mid', 'senior', 'principal'];
  const people =
    peopleText === null
      ? { people: nobody, draft: nobody, problems: [] }
      : parsePeople(peopleText.text, peopleText.file, levels);
  return {
    ...known,
    policy: parsed.policy,
    people: people.people,
    drafts: { policy: parsed.draft, people: people.draft },
    problems: [...parsed.problems, ...people.problems],
  };
}

/** A loaded policy that can be used. */
export interface UsablePolicy extends LoadedPolicy {
  readonly policy: Policy;
  readonly people: People;
}

/**
 * As `readPolicy`, for gates and reports that need both: the first mistake becomes the failure, the rest its hints.
 * With a memory (never in a gate), texts that were found usable before are not parsed again.
 */
export async function loadPolicy(
  ports: Ports,
  commit: string,
  ref: string,
  overrides: PolicyOverrides,
  memory: PolicyMemory | null = null,
): Promise<UsablePolicy> {
  const texts = await readTexts(ports, commit, ref, overrides);
  if (memory === null) return parseUsable(texts);
  const key = rememberedAs(texts, memory.program, ports.sha256);
  const remembered = recalled(await memory.read(key), key, ports.sha256);
  if (remembered !== null) {
    const { rules, spotCheck, levels } = remembered.policy;
    const conditions = [...rules.map(({ when }) => when), ...(spotCheck === null ? [] : [spotCheck.when])];
    await prepareConditions(conditions, levels);
    const { source, policyDigest, peopleDigest } = texts;
    return { source, policyDigest, peopleDigest, ...remembered };
  }
  const loaded = await parseUsable(texts);
  const text = JSON.stringify({ policy: loaded.policy, people: loaded.people, problems: loaded.problems });
  await memory.write(key, { digest: digestOf(ports.sha256, key + text), text });
  return loaded;
}

/** Raised when what is remembered takes another form. */
const memoryForm = 3;

/** Everything that decides what parsing gives: both texts and their names, every preset, the program. */
function rememberedAs({ policyText, peopleText }: Texts, program: string, sha256: Sha256): string {
  const named = [policyText, peopleText].map((source) => (source === null ? null : [source.file, source.text]));
  return digestOf(sha256, JSON.stringify([memoryForm, program, Object.entries(presets), named]));
}

/** A remembered policy; `null` for whatever is not exactly what was kept under this key. */
function recalled(value: unknown, key: string, sha256: Sha256): Pick<UsablePolicy, 'policy' | 'people' | 'problems'> | null {
  const { digest, text } = (value ?? {}) as { digest?: unknown; text?: unknown };
  if (typeof text !== 'string' || digest !== digestOf(sha256, key + text)) return null;
  return JSON.parse(text) as Pick<UsablePolicy, 'policy' | 'people' | 'problems'>;
}

function digestOf(sha256: Sha256, text: string): string {
  return sha256([new TextEncoder().encode(text)]);
}

async function parseUsable(texts: Texts): Promise<UsablePolicy> {
  const loaded = await parseTexts(texts);
  const { policy, people } = loaded;
  const owners = policy !== null && people !== null ? unknownOwners(policy.areas, people) : [];
  const errors = [...loaded.problems, ...owners].filter((problem) => problem.severity === 'error');
  const [first, ...rest] = errors;
  if (first !== undefined) {
    const mends = [first.mend, ...rest.map((problem) => `${place(problem)}   ${problem.message}`)];
    throw new Failure(
      'policy-invalid',
      'config',
      `${place(first)}   ${first.message}`,
      [...mends.filter((mend) => mend !== null).slice(0, 12), 'countersign policy lint'],
      first.at,
    );
  }
  if (policy === null || people === null) {
    throw new Failure('policy-invalid', 'config', `the policy in ${loaded.source.policy} cannot be used`, [
      'countersign policy lint',
    ]);
  }
  return { ...loaded, policy, people };
}

/**
 * The mistakes a change would bring: what its own versions of the two files say, alone and together, and what it
 * takes away. What lint says of the files at `base` already is not the change's doing and left out: otherwise no
 * edit but the mend of everything could land. `null`: it edits neither file.
 */
export async function readProposedPolicy(
  ports: Ports,
  base: string | null,
  head: string,
  changedPaths: ReadonlySet<string>,
): Promise<readonly PolicyProblem[] | null> {
  if (!changedPaths.has(policyPath) && !changedPaths.has(peoplePath)) return null;
  const asCommitted: PolicyOverrides = { preset: null, policyFile: null, peopleFile: null };
  const [before, after] = await Promise.all([
    base === null ? null : readPolicy(ports, base, base.slice(0, 12), asCommitted),
    readPolicy(ports, head, head.slice(0, 12), asCommitted).catch(asMistake),
  ]);
  const gone = await takenAway(ports, head, changedPaths, before, after instanceof Failure ? null : after);
  if (after instanceof Failure) return gone.length > 0 ? gone : [mistake('policy-unreadable', policyPath, after.message, after.hints[0] ?? null)];
  const lintOf = (loaded: LoadedPolicy | null) => (isOwn(loaded) ? lintPolicy(loaded.policy, loaded.people) : []);
  const standing = new Set(lintOf(before).map(({ code, message }) => `${code} ${message}`));
  return [
    ...gone,
    ...after.problems,
    ...lintOf(after).filter(({ code, message }) => !standing.has(`${code} ${message}`)),
  ];
}

/** A preset that stands in for a missing file is not the repository's to mend. */
function isOwn(loaded: LoadedPolicy | null): loaded is UsablePolicy {
  return loaded !== null && !loaded.source.preview && loaded.policy !== null && loaded.people !== null;
}

/** A file that is edited and then not there was deleted; people of whom nobody is left are as good as deleted. */
async function takenAway(
  ports: Ports,
  head: string,
  changedPaths: ReadonlySet<string>,
  before: LoadedPolicy | null,
  after: LoadedPolicy | null,
): Promise<readonly PolicyProblem[]> {
  const missing = async (path: string) => {
    if (!changedPaths.has(path)) return false;
    const file = await ports.repository.readFile(head, path).catch(asMistake);
    return file === null || file instanceof Failure;
  };
  const [policyGone, peopleGone] = await Promise.all([missing(policyPath), missing(peoplePath)]);
  const emptied = !peopleGone && after?.people?.persons.length === 0 && before?.people?.persons.length !== 0;
  return [
    ...(policyGone
      ? [mistake('policy-deleted', policyPath, `this change deletes \`${policyPath}\``, 'keep it; `mode: observe` blocks nothing')]
      : []),
    ...(peopleGone
      ? [mistake('people-deleted', peoplePath, `this change deletes \`${peoplePath}\``, 'keep it: without it nobody can sign')]
      : []),
    ...(emptied
      ? [mistake('people-emptied', peoplePath, 'this change leaves nobody enrolled', 'keep those who sign')]
      : []),
  ];
}

/** What is wrong with a whole file of a change. */
function mistake(code: string, file: string, message: string, mend: string | null): PolicyProblem {
  return { severity: 'error', code, message, mend, at: { file, line: 1, column: 1 } };
}

/** What a change puts where a file belongs is the change's mistake; what the machine cannot read is not. */
function asMistake(error: unknown): Failure {
  if (error instanceof Failure && (error.kind === 'user' || error.kind === 'config')) return error;
  throw error;
}

/** `policy.yaml:22:11` as an editor opens it. */
function place(problem: PolicyProblem): string {
  return `${problem.at.file}:${problem.at.line}:${problem.at.column}`;
}

async function policySource(
  ports: Ports,
  commit: string,
  ref: string,
  { preset, policyFile }: PolicyOverrides,
): Promise<SourceText | null> {
  if (preset !== null) {
    const name = `preset ${preset}`;
    return { text: `version: 1\nextends: ${preset}\n`, file: name, from: name };
  }
  return textSource(ports, commit, ref, policyPath, policyFile);
}

async function textSource(
  ports: Ports,
  commit: string,
  ref: string,
  path: string,
  override: string | null,
): Promise<SourceText | null> {
  if (override !== null) return { text: await ports.readText(override), file: override, from: override };
  const file = await ports.repository.readFile(commit, path);
  if (file !== null) return { text: decodeUtf8(file.bytes), file: path, from: `${ref}:${path}` };
  const misspelt = path.replace(/\.yaml$/, '.yml');
  if ((await ports.repository.readFile(commit, misspelt)) === null) return null;
  // Read as absent it would leave the repository ungoverned, and nobody would notice.
  throw new Failure('policy-invalid', 'config', `\`${misspelt}\` is not read: the file is called \`${path}\``, [
    `git mv ${misspelt} ${path}`,
  ]);
}
