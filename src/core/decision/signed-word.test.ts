import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { changeOf, commit, now, team } from '../../../test/policy-cases/decision-cases.ts';
import type { Change, Commit } from '../change/index.ts';
import { softPasskey, softSecurityKey } from '../../../test/keys/index.ts';
import { claimsOfCommit, type Claim, type OriginRange } from '../evidence/index.ts';
import { policyTexts, type People } from '../policy/index.ts';
import type { SignedDeclaration } from '../signoff/index.ts';
import type { Sha256 } from '../values/index.ts';
import { nothingRecorded, type DecisionInputs } from './inputs.ts';
import { judge } from './judge.ts';

const sha256: Sha256 = (chunks) => {
  const hash = createHash('sha256');
  for (const chunk of chunks) hash.update(chunk);
  return hash.digest('hex');
};
const { parsePolicy } = await policyTexts();
const policyOf = (undeclared: string) =>
  parsePolicy(
    `version: 1
mode: enforce
undeclared: ${undeclared}
areas:
  vault: { paths: ["vault/**"], tier: low, ai: forbidden, because: INC-42 }
  checkout: { paths: ["checkout/**"], tier: critical }
rules:
  - { name: gate, when: change.assisted, because: a senior answers for it, require: [ { sign-off: { level: senior, count: 1, signature: touch } } ] }
  - { name: by-hand, when: '"hand/x.ts" in change.paths && !change.assisted && !author.touched', because: somebody touches a key, require: [ { review: { count: 1, signature: touch } } ] }
  - { name: written, when: '"docs/plan.md" in change.paths', because: plans are written down, require: [ { document: [intent, rollback] }, owner: named ] }
passkeys: { synced: refuse }
otherwise: { allow: true, because: no rule asks for more }
`,
    'policy.yaml',
  ).policy!;

const silent = 'Change it\n';
const none = 'Change it\n\nAssisted-by: none\n';
const copilot = 'Change it\n\nAssisted-by: Copilot:gpt-5.2\n';
const { digest } = changeOf([commit('a1', 'bo', silent)], ['web/page.ts']);

function declared(parts: Partial<SignedDeclaration> = {}): SignedDeclaration {
  return {
    id: '12', person: 'bo', attests: false, changeDigest: digest, target: 'refs/heads/main', assistance: { used: false, tools: [] }, document: {}, maintainer: null, strength: 'any', signedAt: now - 60, order: 12, ...parts,
  };
}

const attested = (parts: Partial<SignedDeclaration> = {}) => declared({ person: 'li', attests: true, strength: 'touch', ...parts });

interface Given {
  readonly message?: string;
  readonly author?: string;
  readonly undeclared?: string;
  readonly path?: string;
  /** A weak trace beside whatever the message says. */
  readonly trace?: boolean;
  readonly people?: People;
  readonly declarations: readonly SignedDeclaration[];
}

function inputsAbout(change: Change, commits: readonly Commit[], ranges: readonly OriginRange[], undeclared = 'ask'): DecisionInputs {
  return {
    ...nothingRecorded,
    change,
    evidence: { claims: commits.flatMap((one) => [...claimsOfCommit(one)]), origins: [{ path: ranges[0]!.originalPath, ranges }], problems: [] },
    policy: policyOf(undeclared),
    people: team,
    policyDigest: null,
    peopleDigest: null,
    proposedPolicy: null,
    history: { windowHours: 72, commits: 0, linesAdded: 0 },
    now,
  };
}

function judged({ message = silent, author = 'bo', undeclared = 'ask', path = 'web/page.ts', trace = false, people = team, declarations }: Given) {
  const commits = [commit('a1', author, message)];
  const change = changeOf(commits, [path]);
  const weak: Claim = { class: 'ai', kind: 'inferred', strength: 'weak', subject: { scope: 'commit', commit: commits[0]!.id }, tool: 'Cursor', model: null, session: null, rule: 'branch', source: { in: 'message', commit: commits[0]!.id, line: 1 }, quote: 'cursor/x' };
  const ranges = [{ start: 1, end: 10, commit: commits[0]!.id, originalStart: 1, originalPath: path }];
  const bare = inputsAbout(change, commits, ranges, undeclared);
  const inputs = { ...bare, people, evidence: { ...bare.evidence, claims: [...bare.evidence.claims, ...(trace ? [weak] : [])] }, declarations };
  const { assistance, decision } = judge(inputs, sha256);
  return { assistance, decision, state: assistance.state, status: decision.status, aside: decision.root.children.flatMap((node) => [node, ...node.children]).flatMap(({ setAside }) => setAside.map(({ because }) => because)) };
}

