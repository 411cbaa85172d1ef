import { modes, requirementKinds, type Member, type Placed } from '../../policy/index.ts';
import { tiers } from '../../risk/index.ts';
import type { Position } from '../../values/index.ts';
import type { Expectation, ExpectedReason } from '../policy-case.ts';
import { shapeOf, textOf, textsOf, wordOf, type Reading } from './reading.ts';

const statuses = ['approved', 'pending', 'refused', 'unsatisfiable', 'overridden', 'unknown'] as const;
const reasonStatuses = [...statuses, 'skipped', 'absent'] as const;
const states = ['assisted', 'not-assisted', 'ask', 'contradictory'] as const;
const keys = ['status', 'tier', 'assistance', 'author', 'mode', 'sentence', 'reasons', 'shadow', 'next', 'people', 'not-people', 'excluded'];
const meanings = { outcome: 'status', decision: 'status', level: 'author', rules: 'reasons', tree: 'reasons', says: 'sentence', contains: 'sentence', who: 'people' };
const reasonKeys = ['status', 'sentence', 'needs', 'met', 'set-aside'];
const reasonMeanings = { need: 'needs', metby: 'met', says: 'sentence', contains: 'sentence', aside: 'set-aside', setaside: 'set-aside', signoff: 'sign-off' };

/** What a case expects. Empty, it would assert nothing; and whoever expects `approved` must say by what it is met. */
export function readExpectation(reading: Reading, member: Member | undefined, at: Position): Expectation | null {
  const { source } = reading;
  if (member === undefined) return source.error('missing', 'a case has no `expect`', 'say what the decision must be: expect: { status: pending, reasons: { RULE: pending } }', at);
  const fields = source.fields(member.node, '`expect`', member.at, keys, meanings);
  if (fields === null) return null;
  if (fields.size === 0) return source.error('empty', '`expect` names nothing, so the case would pass whatever happens', 'say at least the status and a reason', member.at);
  const expectation: Expectation = {
    at: member.at,
    status: wordOf(reading, fields.get('status'), '`status`', statuses),
    tier: wordOf(reading, fields.get('tier'), '`tier`', tiers),
    assistance: wordOf(reading, fields.get('assistance'), '`assistance`', states),
    author: textOf(reading, fields.get('author'), '`author`'),
    mode: wordOf(reading, fields.get('mode'), '`mode`', modes),
    sentence: textsOf(reading, fields.get('sentence'), '`sentence`'),
    reasons: readTree(reading, fields.get('reasons')),
    shadow: readTree(reading, fields.get('shadow')),
    next: textsOf(reading, fields.get('next'), '`next`'),
    people: textsOf(reading, fields.get('people'), '`people`'),
    notPeople: textsOf(reading, fields.get('not-people'), '`not-people`'),
    excluded: readWhy(reading, fields.get('excluded')),
  };
  if (expectation.status?.value === 'approved' && !expectation.reasons.some(saysByWhat)) {
    source.error(
      'approved-by-nothing',
      'the case expects `approved` and does not say what met it',
      'name it under reasons: `met` of a requirement, or otherwise: approved where no rule applies',
      expectation.status.at,
    );
  }
  return expectation;
}

/** Nodes that approve by themselves: no requirement stands under them. */
const byThemselves = ['otherwise', 'change'];

function saysByWhat(reason: ExpectedReason): boolean {
  if (byThemselves.includes(reason.rule)) return reason.status?.value === 'approved' || reason.met.length > 0;
  return reason.met.length > 0 || reason.children.some(saysByWhat);
}

/** The reasons under `reasons` or `shadow`. */
function readTree(reading: Reading, member: Member | undefined): readonly ExpectedReason[] {
  if (member === undefined) return [];
  const members = reading.source.members(member.node, `\`${member.key}\``, member.at);
  if (members?.length === 0) namesNothing(reading, member, 'name a rule, or remove the line');
  return (members ?? []).flatMap((one) => readReasons(reading, one));
}

/** What names nothing asserts nothing, and would pass whatever happens. */
function namesNothing({ source, texts }: Reading, { key, at }: Member, mend: string): void {
  source.error('empty', `\`${texts.show(key)}\` names nothing`, mend, at);
}

/** One reason, or several of one name: `sign-off: { sign-off: [ … ] }` where one is asked of each area. */
function readReasons(reading: Reading, member: Member): readonly ExpectedReason[] {
  if (shapeOf(member.node) !== 'list') return [readReason(reading, member.key, member.node, member.at)].filter((one) => one !== null);
  const items = reading.source.items(member.node, `\`${member.key}\``, member.at) ?? [];
  if (items.length === 0) namesNothing(reading, member, 'write what is expected of each, or remove the line');
  return items.map((item) => readReason(reading, member.key, item, item === null ? member.at : reading.source.at(item))).filter((one) => one !== null);
}

function readReason(reading: Reading, rule: string, node: Member['node'], at: Position): ExpectedReason | null {
  const { source, texts } = reading;
  const what = `\`${texts.show(rule)}\``;
  const bare = { rule, at, status: null, sentence: [], needs: [], met: [], setAside: [], children: [] };
  if (shapeOf(node) !== 'mapping') {
    const status: Placed<ExpectedStatus> | null = source.oneOf(node, what, at, reasonStatuses);
    return status === null ? null : { ...bare, status };
  }
  const fields = source.fields(node, what, at, [...reasonKeys, ...requirementKinds], reasonMeanings);
  if (fields === null) return null;
  if (fields.size === 0) return source.error('empty', `${what} expects nothing`, 'write its status, or remove the line', at);
  const status = wordOf(reading, fields.get('status'), `\`status\` of ${what}`, reasonStatuses);
  if (status?.value === 'absent' && fields.size > 1)
    return source.error('contradiction', `${what} is expected to be absent, and to say something`, 'keep `absent` alone, or remove it', status.at);
  const children = [...fields.values()].filter(({ key }) => !reasonKeys.includes(key)).flatMap((child) => readReasons(reading, child));
  return {
    ...bare,
    status,
    sentence: textsOf(reading, fields.get('sentence'), `\`sentence\` of ${what}`),
    needs: textsOf(reading, fields.get('needs'), `\`needs\` of ${what}`),
    met: textsOf(reading, fields.get('met'), `\`met\` of ${what}`),
    setAside: readWhy(reading, fields.get('set-aside')),
    children,
  };
}

type ExpectedStatus = (typeof reasonStatuses)[number];

/** `ana: mid is below senior`, or names alone. */
function readWhy(reading: Reading, member: Member | undefined): readonly { who: string; because: string; at: Position }[] {
  if (member === undefined) return [];
  const { source } = reading;
  const what = `\`${member.key}\``;
  if (shapeOf(member.node) !== 'mapping') return textsOf(reading, member, what).map(({ value, at }) => ({ who: value, because: '', at }));
  const members = source.members(member.node, what, member.at) ?? [];
  if (members.length === 0) namesNothing(reading, member, 'name somebody, or remove the line');
  return members.flatMap((one) => {
    const because = source.string(one.node, `\`${one.key}\` of ${what}`, one.at);
    return because === null ? [] : [{ who: one.key, because: because.value, at: because.at }];
  });
}
