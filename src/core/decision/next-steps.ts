import type { Change } from '../change/index.ts';
import { signatureStrengths, type Person, type SignatureStrength } from '../policy/index.ts';
import { displayName, hasKeyFor, identities, type Silence } from '../signoff/index.ts';
import type { NextStep } from './decision.ts';
import type { Facts } from './inputs.ts';
import { worstFirst, type Node, type Want } from './node.ts';
import { anyOf, list, rangeOf, unique } from './phrases.ts';
import { readiness } from './readiness.ts';
import { touchSteps } from './touching.ts';

type SignOffWant = Extract<Want, { for: 'sign-off' }>;
type ReviewWant = Extract<Want, { for: 'review' }>;

/** The shortest way forward, first step first. Commands are only those this version has. */
export function nextSteps(nodes: readonly Node[], facts: Facts): NextStep[] {
  const status = worstFirst(nodes)[0]?.reason.status ?? 'unknown';
  if (status === 'approved') return [];
  const cures = distinct(worstFirst(nodes).flatMap(({ reason, cures }) => (reason.status === 'approved' ? [] : cures)));
  const wants = nodes.flatMap((node) => node.wants);
  const blocked = status === 'refused' || status === 'unsatisfiable';
  const steps = [...cures, ...declare(wants, facts), ...attest(wants, facts), ...(blocked ? [] : write(wants, facts))];
  if (!blocked) steps.push(...enrol(wants, facts), ...sign(wants, facts), ...review(wants, facts), ...touchSteps(nodes, facts));
  if (!blocked) steps.push(...results(wants, steps.length > 0));
  return [...steps, ...explain(facts)];
}

function declare(wants: readonly Want[], facts: Facts): NextStep[] {
  const want = wants.find((one) => one.for === 'declaration');
  if (want === undefined) return [];
  const { asked, automation } = want.silence;
  const steps = asked.length > 0 || automation.length === 0 ? [answerStep(want.silence, facts)] : [];
  const sayFor = ({ name, enrolled }: Silence['automation'][number]): string =>
    enrolled
      ? `${name} cannot answer for the trace of AI in its commit: the person who lands it answers`
      : `${name} is ordinary automation and cannot answer: enrol it under \`agents:\` with \`operator: none\` in .countersign/people.yaml, or let the person who lands it answer`;
  return [...steps, ...automation.map((bot) => ({ sentence: sayFor(bot), people: [], command: null }))];
}

function answerStep({ asked }: Silence, { inputs, contributors }: Facts): NextStep {
  const whoIs = identities(inputs.people);
  const called = unique(
    asked.map(({ who }) => {
      const owner = whoIs(who);
      return owner.kind === 'person' ? displayName(owner.person, inputs.people) : who.name;
    }),
  );
  const names = called.length > 0 ? called : contributors.names;
  const who = names.length > 1 ? 'each author' : (names[0] ?? '') === '' ? 'the author' : names[0]!;
  if (inputs.policy.undeclared === 'ask-signed') {
    return { sentence: `${who} signs a declaration: did an AI write any of it?`, people: [], command: `countersign declare ${rangeOf(inputs.change)}` };
  }
  const messages = names.length > 1 ? 'their commit messages' : asked.length > 1 ? 'the commit messages' : 'the commit message';
  return {
    sentence: `${who} answers in ${messages}: \`Assisted-by: none\`, or \`Assisted-by: AGENT:MODEL\` where one helped`,
    people: [],
    command: answerCommand(inputs.change, asked),
  };
}

/**
 * Every silent commit needs the answer: amending answers for the newest only, and a rebase writes every commit of
 * the change again. Nobody is told to do that to the commits of others, or to a merge, whose own lines it loses.
 */
function answerCommand({ base, head, commits }: Change, asked: Silence['asked']): string | null {
  // The editor opens on each message: an answer that could be pasted unread would answer nothing.
  const amend = 'git commit --amend';
  if (asked.every(({ commit }) => commit.id === head.commit) || commits.length < 2) return amend;
  if (asked.some(({ commit }) => commit.parents.length > 1)) return null;
  const own = commits.filter(({ parents }) => parents.length < 2);
  const writers = new Set([...own.map(({ author }) => author), ...asked.map(({ who }) => who)].map(({ email }) => email.toLowerCase()));
  if (writers.size > 1) return null;
  const merges = own.length < commits.length ? ' --rebase-merges' : '';
  return `git rebase${merges} --exec '${amend}' ${base.commit.slice(0, 12)}`;
}

function attest(wants: readonly Want[], facts: Facts): NextStep[] {
  const want = wants.find((one) => one.for === 'attestation');
  if (want === undefined) return [];
  const { asked, first } = withKeys(want.pool, 1, want.signature, facts);
  const who = asked.length === 0 ? 'a second enrolled person' : anyOf(namesOf(asked, facts));
  const sentence = `${who} can attest that no AI wrote it, having had no hand in it${first}`;
  return [{ sentence, people: asked.map(({ id }) => id), command: `countersign declare ${rangeOf(facts.inputs.change)} --attest` }];
}

function enrol(wants: readonly Want[], { inputs }: Facts): NextStep[] {
  const asked = wants.some((want) => want.for === 'sign-off' || want.for === 'review');
  if (!asked || inputs.people.persons.length > 0) return [];
  return [{ sentence: 'enrol people: nobody is listed in `.countersign/people.yaml`', people: [], command: null }];
}

