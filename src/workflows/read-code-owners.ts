import {
  ownersFilePaths,
  parseCodeOwners,
  shortOfOwners,
  unknownCodeOwners,
  type CodeOwners,
  type People,
  type Policy,
  type PolicyProblem,
} from '../core/policy/index.ts';
import { Failure, type Position } from '../core/values/index.ts';
import { peoplePath, policyPath, readPolicy } from './load-policy.ts';
import type { PolicyPorts, Ports } from './ports/index.ts';

/** A policy's CODEOWNERS file at a commit, with what is wrong with it. */
export interface ReadCodeOwners {
  /** `null`: the policy takes no owners from one, or there is none that can be used. */
  readonly codeOwners: CodeOwners | null;
  readonly problems: readonly PolicyProblem[];
}

/**
 * Reads the CODEOWNERS file a policy takes owners from: the first its forge would find at `commit`, which is of the
 * protected branch and never of the change.
 */
export async function readCodeOwners({ repository }: PolicyPorts, commit: string, policy: Pick<Policy, 'codeowners'>): Promise<ReadCodeOwners> {
  const paths = ownersFilePaths(policy);
  for (const path of paths) {
    const file = await repository.readFile(commit, path).catch(asUnreadable);
    if (file === null) continue;
    // What lies there is not a file: to look further would guess at what the forge does with it.
    if (file instanceof Failure) return { codeOwners: null, problems: [problem('codeowners-unreadable', file.message, file.hints[0] ?? null, at(path))] };
    return parseCodeOwners(file.bytes, path, policy.codeowners?.dialect ?? 'github');
  }
  const first = paths[0];
  if (first === undefined) return { codeOwners: null, problems: [] };
  const places = paths.map((path) => `\`${path}\``).join(', ');
  const message = `the policy takes owners from CODEOWNERS, and there is none at ${places}: nothing can be approved`;
  return { codeOwners: null, problems: [problem('codeowners-missing', message, `add ${places}, or remove \`codeowners\` from the policy`, at(first))] };
}

/** What `policy lint` says of the file: its own mistakes, and owners that are nobody in people.yaml. */
export async function lintCodeOwners(ports: PolicyPorts, commit: string, policy: Policy, people: People): Promise<readonly PolicyProblem[]> {
  const { codeOwners, problems } = await readCodeOwners(ports, commit, policy);
  if (codeOwners === null) return problems;
  return [...problems, ...unknownCodeOwners(codeOwners, people), ...shortOfOwners(codeOwners, policy, people)].sort((a, b) => a.at.line - b.at.line);
}

/** The commits and the policy a proposed CODEOWNERS file is compared under. */
export interface ProposedOwners {
  readonly base: string | null;
  readonly head: string;
  readonly changedPaths: ReadonlySet<string>;
  /** In force now. */
  readonly policy: Policy;
  readonly people: People;
}

/**
 * The mistakes a change would bring to the CODEOWNERS file, or by asking for one that is not there; what is wrong
 * with the file already is not the change's doing. `null`: it touches neither the file nor the key.
 */
export async function readProposedOwners(ports: Ports, { base, head, changedPaths, policy, people }: ProposedOwners): Promise<readonly PolicyProblem[] | null> {
  const governs = changedPaths.has(policyPath) || changedPaths.has(peoplePath);
  if (!governs && !ownersFilePaths(policy).some((path) => changedPaths.has(path))) return null;
  // A policy or people file the change breaks is reported by itself.
  const proposed = governs ? await readPolicy(ports, head, head.slice(0, 12), { preset: null, policyFile: null, peopleFile: null }).catch(asUnreadable) : null;
  const now = proposed === null || proposed instanceof Failure ? null : proposed;
  const after = now?.policy ?? policy;
  const moved = JSON.stringify(after.codeowners) !== JSON.stringify(policy.codeowners);
  if (!moved && !ownersFilePaths(policy).some((path) => changedPaths.has(path))) return null;
  const [before, found] = await Promise.all([
    base === null ? [] : lintCodeOwners(ports, base, after, people),
    lintCodeOwners(ports, head, after, now?.people ?? people),
  ]);
  const standing = new Set(before.map(({ code, message }) => `${code} ${message}`));
  return found.filter(({ code, message }) => code === 'codeowners-missing' || !standing.has(`${code} ${message}`));
}

function at(file: string): Position {
  return { file, line: 1, column: 1 };
}

function problem(code: string, message: string, mend: string | null, place: Position): PolicyProblem {
  return { severity: 'error', code, message, mend, at: place };
}

/** What lies where the file belongs is somebody's mistake; what the machine cannot read is not. */
function asUnreadable(error: unknown): Failure {
  if (error instanceof Failure && (error.kind === 'user' || error.kind === 'config')) return error;
  throw error;
}
