import type { Change } from '../change/index.ts';
import type { Claim } from '../evidence/index.ts';
import { clockSkew, commitsOf, nameOf, whyTooWeak, type Exclusion, type SetAside, type SignedDeclaration } from '../signoff/index.ts';
import type { Risk } from '../risk/index.ts';
import type { DecisionInputs, SignedWord } from './inputs.ts';

/** Nobody declared anything. */
export const nothingDeclared: SignedWord = { claims: [], ofAuthors: [], touched: new Set(), attestations: [], setAside: [], unattested: [] };

/**
 * Sorts the declarations into the authors' answers and the attestations of others. Both are about exactly this digest
 * and target. An answer "no AI" is given for the commits its signer had a hand in and no others; "AI used" is believed
 * of whoever is enrolled, because it only asks for more. An attestation lowers what is asked, so its signer had no hand
 * in the change, and touched a key where the change is critical or AI is off-limits. What was said of a change that has
 * landed once lets in nothing again, so that nothing taken back comes back without a hand; "AI used" stands.
 */
export function signedWord(inputs: DecisionInputs, risk: Risk, exclusions: readonly Exclusion[]): SignedWord {
  const { declarations, change, evidence, people } = inputs;
  if (declarations.length === 0) return nothingDeclared;
  const claims: Claim[] = [];
  const ofAuthors: SignedDeclaration[] = [];
  const touched = new Set<string>();
  const attestations: SignedDeclaration[] = [];
  const setAside: SetAside[] = [];
  const unattested: SetAside[] = [];
  for (const one of declarations.toSorted((a, b) => a.order - b.order || (a.id < b.id ? -1 : 1))) {
    const about = whyNotAbout(one, inputs) ?? whyNotAgain(one);
    const commits = commitsOf(change, evidence.claims, people, one.person);
    if (about === null || raises(one, inputs)) claims.push(...answerOf(one, commits, change));
    const aside = (list: SetAside[], because: string) => list.push({ signOff: one.id, person: one.person, because });
    if (one.attests) {
      const because = about ?? whyNotAttested(one, inputs, risk, exclusions);
      if (because === null) attestations.push(one);
      else aside(unattested, because);
      continue;
    }
    const because = about ?? (commits.length === 0 ? 'no author of this change: the word of somebody else is an attestation' : null);
    if (because !== null) {
      aside(setAside, because);
      continue;
    }
    ofAuthors.push(one);
    if (one.assistance !== null && whyTooWeak(inputs.policy, one, 'touch') === null) for (const commit of commits) touched.add(commit);
  }
  return { claims, ofAuthors, touched, attestations, setAside, unattested };
}

/** What declarations about a change answer on AI, as claims of evidence; for reports, which judge nothing else. */
export function declaredClaims(inputs: About & Pick<DecisionInputs, 'declarations' | 'evidence'>): readonly Claim[] {
  const { declarations, change, evidence, people } = inputs;
  return declarations.flatMap((one) => (whyNotAbout(one, inputs) === null ? answerOf(one, commitsOf(change, evidence.claims, people, one.person), change) : []));
}

/** "AI used" is for the commits of whoever says so, or for all where they have none; "none used" for their own alone. */
function answerOf(one: SignedDeclaration, own: readonly string[], change: Change): readonly Claim[] {
  if (one.assistance === null) return [];
  if (one.assistance.used) return claimsOf(one, own.length === 0 ? change.commits.map(({ id }) => id) : own);
  return one.attests ? [] : claimsOf(one, own);
}

type About = Pick<DecisionInputs, 'change' | 'people' | 'policy' | 'now'>;

/** Whether an attestation takes a touched key. */
export function attestsByTouch({ policy }: DecisionInputs, risk: Risk): boolean {
  return risk.tier === 'critical' || risk.areas.some(({ name }) => policy.areas.some((area) => area.name === name && area.ai !== 'allowed'));
}

function whyNotAbout(one: SignedDeclaration, { change, people, policy, now }: About): string | null {
  if ([...people.agents, ...people.gates].some(({ id }) => id === one.person)) return 'a machine declares nothing';
  const person = people.persons.find(({ id }) => id === one.person);
  if (person === undefined) return 'nobody of this id is enrolled';
  if (!policy.levels.includes(person.level)) return `\`${person.level}\` is no level of the policy`;
  if (one.target !== change.target) return `declared for ${one.target}`;
  if (one.changeDigest !== change.digest) return `declared for digest ${one.changeDigest.slice(0, 4)}…, the change is now ${change.digest.slice(0, 4)}…`;
  if (!Number.isFinite(one.signedAt)) return 'it does not say when it was given';
  return one.signedAt - now <= clockSkew ? null : 'dated in the future';
}

function whyNotAgain({ used }: SignedDeclaration): string | null {
  return used === true ? 'used already: the change it was said of has landed before, or that cannot be told' : null;
}

/** An answer that only asks for more is believed, also of what landed before. */
function raises(one: SignedDeclaration, inputs: About): boolean {
  return one.assistance?.used === true && whyNotAbout(one, inputs) === null;
}

function whyNotAttested(one: SignedDeclaration, inputs: DecisionInputs, risk: Risk, exclusions: readonly Exclusion[]): string | null {
  const excluded = exclusions.find(({ person }) => person === one.person);
  if (excluded !== undefined) return `had a hand in it: ${excluded.reasons[0] ?? 'contributor'}`;
  if (one.assistance === null) return 'it does not say whether an AI wrote it';
  if (one.assistance.used) return 'it says an AI wrote it';
  return attestsByTouch(inputs, risk) ? whyTooWeak(inputs.policy, one, 'touch') : null;
}

/** One claim for each commit and tool; quoted as the canonical JSON of the statement has it. */
function claimsOf({ id, order, assistance }: SignedDeclaration, commits: readonly string[]): Claim[] {
  const used = assistance?.used === true;
  const tools = used && assistance.tools.length > 0 ? assistance.tools.map(agentAndModel) : [{ tool: null, model: null }];
  return commits.flatMap((commit) =>
    tools.map(({ tool, model }): Claim => ({
      class: used ? 'ai' : 'human',
      kind: 'declared',
      strength: 'strong',
      subject: { scope: 'commit', commit },
      tool,
      model,
      session: null,
      rule: 'declaration',
      source: { in: 'ledger', entry: /^\d+$/.test(id) ? Number(id) : order },
      quote: `"used":${used}`,
    })),
  );
}

/** `Copilot:gpt-5.2`, as trailers write it: the same agent as there. */
function agentAndModel(said: string): Pick<Claim, 'tool' | 'model'> {
  const [, tool = said, model = null] = /^([^:]+):([^:/]+)$/.exec(said) ?? [];
  return { tool, model };
}

/** `Li (entry 12) and Ana (entry 14)`. */
export function attesters({ attestations }: SignedWord, { people }: DecisionInputs): string[] {
  return attestations.map(({ id, person }) => `${nameOf(person, people)} (entry ${id})`);
}
