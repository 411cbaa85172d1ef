import { createHash } from 'node:crypto';
import { newStatement, type PredicateName, type Predicates, type RecordedStatement, type Statement } from '../../src/core/attestation/index.ts';
import { nothingRecorded, type DecisionInputs } from '../../src/core/decision/index.ts';
import { claimsOfCommit } from '../../src/core/evidence/index.ts';
import { policyTexts, type People } from '../../src/core/policy/index.ts';
import type { StatementsQuestion } from '../../src/core/recorded/index.ts';
import { formatInstant, type Sha256 } from '../../src/core/values/index.ts';
import { unanswered } from '../keys/statement.ts';
import { changeOf, commit, now } from '../policy-cases/decision-cases.ts';

export const sha256: Sha256 = (chunks) => {
  const hash = createHash('sha256');
  for (const chunk of chunks) hash.update(chunk);
  return hash.digest('hex');
};

/** A line of people.yaml with a key that is as long as one, of a name. */
export function keyOf(name: string): string {
  const type = 'ssh-ed25519';
  const bytes = Buffer.concat([Buffer.from([0, 0, 0, type.length]), Buffer.from(type), Buffer.from([0, 0, 0, 32]), createHash('sha256').update(name).digest()]);
  return `${type} ${bytes.toString('base64')}`;
}

export const repository = '3f2a'.padEnd(64, '0');

const { parsePeople, parsePolicy } = await policyTexts();

export const policy = parsePolicy(
  `version: 1
mode: enforce
areas:
  checkout: { paths: ["checkout/**"], tier: critical, owners: [seniors] }
rules:
  - name: senior-gate
    when: change.assisted && author.level < senior
    because: a senior answers for it
    require:
      - sign-off: { level: senior, count: 1, owners: per-area, signature: touch }
      - review: { count: 1, after: sign-off }
      - checks: { pass: [test], after: review }
otherwise: { allow: true, because: no rule asks for more }
override: { by: { level: senior, count: 1 }, review-within: 24h }
`,
  'policy.yaml',
).policy!;

const peopleText = `root: { repository: "${repository}", keys: ["${keyOf('root')} root"] }
people:
  ana: { name: Ana Ruiz, level: senior, emails: [ana@example.com], accounts: { github: ana-r }, keys: ["${keyOf('ana')} ana"] }
  li: { name: Li Wei, level: senior, emails: [li@example.com], accounts: { github: li-w }, keys: ["${keyOf('li')}"] }
  bo: { name: Bo Lind, level: mid, emails: [bo@example.com], accounts: { github: bo-l }, keys: ["${keyOf('bo')}"] }
  tomas: { name: Tomas Vega, level: mid, emails: [tomas@example.com], accounts: { github: tomas-v }, keys: ["${keyOf('tomas')}"] }
agents:
  kiro: { operator: required, emails: [kiro@example.com], accounts: { github: kiro-bot } }
gates:
  ci: { keys: ["${keyOf('ci')}"], may: [evidence] }
  host: { keys: ["${keyOf('host')}"], may: [landing] }
teams:
  seniors: [ana, li]
`;

/** Those of the text above, `without` some of its lines. */
export function peopleWith(change: (text: string) => string = (text) => text): People {
  const { people, problems } = parsePeople(change(peopleText), 'people.yaml', policy.levels);
  if (people === null) throw new Error(problems.map(({ message }) => message).join('; '));
  return people;
}

export const people = peopleWith();

const commits = [commit('a1', 'bo', 'Change it\n\nAssisted-by: Copilot:gpt-5.2\n')];

/** Bo's change of checkout, written with Copilot. */
export const change = changeOf(commits, ['checkout/a.ts']);

const at = (ago: number) => formatInstant(now - ago);
const about = {
  repository,
  objectFormat: 'sha1',
  target: change.target,
  base: change.base,
  head: change.head,
  change: { digest: change.digest, entries: 1 },
  nonce: '0'.repeat(32),
  signedAt: at(600),
  ledger: null,
} as const;

