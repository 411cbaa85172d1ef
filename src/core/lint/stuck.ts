import { peopleIndex, type People, type Person, type Policy, type PolicyProblem } from '../policy/index.ts';
import type { Position } from '../values/index.ts';
import { findStuck, type Stuck } from './find-stuck.ts';
import type { Authors } from './situations.ts';
import { calledBy, count, inWords, problem, someone, thereAre } from './wording.ts';

/**
 * Rules nobody could satisfy, one problem per area or rule with the smallest author as witness. An error where one
 * enrolled author, or any, is stuck with an ordinary change of one file; a warning where it takes two authors, one
 * nobody enrolled, a raised tier, or files that could be split.
 */
export function stuckRules(policy: Policy, people: People, unsettled: ReadonlySet<string>): readonly PolicyProblem[] {
  const words = wordsOf(policy, people);
  const kept = new Map<string, Stuck>();
  for (const stuck of findStuck(policy, people).toSorted((a, b) => weight(a) - weight(b))) {
    // Who owns it is a mistake of its own: mended, this one may be gone.
    if (stuck.ask.area !== null && unsettled.has(stuck.ask.area)) continue;
    const key = subjectOf(stuck);
    // With too few people of the level anywhere, the rule says so once; its areas need not repeat it.
    if (!kept.has(key) && !(stuck.ask.area !== null && kept.has(`rule ${stuck.rule.name}`) && words.isShort(stuck))) kept.set(key, stuck);
  }
  return united([...kept.values()].map((stuck) => ({ stuck, ...words.say(stuck) })));
}

function weight({ authors, touched, ask }: Stuck): number {
  const [first] = authors ?? [];
  const who = authors === null ? 0 : first?.persons.length === 2 ? 3 : first?.beside === null ? 1 : 2;
  return who * 8 + (touched.ordinary ? 0 : 4) + (touched.oneFile ? 0 : 2) + (ask.area === null ? 0 : 1);
}

function severityOf({ authors, touched, rule }: Stuck): PolicyProblem['severity'] {
  const alone = authors === null || (authors[0]?.persons.length === 1 && authors[0].beside === null);
  return alone && touched.ordinary && touched.oneFile && !rule.shadow ? 'error' : 'warning';
}

function subjectOf({ ask, rule, together }: Stuck): string {
  return ask.area !== null && !together ? `area ${ask.area}` : `rule ${rule.name}`;
}

interface Said {
  /** `sign`, `review`, `answer for`. */
  readonly act: string;
  readonly name: string;
  readonly rest: string;
  readonly mend: string;
  readonly at: Position;
}

function wordsOf(policy: Policy, people: People) {
  const index = peopleIndex(people);
  const ableTo = (level: string, pool: readonly Person[]) => pool.filter((person) => policy.levels.indexOf(person.level) >= policy.levels.indexOf(level));
  const say = (stuck: Stuck): Said => {
    const { ask, rule, authors, together } = stuck;
    const act = ask.kind === 'sign-off' ? 'sign' : ask.kind === 'review' ? 'review' : 'answer for';
    const area = together ? null : ask.area;
    const name = `\`${area ?? rule.name}\``;
    const who = authors === null ? '' : ` if ${writing(authors)}`;
    const rest = `${who}${where(stuck, area)}: ${because(stuck)}`;
    const at = policy.areas.find((one) => one.name === area)?.at ?? rule.at;
    return { act: authors === null ? `ever ${act}` : act, name, rest, mend: mend(stuck, area), at };
  };
  const because = ({ ask, rule, authors, together }: Stuck): string => {
    if (together) return togetherWords({ ask, rule });
    const wants = ask.count > 1 ? `, \`${rule.name}\` asks for ${count(ask.count)}` : '';
    const above = ask.level === policy.levels[0] ? '' : ` of level ${ask.level} or above`;
    if (ask.area === null) return `${thereAre(ask.pool.size)}${above === '' ? ' enrolled' : above}${wants}`;
    const owners = index.membersOf(policy.areas.find(({ name }) => name === ask.area)?.owners ?? []);
    const level = owners.length > ask.pool.size || authors === null ? above : '';
    return `it has ${ask.pool.size === 0 ? 'no' : count(ask.pool.size)} owner${ask.pool.size === 1 ? '' : 's'}${level}${wants}`;
  };
  const mend = ({ ask, authors, together }: Stuck, area: string | null): string => {
    if (ask.kind === 'answer') return 'enrol one more person';
    if (together || ask.kind === 'review') return `enrol more people of level ${ask.level} or above`;
    if (authors === null) return area === null ? 'enrol more people of that level, or ask for a lower one' : 'add an owner of that level';
    if (area === null) return `enrol another ${ask.level}`;
    const spare = ableTo(ask.level, people.persons).length > ask.pool.size;
    return spare ? `add an owner, or let level ${ask.level} sign without owning` : `enrol another ${ask.level} and make them an owner`;
  };
  const isShort = ({ ask }: Stuck) => ableTo(ask.level, people.persons).length < ask.count;
  return { say, isShort };
}

