import type { Facts } from './inputs.ts';
import { worstFirst, type Node, type Want } from './node.ts';
import { automationAlone, list, unique } from './phrases.ts';
import { askedFor } from './requirements/unsatisfiable.ts';
import { sparedByTouch } from './touching.ts';

/** The first line people read: the reason of the whole decision in one sentence. */
export function rootSentence(nodes: readonly Node[], facts: Facts): string {
  const worst = worstFirst(nodes)[0];
  if (worst === undefined) return 'no rule was asked, and nothing approves nothing';
  const { status } = worst.reason;
  if (status === 'refused' || status === 'unsatisfiable' || worst.broken) return named(worst);
  if (status === 'approved') return approvedSentence(nodes, facts);
  return waitingSentence(nodes, facts);
}

/** A broken rule's sentence does not say which rule; here it must. */
function named({ reason, broken }: Node): string {
  return broken && reason.rule !== 'change' ? `${reason.rule}: ${reason.sentence}` : reason.sentence;
}

function approvedSentence(nodes: readonly Node[], facts: Facts): string {
  const only = nodes.filter(({ reason }) => reason.status === 'approved');
  const alone = only.length === 1 ? only[0] : undefined;
  if (alone !== undefined && alone.reason.children.length === 0) return alone.reason.sentence;
  const people = only.flatMap(({ reason }) => reason.children.filter((child) => child.rule === 'sign-off' || child.rule === 'review'));
  const met = unique(people.map(({ sentence }) => sentence));
  return met.length === 0 ? `nothing more is asked: ${tierAndAuthor(facts)}` : list(met);
}

/** `low tier, written by a senior`: the two facts that most often decide. */
export function tierAndAuthor({ risk, contributors, inputs }: Facts): string {
  const by = contributors.unknown
    ? inputs.people.persons.length === 0
      ? 'nobody is enrolled, so the author counts as unknown'
      : 'written in part by somebody not enrolled'
    : `written by ${/^[aeiou]/i.test(contributors.level) ? 'an' : 'a'} ${contributors.level}`;
  return `${risk.tier} tier, ${by}`;
}

/** `needs a senior, then one more reviewer and tests`. */
function waitingSentence(nodes: readonly Node[], facts: Facts): string {
  const asked = nodes.find(({ reason }) => reason.rule === 'changes-requested');
  if (asked !== undefined) return asked.reason.sentence;
  const lane = nodes.find(({ reason }) => reason.rule === 'revert' && reason.status === 'pending' && reason.children.length === 0);
  if (lane !== undefined) return lane.reason.sentence;
  const wants = nodes.flatMap((node) => node.wants);
  const rest = [...attestations(wants), ...signOffs(wants, facts)];
  const then = [...reviews(wants), ...results(wants)];
  const first = [...declarations(wants, rest.length + then.length === 0), ...rest];
  const answers = wants.some((want) => want.for === 'answers') && !wants.some((want) => want.for === 'sign-off');
  if (answers) first.push('the questions answered in the sign-off');
  if (first.length + then.length === 0) return worstFirst(nodes)[0]?.reason.sentence ?? 'waits';
  if (first.length === 0 && then.length === 1 && isSpared(nodes, facts)) return `needs ${list(then)}, or a touch of ${facts.contributors.persons.length === 1 ? "its author's key" : "its authors' keys"}`;
  if (first.length === 0) return `needs ${list(then)}`;
  return `needs ${first.join(', then ')}${then.length === 0 ? '' : `, then ${list(then)}`}`;
}

/** All that is waited for is spared where authors touch their keys. */
function isSpared(nodes: readonly Node[], facts: Facts): boolean {
  const spared = sparedByTouch(nodes, facts);
  return nodes.every(({ reason, wants }) => wants.length === 0 || spared.has(reason.rule));
}

function declarations(wants: readonly Want[], alone: boolean): string[] {
  const want = wants.find((one) => one.for === 'declaration');
  if (want === undefined) return [];
  const bots = automationAlone(want.silence);
  if (bots !== null) return [alone ? `somebody's answer for ${bots}: did an AI write any of it?` : `an answer on AI for ${bots}`];
  return [alone ? "the author's answer: did an AI write any of it?" : "the author's answer on AI"];
}

function attestations(wants: readonly Want[]): string[] {
  return wants.some((want) => want.for === 'attestation') ? ["a second person's attestation"] : [];
}

/** One phrase for all sign-offs: the highest level per area swallows the lower ones. */
function signOffs(wants: readonly Want[], { inputs }: Facts): string[] {
  const { levels } = inputs.policy;
  const byArea = new Map<string | null, { level: string; count: number }>();
  for (const want of wants) {
    if (want.for !== 'sign-off') continue;
    const known = byArea.get(want.area);
    const higher = known === undefined || levels.indexOf(want.level) > levels.indexOf(known.level);
    byArea.set(want.area, { level: higher ? want.level : known.level, count: Math.max(want.lacking, known?.count ?? 0) });
  }
  const owned = [...byArea].filter(([area]) => area !== null);
  const phrases = (owned.length === 0 ? [...byArea] : owned).map(([area, { level, count }]) => askedFor({ level, area, count }));
  if (phrases.length === 0) return [];
  return [`${list(phrases)}${inputs.people.persons.length === 0 ? ' (nobody is enrolled yet)' : ''}`];
}

function reviews(wants: readonly Want[]): string[] {
  const lacking = wants.map((want) => (want.for === 'review' ? want.lacking : 0));
  const most = Math.max(0, ...lacking);
  return most === 0 ? [] : [most === 1 ? 'one more reviewer' : `${most} more reviewers`];
}

function results(wants: readonly Want[]): string[] {
  const short = wants.map((want) => (want.for === 'result' || want.for === 'written' ? want.what.replace(/ \(.*\)$/, '') : ''));
  const named = unique(short.filter((words) => words !== ''));
  // A first line is one line: the tree below names the rest.
  return named.length <= 2 ? named : [named[0] ?? '', `${named.length - 1} more results`];
}