/** What each kind says of the change where a test does not care. */
const predicates: Predicates = {
  'sign-off': {
    ...about,
    verdict: 'approve',
    commits: { count: 1, digest: '0'.repeat(64) },
    contributors: ['bo'],
    excluded: ['bo'],
    answering: { tier: 'critical', rules: ['senior-gate'] },
    inputs: { digest: '0'.repeat(64), engine: 'countersign-1', policyAt: '0'.repeat(40), at: at(700) },
    person: { id: 'ana', level: 'senior' },
    ...unanswered,
    manner: 'terminal',
  },
  declaration: { ...about, person: { id: 'bo' }, attests: false, assistance: { used: true, tools: [] }, document: {}, maintainer: null },
  override: { ...about, person: { id: 'li', level: 'senior' }, reason: 'the shop is down', expiresAt: at(-7200) },
  'after-review': { repository, target: change.target, landing: { commit: change.head.commit, change: change.digest }, person: { id: 'ana', level: 'senior' }, verdict: 'accept', comment: 'fine', nonce: about.nonce, signedAt: about.signedAt, ledger: null },
  audit: { repository, person: { id: 'ana', level: 'senior' }, entries: { from: 0, to: 1 }, findings: [], nonce: about.nonce, signedAt: about.signedAt, ledger: null },
  evidence: { repository, objectFormat: 'sha1', gate: 'ci', tree: change.head.tree, commit: null, result: { kind: 'check', name: 'test', outcome: 'passed', tool: null }, nonce: about.nonce, signedAt: about.signedAt, ledger: null },
  review: { repository, objectFormat: 'sha1', gate: 'ci', forge: 'github', account: 'tomas-v', verdict: 'approve', target: change.target, base: change.base.commit, head: change.head.commit, change: change.digest, nonce: about.nonce, signedAt: about.signedAt, ledger: null },
  landing: { repository, objectFormat: 'sha1', gate: 'host', target: change.target, from: change.base.commit, to: change.head.commit, landed: [{ commit: change.head.commit, signOffs: [], test: 'exact', override: false }], gitVersion: '2.47.0', nonce: about.nonce, signedAt: about.signedAt, ledger: null },
  adoption: { repository, objectFormat: 'sha1', gate: null, target: change.target, commit: '0'.repeat(40), policy: null, people: null, nonce: about.nonce, signedAt: about.signedAt, ledger: null },
};

/** An entry of one kind, by the key of `by`. */
export function entry<N extends PredicateName>(place: number, name: N, by: string, parts: Partial<Predicates[N]> = {}, signature: Partial<RecordedStatement['signature']> = {}): RecordedStatement {
  const statement = newStatement(name, { ...predicates[name], ...parts }) as Statement;
  const envelope = sha256([`${place} ${name} ${by}`]);
  return { entry: place, envelope, statement, signature: { publicKey: keyOf(by), fingerprint: `SHA256:${by}`, strength: 'touch', synced: false, counter: null, passkey: null, ...signature } };
}

/** A sign-off of a person with their own key. */
export function signs(place: number, who: string, parts: Partial<Predicates['sign-off']> = {}, signature: Partial<RecordedStatement['signature']> = {}): RecordedStatement {
  return entry(place, 'sign-off', who, { person: { id: who, level: 'senior' }, ...parts }, signature);
}

/** What is asked about the change where a test does not care. */
export function asking(recorded: readonly RecordedStatement[], parts: Partial<StatementsQuestion> = {}): StatementsQuestion {
  return { change, people, recorded, adoptions: [], carries: [], notCovering: new Map(), earlier: new Set(), landedBefore: new Set(), landing: null, sha256, ...parts };
}

/** What the decision would read beside the statements. */
export const inputs: DecisionInputs = {
  ...nothingRecorded,
  change,
  evidence: { claims: claimsOfCommit(commits[0]!), origins: [{ path: 'checkout/a.ts', ranges: [{ start: 1, end: 10, commit: commits[0]!.id, originalStart: 1, originalPath: 'checkout/a.ts' }] }], problems: [] },
  policy,
  people,
  policyDigest: null,
  peopleDigest: null,
  proposedPolicy: null,
  history: { windowHours: 72, commits: 0, linesAdded: 0 },
  now,
};