/** A commit of Bo's and one of Ana's, both said to be written by hand; what becomes of them. */
function judgedTwo(declarations: readonly SignedDeclaration[]): string {
  const commits = [commit('a1', 'bo', none), commit('a2', 'ana', none)];
  const change = changeOf(commits, ['hand/x.ts']);
  const ranges = commits.map(({ id }, at) => ({ start: 1 + 5 * at, end: 5 + 5 * at, commit: id, originalStart: 1, originalPath: 'hand/x.ts' }));
  const about = declarations.map((one) => ({ ...one, changeDigest: change.digest }));
  return judge({ ...inputsAbout(change, commits, ranges), declarations: about }, sha256).decision.status;
}

describe('the author’s signed answer', () => {
  test.each<[string, Given, string, string]>([
    ['"no AI" answers a silent commit', { declarations: [declared()] }, 'not-assisted', 'approved'],
    ['"no AI" meets `ask-signed`', { undeclared: 'ask-signed', message: none, declarations: [declared()] }, 'not-assisted', 'approved'],
    ['no answer leaves `ask-signed` open, whatever a trailer says', { undeclared: 'ask-signed', message: none, declarations: [] }, 'ask', 'pending'],
    ['"AI used" makes it assisted', { declarations: [declared({ assistance: { used: true, tools: ['Claude'] } })] }, 'assisted', 'pending'],
    ['"AI used" makes it assisted whatever the message says', { message: none, declarations: [declared({ assistance: { used: true, tools: [] } })] }, 'assisted', 'pending'],
    ['"no AI" lowers nothing that is declared', { message: copilot, declarations: [declared()] }, 'assisted', 'pending'],
    ['"no AI" against a weak trace is a contradiction', { trace: true, declarations: [declared()] }, 'contradictory', 'pending'],
    ['"no AI" of another person answers nothing', { declarations: [declared({ person: 'li' })] }, 'ask', 'pending'],
    ['"no AI" about another content answers nothing', { declarations: [declared({ changeDigest: '9'.repeat(64) })] }, 'ask', 'pending'],
    ['"no AI" for another branch answers nothing', { declarations: [declared({ target: 'refs/heads/x' })] }, 'ask', 'pending'],
    ['"no AI" of somebody not enrolled answers nothing', { author: 'zoe', declarations: [declared({ person: 'zoe' })] }, 'ask', 'pending'],
    ['"no AI" of an agent answers nothing', { author: 'kiro', undeclared: 'human', declarations: [declared({ person: 'kiro' })] }, 'assisted', 'pending'],
    ['"no AI" from tomorrow answers nothing', { declarations: [declared({ signedAt: now + 86_400 })] }, 'ask', 'pending'],
    ['"AI used" of somebody else is believed too', { message: none, declarations: [attested({ assistance: { used: true, tools: [] } })] }, 'assisted', 'pending'],
  ])('%s', (_, given, state, status) => {
    const found = judged(given);
    expect([found.state, found.status]).toEqual([state, status]);
  });

  test('names the agent as trailers do, and the model beside it', () => {
    const { assistance } = judged({ declarations: [declared({ assistance: { used: true, tools: ['Copilot:gpt-5.2'] } })] });
    expect(assistance.tools).toEqual(['Copilot']);
    expect(assistance.claims.at(-1)).toMatchObject({ tool: 'Copilot', model: 'gpt-5.2' });
  });

  test('is a claim with its entry, and a tool’s name in it makes no person a tool', () => {
    const { assistance } = judged({ declarations: [declared({ assistance: { used: true, tools: ['bo@example.com'] } })] });
    expect(assistance.claims.at(-1)).toMatchObject({ class: 'ai', kind: 'declared', source: { in: 'ledger', entry: 12 }, quote: '"used":true' });
  });

  test('says why it does not count', () => {
    expect(judged({ declarations: [declared({ person: 'li' })] }).aside).toEqual(['no author of this change: the word of somebody else is an attestation']);
    expect(judged({ declarations: [declared({ changeDigest: '91bc'.padEnd(64, '0') })] }).aside).toEqual([`declared for digest 91bc…, the change is now ${digest.slice(0, 4)}…`]);
  });
});