/** One step where somebody could give every missing sign-off at once, otherwise one per sign-off. */
function sign(wants: readonly Want[], facts: Facts): NextStep[] {
  const asked = wants.filter((want) => want.for === 'sign-off' && want.pool.length > 0) as SignOffWant[];
  const first = asked[0];
  if (first === undefined) return [];
  const all = first.pool.filter((person) => asked.every(({ pool }) => pool.includes(person)));
  const lacking = Math.max(...asked.map((want) => want.lacking));
  const strongest = signatureStrengths.findLast((one) => asked.some(({ signature }) => signature === one)) ?? 'any';
  if (all.length >= lacking) return [signStep({ pool: all, lacking, area: null, signature: strongest }, facts)];
  return distinct(asked.map((want) => signStep(want, facts)));
}

function signStep({ pool, lacking, area, signature }: Pick<SignOffWant, 'pool' | 'lacking' | 'area' | 'signature'>, facts: Facts): NextStep {
  const { asked, first } = withKeys(pool, lacking, signature, facts);
  const { names, people, load } = readiness(asked, lacking, facts);
  const who = lacking === 1 ? `${anyOf(names)} can sign` : asked.length === lacking ? `${list(names)} must sign` : `${lacking} of ${list(names)} can sign`;
  return { sentence: `${who}${area === null ? '' : ` for ${area}`}${load}${first}`, people: people.map(({ id }) => id), command: `countersign sign ${rangeOf(facts.inputs.change)}` };
}

/**
 * Those whose keys can sign as strongly as asked, where they are enough; else everybody, and what some of them need first.
 * Where nothing can be signed yet, nobody is told apart by it.
 */
function withKeys(pool: readonly Person[], lacking: number, signature: SignatureStrength, facts: Facts): { readonly asked: readonly Person[]; readonly first: string } {
  const unable = facts.inputs.people.root === undefined ? [] : pool.filter((person) => !hasKeyFor(person, signature));
  const able = pool.filter((person) => !unable.includes(person));
  if (unable.length === 0 || able.length >= lacking) return { asked: able, first: '' };
  const [touched, how] = signature === 'any' ? ['', ''] : [' that can be touched', ' --passkey'];
  return { asked: pool, first: `; no key of ${anyOf(namesOf(unable, facts))}${touched} is enrolled yet (countersign people enrol${how})` };
}

/** One step where the same people would count for every missing review, otherwise one per review. */
function review(wants: readonly Want[], facts: Facts): NextStep[] {
  const signing = wants.filter((want) => want.for === 'sign-off');
  // Those who alone can give a sign-off must: a review of somebody else is not theirs to give.
  const bound = new Set(signing.flatMap(({ pool, lacking }) => (pool.length <= lacking ? pool : [])));
  const asked = wants
    .filter((want) => want.for === 'review')
    .map((want): ReviewWant => {
      const free = want.pool.filter((person) => !bound.has(person));
      return want.distinct && free.length >= want.lacking ? { ...want, pool: free } : want;
    })
    .filter(({ pool }) => pool.length > 0);
  const most = asked.toSorted((a, b) => b.lacking - a.lacking)[0];
  if (most === undefined) return [];
  const signers = new Set(signing.flatMap(({ pool }) => pool));
  const all = most.pool.filter((person) => asked.every(({ pool }) => pool.includes(person)));
  if (all.length >= most.lacking) return [reviewStep({ ...most, pool: all }, signers, facts)];
  return distinct(asked.map((want) => reviewStep(want, signers, facts)));
}

function reviewStep({ lacking, pool, then, signature }: ReviewWant, signers: ReadonlySet<Person>, facts: Facts): NextStep {
  const count = lacking === 1 ? 'one other person reviews' : `${lacking} other people review`;
  // Those who cannot give the sign-off first: the few who can are not to be spent on a review.
  // A review on a forge takes no key, unless it has to be a touched one.
  const { asked, first } = signature === 'any' ? { asked: pool, first: '' } : withKeys(pool, lacking, signature, facts);
  const { names, people, load } = readiness(asked, lacking, facts, signers);
  const sentence = `${then && signers.size > 0 ? 'then ' : ''}${count}: ${anyOf(names)}${load}${first}`;
  // The same command as the step before it, where there is one.
  return { sentence, people: people.map(({ id }) => id), command: signers.size > 0 ? null : `countersign sign ${rangeOf(facts.inputs.change)}` };
}

/** What authors have to write down, one step for all of it. */
function write(wants: readonly Want[], facts: Facts): NextStep[] {
  const asked = wants.filter((want) => want.for === 'written');
  const [first] = asked;
  if (first === undefined) return [];
  const who = first.pool.length === 0 ? 'the author, once enrolled,' : anyOf(namesOf(first.pool, facts));
  const sentence = `${who} signs a declaration: ${list(unique(asked.map(({ what }) => what)))}`;
  return [{ sentence, people: [], command: `countersign declare ${rangeOf(facts.inputs.change)}` }];
}

function results(wants: readonly Want[], then: boolean): NextStep[] {
  const asked = wants.filter((want) => want.for === 'result');
  const first = then ? 'then ' : '';
  if (asked.length === 0) return [];
  const gates = unique(asked.flatMap((want) => want.gates));
  const by = gates.length === 0 ? 'a gate, once one is enrolled that may sign evidence' : list(gates, 'or');
  return [{ sentence: `${first}${list(unique(asked.map(({ what }) => what)))}, signed by ${by}`, people: [], command: null }];
}

function explain({ assistance, inputs: { change } }: Facts): NextStep[] {
  if (!assistance.claims.some((claim) => claim.class === 'ai')) return [];
  return [{ sentence: 'why AI, line by line', people: [], command: `countersign explain ${rangeOf(change)}` }];
}

function namesOf(persons: readonly Person[], { inputs }: Facts): string[] {
  return persons.map((person) => displayName(person, inputs.people));
}

function distinct(steps: readonly NextStep[]): NextStep[] {
  const seen = new Set<string>();
  return steps.filter(({ sentence }) => !seen.has(sentence) && seen.add(sentence) !== undefined);
}
