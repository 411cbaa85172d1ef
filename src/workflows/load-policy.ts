import { lintPolicy, unknownOwners } from '../core/lint/index.ts';
import { nobody, policyTexts, prepareConditions, presets, type People, type Policy, type PolicyProblem } from '../core/policy/index.ts';
import { Failure, type Sha256 } from '../core/values/index.ts';
import type { PolicyMemory, PolicyPorts, Ports } from './ports/index.ts';
import {
  digestOf,
  peoplePath,
  policyPath,
  readTexts,
  standInPreset,
  textsOf,
  type PolicyOverrides,
  type PolicyTexts,
} from './policy-files/read-texts.ts';
import type { PolicySource } from './reports.ts';

export { peoplePath, policyPath, standInPreset, type PolicyOverrides } from './policy-files/read-texts.ts';

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
  ports: PolicyPorts,
  commit: string,
  ref: string,
  overrides: PolicyOverrides,
  offered: string | null = null,
): Promise<LoadedPolicy> {
  return parseTexts(await readTexts(ports, commit, ref, overrides, offered));
}

/** The parser is loaded where it is needed: it takes longer than a whole check of a policy that is remembered. */
async function parseTexts({ policyText, peopleText, pinned, ...known }: PolicyTexts): Promise<LoadedPolicy> {
  const { parsePeople, parsePolicy } = await policyTexts();
  const texts = textsOf(pinned);
  const parsed = parsePolicy(
    policyText?.text ?? `version: 1\nextends: ${standInPreset}\nmode: observe\n`,
    policyText?.file ?? `preset ${standInPreset}`,
    { texts },
  );
  const levels = parsed.draft?.levels ?? ['junior', 'mid', 'senior', 'principal'];
  const people =
    peopleText === null
      ? { people: nobody, draft: nobody, problems: [] }
      : parsePeople(peopleText.text, peopleText.file, levels, { texts });
  return {
    ...known,
    policy: parsed.policy,
    people: people.people,
    drafts: { policy: parsed.draft, people: people.draft },
    // Without a policy there is no ladder, and every level above would be an echo of that.
    problems: [...parsed.problems, ...people.problems.filter(({ code }) => parsed.draft !== null || code !== 'unknown-level')],
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

/** As `loadPolicy` at the tip of a protected branch: a policy broken there says who can mend it. */
export async function loadStanding(ports: Ports, tip: string, ref: string, overrides: PolicyOverrides, memory: PolicyMemory | null = null): Promise<UsablePolicy> {
  try {
    return await loadPolicy(ports, tip, ref, overrides, memory);
  } catch (error) {
    if (!(error instanceof Failure) || error.code !== 'policy-invalid' || overrides.policyFile !== null || overrides.peopleFile !== null) throw error;
    const branch = ref.replace('refs/heads/', '');
    throw new Failure(error.code, error.kind, error.message, [...error.hints, `it stands on ${branch}: whoever may push there mends it; where hooks guard it nothing is let in until who owns that repository does`], error.at);
  }
}

/** Raised when what is remembered takes another form. */
const memoryForm = 4;

/** Everything that decides what parsing gives: all texts and their names, every preset, the program. */
function rememberedAs({ policyText, peopleText, pinned }: PolicyTexts, program: string, sha256: Sha256): string {
  const named = [policyText, peopleText].map((source) => (source === null ? null : [source.file, source.text]));
  return digestOf(sha256, JSON.stringify([memoryForm, program, Object.entries(presets), named, pinned]));
}

/** A remembered policy; `null` for whatever is not exactly what was kept under this key. */
function recalled(value: unknown, key: string, sha256: Sha256): Pick<UsablePolicy, 'policy' | 'people' | 'problems'> | null {
  const { digest, text } = (value ?? {}) as { digest?: unknown; text?: unknown };
  if (typeof text !== 'string' || digest !== digestOf(sha256, key + text)) return null;
  return JSON.parse(text) as Pick<UsablePolicy, 'policy' | 'people' | 'problems'>;
}

async function parseUsable(texts: PolicyTexts): Promise<UsablePolicy> {
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
  const { drafts: _, ...usable } = loaded;
  return { ...usable, policy, people };
}

/**
 * The mistakes a change would bring: what its own versions of the two files say, alone and together, and what it
 * takes away. What lint says of the files at `base` already is not the change's doing and left out: otherwise no
 * edit but the mend of everything could land. `null`: it edits neither file nor a text they pin. `peopleFile`: private
 * people, read where a version pins them; a version that pins others finds them beside it, named by their digest.
 */
export async function readProposedPolicy(
  ports: Ports,
  base: string | null,
  head: string,
  changedPaths: ReadonlySet<string>,
  peopleFile: string | null = null,
): Promise<readonly PolicyProblem[] | null> {
  if (![...changedPaths].some((path) => path === policyPath || path === peoplePath || /^\.countersign\/(?:policies|people)\//.test(path))) return null;
  const asCommitted: PolicyOverrides = { preset: null, policyFile: null, peopleFile: null };
  const [before, after] = await Promise.all([
    base === null ? null : readPolicy(ports, base, base.slice(0, 12), asCommitted, peopleFile),
    readPolicy(ports, head, head.slice(0, 12), asCommitted, peopleFile).catch(asMistake),
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
