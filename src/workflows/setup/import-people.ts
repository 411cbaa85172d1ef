import { findMissing, readKeys, readMembers, type KeyOf, type MissingPeople } from '../../core/setup/index.ts';
import { Failure } from '../../core/values/index.ts';
import type { OnProgress } from '../reports.ts';
import type { Ports } from '../ports/index.ts';
import type { PeopleAtHand } from './people-at-hand.ts';
import { surveyRepository, type RepositorySurvey } from './survey-repository.ts';

/** Files besides the history that name people. */
export interface ImportSources {
  /** What `gh api orgs/ORG/members` printed. */
  readonly members: string | null;
  /** `allowed_signers` or `authorized_keys`. */
  readonly keys: string | null;
  readonly atMost: number;
}

/** What an import proposes. */
export interface ImportFinding {
  readonly found: RepositorySurvey;
  readonly missing: MissingPeople;
}

/** Who is missing from the people file, as history, `.mailmap`, CODEOWNERS and the files named have them. */
export async function findPeople(ports: Ports, at: PeopleAtHand, sources: ImportSources, onProgress: OnProgress | null): Promise<ImportFinding> {
  const [members, keys] = await Promise.all([membersOf(ports, sources.members), keysOf(ports, sources.keys)]);
  const found = await surveyRepository(ports, at.target, onProgress, 'none');
  const missing = findMissing(
    at.people,
    found.groups,
    { members, keys: keys.keys, owners: ownersIn(found), forge: found.codeOwners?.dialect ?? 'github' },
    { newest: found.newest, atMost: sources.atMost, levels: new Map(), lowest: at.policy.levels[0]! },
  );
  return { found, missing: { ...missing, notes: [...missing.notes, ...keys.notes] } };
}

async function membersOf(ports: Ports, file: string | null) {
  if (file === null) return [];
  const members = readMembers(await ports.readText(file));
  if (typeof members === 'string') throw new Failure('file-unreadable', 'user', `\`${file}\` is no list of members: ${members}`, ['gh api --paginate orgs/ORG/members > members.json']);
  return members;
}

async function keysOf(ports: Ports, file: string | null): Promise<{ keys: readonly KeyOf[]; notes: readonly string[] }> {
  if (file === null) return { keys: [], notes: [] };
  const { keys, unread } = readKeys(await ports.readText(file));
  if (keys.length === 0) throw new Failure('file-unreadable', 'user', `\`${file}\` holds no public key`, [unread[0] === undefined ? 'it is empty' : `line ${unread[0].line}: ${unread[0].because}`]);
  return { keys, notes: unread.map(({ line, because }) => `line ${line} of the keys is left out: ${because}`) };
}

/** Whom CODEOWNERS asks, as written, each once. */
export function ownersIn({ codeOwners }: RepositorySurvey): readonly string[] {
  return [...new Set((codeOwners?.rules ?? []).flatMap(({ owners }) => owners))];
}