describe('an attestation', () => {
  test.each<[string, Given, string, string]>([
    ['settles a weak trace that the author contradicts', { trace: true, message: none, declarations: [attested()] }, 'not-assisted', 'approved'],
    ['takes a file key where nothing is critical', { trace: true, message: none, declarations: [attested({ strength: 'any' })] }, 'not-assisted', 'approved'],
    ['does not answer for a silent author', { trace: true, declarations: [attested()] }, 'ask', 'pending'],
    ['lowers nothing that is declared', { message: copilot, declarations: [attested()] }, 'assisted', 'pending'],
    ['opens an area where AI is off-limits', { path: 'vault/a', message: none, declarations: [attested()] }, 'not-assisted', 'approved'],
    ['opens it against a weak trace too', { path: 'vault/a', trace: true, message: none, declarations: [attested()] }, 'not-assisted', 'approved'],
    ['opens it not where AI was declared', { path: 'vault/a', message: copilot, declarations: [attested()] }, 'assisted', 'refused'],
    ['opens it not where its author says so alone', { path: 'vault/a', message: none, declarations: [declared({ strength: 'touch' })] }, 'not-assisted', 'pending'],
  ])('%s', (_, given, state, status) => {
    const found = judged(given);
    expect([found.state, found.status]).toEqual([state, status]);
  });

  test.each<[string, Given, string]>([
    ['of the author', { trace: true, message: none, declarations: [attested({ person: 'bo' })] }, 'had a hand in it: author of a100000'],
    ['by a file key where AI is off-limits', { path: 'vault/a', message: none, declarations: [attested({ strength: 'any' })] }, 'no touch on the key (any < touch)'],
    ['by a file key of a critical change', { path: 'checkout/a', trace: true, message: none, declarations: [attested({ strength: 'any' })] }, 'no touch on the key (any < touch)'],
    ['by a synced passkey where AI is off-limits and the policy refuses those', { path: 'vault/a', message: none, declarations: [attested({ synced: true })] }, 'made with a passkey that may be synced to other devices; the policy counts those as any (any < touch)'],
    ['that landed under it before', { trace: true, message: none, declarations: [attested({ used: true })] }, 'used already: the change it was said of has landed before, or that cannot be told'],
    ['that does not say it', { trace: true, message: none, declarations: [attested({ assistance: null })] }, 'it does not say whether an AI wrote it'],
    ['of somebody not enrolled', { trace: true, message: none, declarations: [attested({ person: 'zoe' })] }, 'nobody of this id is enrolled'],
    ['about another content', { trace: true, message: none, declarations: [attested({ changeDigest: '91bc'.padEnd(64, '0') })] }, `declared for digest 91bc…, the change is now ${digest.slice(0, 4)}…`],
  ])('%s settles nothing', (_, given, because) => {
    const found = judged(given);
    expect(found.status).toBe('pending');
    expect(found.aside).toEqual([because]);
  });

  test('is a reason of its own once it settled something', () => {
    const { decision } = judged({ trace: true, message: none, declarations: [attested()] });
    expect(decision.root.children[0]).toMatchObject({ rule: 'attestation', status: 'approved', sentence: 'Li (entry 12) attests that no AI wrote it' });
  });
});

describe('what an author writes down', () => {
  const plan = (...declarations: readonly SignedDeclaration[]) => {
    const { decision } = judged({ path: 'docs/plan.md', message: none, declarations });
    const [document, owner] = decision.root.children.find(({ rule }) => rule === 'written')!.children;
    return { status: decision.status, document: document!, owner: owner! };
  };
  const written = (document: Record<string, string>, parts: Partial<SignedDeclaration> = {}) => declared({ document, assistance: null, ...parts });

  test('meets the document and names the maintainer, in one declaration or several', () => {
    const whole = plan(written({ intent: 'Move the plan', rollback: 'Move it back' }, { maintainer: 'bo' }));
    expect(whole).toMatchObject({ status: 'approved', document: { met: ['intent by Bo (entry 12)', 'rollback by Bo (entry 12)'] }, owner: { met: ['maintained by Bo (entry 12)'] } });
    expect(plan(written({ intent: 'Move the plan' }), written({ rollback: 'Move it back' }, { id: '13', order: 13, maintainer: 'li' })).status).toBe('approved');
  });

  test.each<[string, SignedDeclaration, string]>([
    ['in part', written({ intent: 'Move the plan' }, { maintainer: 'bo' }), 'rollback in writing'],
    ['with nothing to see', written({ intent: 'Move the plan', rollback: ' \u3164\u200b — ' }, { maintainer: 'bo' }), 'rollback in writing'],
    ['of what has landed before', written({ intent: 'a', rollback: 'b' }, { used: true, maintainer: 'bo' }), 'intent and rollback in writing'],
    ['by somebody else', written({ intent: 'a', rollback: 'b' }, { person: 'li', maintainer: 'bo' }), 'intent and rollback in writing'],
    ['about another content', written({ intent: 'a', rollback: 'b' }, { changeDigest: '9'.repeat(64), maintainer: 'bo' }), 'intent and rollback in writing'],
  ])('%s meets nothing yet', (_, one, needs) => {
    expect(plan(one)).toMatchObject({ status: 'pending', document: { status: 'pending', needs: [needs] } });
  });

  test('by naming somebody not enrolled names nobody', () => {
    expect(plan(written({ intent: 'a', rollback: 'b' }, { maintainer: 'zoe' })).owner).toMatchObject({ status: 'pending', needs: ['a named maintainer'] });
  });
});

