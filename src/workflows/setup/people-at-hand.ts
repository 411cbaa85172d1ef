import { policyTexts, type People, type Policy } from '../../core/policy/index.ts';
import { decodeUtf8, Failure } from '../../core/values/index.ts';
import { peoplePath, policyPath, standInPreset } from '../load-policy.ts';
import type { Ports, WorkingFiles } from '../ports/index.ts';
import { resolveTarget } from '../resolve-range.ts';

/** The people file one works on, with the policy it belongs to. */
export interface PeopleAtHand {
  readonly target: string;
  readonly tip: string;
  /** `null`: there is none, neither in the working tree nor on the protected branch. */
  readonly text: string | null;
  readonly people: People;
  readonly policy: Policy;
  /** Where `text` was read: the working tree, or the protected branch where the working tree has none. */
  readonly from: 'worktree' | 'branch' | 'nowhere';
  /** Whether the protected branch has exactly this text: then it counts. */
  readonly inForce: boolean;
}

/** Reads the people of the working tree (`files` `null`: there is none), else of the protected branch. */
export async function peopleAtHand(ports: Ports, files: WorkingFiles | null, named: string | null): Promise<PeopleAtHand> {
  const { ref, tip } = await resolveTarget(ports.repository, named);
  const onBranch = async (path: string) => {
    const file = await ports.repository.readFile(tip, path);
    return file === null ? null : decodeUtf8(file.bytes);
  };
  const [ownPolicy, ownPeople, branchPolicy, branchPeople] = await Promise.all([files?.read(policyPath) ?? null, files?.read(peoplePath) ?? null, onBranch(policyPath), onBranch(peoplePath)]);
  const { parsePolicy, parsePeople, presetPolicy } = await policyTexts();
  const policyText = ownPolicy ?? branchPolicy;
  // What the policy gets wrong is for lint to say; here only its ladder and owners are needed.
  const parsed = policyText === null ? null : parsePolicy(policyText, policyPath).policy;
  const policy = parsed ?? presetPolicy(standInPreset)!;
  const text = ownPeople ?? branchPeople;
  const people = text === null ? null : parsePeople(text, peoplePath, policy.levels);
  const wrong = people?.problems.find(({ severity }) => severity === 'error');
  if (wrong !== undefined) {
    throw new Failure('policy-invalid', 'config', `${wrong.at.line}:${wrong.at.column} ${wrong.message}`, [...(wrong.mend === null ? [] : [wrong.mend]), 'mend it first: it is not edited while it cannot be read'], wrong.at);
  }
  return {
    target: ref, tip, text, policy,
    people: people?.people ?? { persons: [], agents: [], gates: [], teams: [] },
    from: text === null ? 'nowhere' : ownPeople === null ? 'branch' : 'worktree',
    inForce: text !== null && text === branchPeople,
  };
}