/** `it takes one to sign and one more to review`. */
function togetherWords({ ask, rule }: Pick<Stuck, 'ask' | 'rule'>): string {
  const counts = rule.require.flatMap((one) => (one.kind === 'sign-off' ? [Math.max(1, one.count)] : []));
  return `it takes ${count(Math.max(...counts))} to sign and ${count(ask.count)} more to review`;
}

/** `Edda writes`, `Ana or Li writes with somebody not enrolled`, `Ana and Li write it together`. */
function writing(authors: readonly Authors[]): string {
  const first = authors[0]!;
  if (first.persons.length > 1) return `${inWords(first.persons.map(calledBy), 'and')} write it together`;
  const who = someone(authors.flatMap(({ persons }) => persons));
  if (first.beside === 'stranger') return `${who} writes it with somebody not enrolled`;
  return first.beside === 'agent' ? `${who} writes it beside an agent without operator` : `${who} writes`;
}

/** What else has to come together: other areas, a tier its areas do not have. */
function where({ touched }: Stuck, area: string | null): string {
  const others = touched.oneFile ? [] : touched.areas.filter((name) => name !== area);
  const beside = others.length === 0 ? '' : ` in one change with ${inWords(others.map((name) => `\`${name}\``), 'and')}`;
  return `${beside}${touched.ordinary ? '' : `, once its tier rises to ${touched.tier}`}`;
}

interface Worded extends Said {
  readonly stuck: Stuck;
}

/** Warnings that say the same of several areas or rules are one, at the first of them; errors each stand at their place. */
function united(all: readonly Worded[]): readonly PolicyProblem[] {
  const groups = new Map<string, Worded[]>();
  for (const [i, one] of all.entries()) {
    const key = severityOf(one.stuck) === 'error' ? String(i) : [one.act, one.rest, one.mend].join('\0');
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [one]);
    else group.push(one);
  }
  return unrepeated([...groups.values()]).map(({ group, others }) => {
    const { stuck, act, rest, mend, at } = group[0]!;
    const names = group.map(({ name }) => name);
    const shown = names.length > 4 ? `${names.slice(0, 3).join(', ')} and ${names.length - 3} more` : inWords(names, 'or');
    const likewise = others === 0 ? '' : `; likewise ${others} more`;
    return problem(severityOf(stuck), 'unsatisfiable-rule', `nobody could ${act} ${shown}${rest}${likewise}`, mend, at);
  });
}

/** Warnings of one rule in equally unlikely changes are said three times; the third says how many more there are. */
function unrepeated(groups: readonly (readonly Worded[])[]): readonly { readonly group: readonly Worded[]; readonly others: number }[] {
  const most = 3;
  const kept = new Map<string, { group: readonly Worded[]; others: number }[]>();
  for (const [i, group] of groups.entries()) {
    const { stuck } = group[0]!;
    const key = severityOf(stuck) === 'error' ? String(i) : `${stuck.rule.name} ${weight(stuck)}`;
    const said = kept.get(key) ?? [];
    if (said.length < most) said.push({ group, others: 0 });
    else said[most - 1]!.others += group.length;
    kept.set(key, said);
  }
  return [...kept.values()].flat();
}