describe('a rule about what was written by hand', () => {
  const byHand = (parts: Partial<Given> = {}) => judged({ path: 'hand/x.ts', message: none, declarations: [], ...parts });
  const touched = (parts: Partial<SignedDeclaration> = {}) => declared({ strength: 'touch', ...parts });

  test.each<[string, Partial<Given>, string]>([
    ['nobody said so but in the message', {}, 'pending'],
    ['its author said so by a key in a file', { declarations: [declared()] }, 'pending'],
    ['its author touched a key to say so', { declarations: [touched()] }, 'approved'],
    ['its author touched a key that showed who they are', { declarations: [touched({ strength: 'verified' })] }, 'approved'],
    ['its author touched a key for other content', { declarations: [touched({ changeDigest: '9'.repeat(64) })] }, 'pending'],
    ['its author touched a key for it before it landed and was taken back', { declarations: [touched({ used: true })] }, 'pending'],
    ['its author touched a key again since', { declarations: [touched({ used: true }), touched({ id: '13', order: 13 })] }, 'approved'],
    ['its author touched a key for another branch', { declarations: [touched({ target: 'refs/heads/x' })] }, 'pending'],
    ['its author touched a key for something else', { declarations: [touched({ assistance: null, document: { intent: 'because' } })] }, 'pending'],
    ['its author touched a key to say that an AI was used', { declarations: [touched({ assistance: { used: true, tools: ['Copilot'] } })] }, 'pending'],
    ['somebody else touched a key', { declarations: [touched({ person: 'li' })] }, 'pending'],
    ['somebody else attests it by a touch', { declarations: [attested()] }, 'pending'],
    ['somebody committed it in another name', { author: 'ana', declarations: [touched()] }, 'pending'],
  ])('where %s', (_, given, status) => {
    expect(byHand(given).status).toBe(status);
  });

  test('asks every author of two for their own touch', () => {
    const twoDeclared = (people: readonly string[]) => judgedTwo(people.map((person, at) => touched({ person, order: 12 + at, id: String(12 + at) })));
    expect([twoDeclared([]), twoDeclared(['bo']), twoDeclared(['ana']), twoDeclared(['bo', 'ana'])]).toEqual(['pending', 'pending', 'pending', 'approved']);
  });

  test('says who can spare another the review, and how', () => {
    expect(byHand().decision.next.map(({ sentence, command }) => [sentence, command])).toContainEqual(['or Bo touches a key to say that no AI was used', 'countersign declare bbbbbbbbbbbb..dddddddddddd --no-ai']);
    expect(byHand().decision.root.sentence).toBe("needs one more reviewer, or a touch of its author's key");
    expect(byHand({ author: 'zoe' }).decision.next.some(({ sentence }) => sentence.includes('touch'))).toBe(false);
    expect(byHand({ author: 'zoe' }).decision.root.sentence).toBe('needs one more reviewer');
  });

  test('says why what its author signed is not enough', () => {
    const says = (one: SignedDeclaration) => byHand({ declarations: [one] }).decision.next.find(({ sentence }) => sentence.startsWith('or Bo touches'))?.sentence;
    expect(says(declared())).toBe('or Bo touches a key to say that no AI was used (entry 12: no touch on the key (any < touch))');
    expect(says(touched({ used: true }))).toBe('or Bo touches a key to say that no AI was used (entry 12: used already: the change it was said of has landed before, or that cannot be told)');
  });

  test('says how to get a key that is touched, to who has none', () => {
    const root = { repository: 'a'.repeat(64), keys: [], at: { file: 'people.yaml', line: 1, column: 1 } };
    const says = (keys: readonly string[]) => {
      const people = { ...team, root, persons: team.persons.map((person) => (person.id === 'bo' ? { ...person, keys } : person)) };
      return byHand({ people }).decision.next.find(({ sentence }) => sentence.startsWith('or Bo touches'))?.sentence;
    };
    const without = 'or Bo touches a key to say that no AI was used; no security key or passkey of Bo is enrolled yet (countersign people enrol --passkey)';
    expect(says([])).toBe(without);
    expect(says(['ssh-ed25519 AAAA bo sk-ssh-ed25519@openssh.com'])).toBe(without);
    expect(says(['ssh-ed25519 AAAA bo', softSecurityKey().line])).toBe('or Bo touches a key to say that no AI was used');
    expect(says([softPasskey().line])).toBe('or Bo touches a key to say that no AI was used');
  });
});
