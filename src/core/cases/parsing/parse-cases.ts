import { policyTexts, type Member, type PolicyProblem } from '../../policy/index.ts';
import type { Position } from '../../values/index.ts';
import { changeFields, readChange } from './parse-change.ts';
import { readExpectation } from './parse-expectation.ts';
import { readDeclarations, readResults, readReviews } from './parse-recorded.ts';
import { readOverrides, readSignOffs, readWaiting } from './parse-statements.ts';
import type { CaseFileContent, CasePeople, CasePolicy, PolicyCase } from '../policy-case.ts';
import { shapeOf, textOf, textsOf, wordOf, type Fields, type Reading } from './reading.ts';

/** A file of cases, or why it is none: `content` is `null` exactly where a problem is an error. Sorted by place. */
export interface ParsedCases {
  readonly content: CaseFileContent | null;
  readonly problems: readonly PolicyProblem[];
}

const enrolling = ['people', 'agents', 'gates', 'teams', 'on-call'];
const keys = ['policy', ...enrolling, 'codeowners', 'defaults', 'cases'];
const caseKeys = ['name', 'because', 'change', 'sign-offs', 'overrides', 'results', 'declarations', 'reviews', 'on-call', 'away', 'waiting', 'spot-check', 'expect'];
const caseMeanings = {
  title: 'name',
  id: 'name',
  why: 'because',
  reason: 'because',
  given: 'change',
  signoffs: 'sign-offs',
  signoff: 'sign-offs',
  approvals: 'sign-offs',
  override: 'overrides',
  breakglass: 'overrides',
  checks: 'results',
  evidence: 'results',
  declaration: 'declarations',
  attestations: 'declarations',
  review: 'reviews',
  absent: 'away',
  load: 'waiting',
  expected: 'expect',
  expects: 'expect',
  then: 'expect',
};

/** Of the file as a whole: for a policy the mend would be another. */
const mends: Readonly<Record<string, string>> = { empty: 'list cases under `cases:`', 'too-large': 'split it into several files' };

/**
 * Reads a file of cases. Never throws: every mistake is a problem with its place and mend. `file` is how people know
 * the file; paths inside it are left as written.
 */
export async function parseCases(text: string, file: string): Promise<ParsedCases> {
  const texts = await policyTexts();
  const source = new texts.YamlSource(text, file);
  const reading: Reading = { source, texts };
  const content = source.root === null ? null : readContent(reading, source.root);
  const problems = source.problems
    .map((problem) => (source.root === null ? { ...problem, mend: mends[problem.code] ?? problem.mend } : problem))
    .toSorted((a, b) => a.at.line - b.at.line || a.at.column - b.at.column);
  return { content: source.failed ? null : content, problems };
}

function readContent(reading: Reading, root: NonNullable<Member['node']>): CaseFileContent | null {
  const { source } = reading;
  const top = source.at(root);
  const fields = source.fields(root, 'a file of cases', top, keys, { tests: 'cases', case: 'cases', default: 'defaults', persons: 'people' });
  if (fields === null) return null;
  const listed = fields.get('cases');
  // A key that was mistyped is told once, not again as missing.
  if (listed === undefined && !source.failed) source.error('missing', '`cases` is missing', 'list at least one case', top);
  const defaults = readDefaults(reading, fields.get('defaults'));
  const items = listed === undefined ? [] : (source.items(listed.node, '`cases`', listed.at) ?? []);
  if (listed !== undefined && items.length === 0) source.error('empty', '`cases` lists no case, and no case proves nothing', 'list at least one', listed.at);
  const cases: PolicyCase[] = [];
  for (const item of items) {
    const found = readCase(reading, item, item === null ? top : source.at(item), defaults);
    const twin = found === null ? undefined : cases.find(({ name }) => name === found.name);
    if (found !== null && twin !== undefined) source.error('duplicate-name', `two cases are named \`${reading.texts.show(found.name)}\`; the first stands on line ${twin.at.line}`, 'rename one', found.at);
    else if (found !== null) cases.push(found);
  }
  return {
    file: source.file,
    policy: readPolicy(reading, fields.get('policy')),
    people: readPeople(reading, fields, top),
    codeOwners: textOf(reading, fields.get('codeowners'), '`codeowners`'),
    cases,
  };
}

function readDefaults(reading: Reading, member: Member | undefined): Fields | undefined {
  if (member === undefined) return undefined;
  const change = reading.source.fields(member.node, '`defaults`', member.at, ['change'])?.get('change');
  if (change !== undefined) return changeFields(reading, change) ?? undefined;
  reading.source.error('empty', '`defaults` names nothing', 'write defaults: { change: { … } }, or remove it', member.at);
  return undefined;
}

function readCase(reading: Reading, item: Member['node'], at: Position, defaults: Fields | undefined): PolicyCase | null {
  const { source } = reading;
  const fields = source.fields(item, 'a case', at, caseKeys, caseMeanings);
  if (fields === null) return null;
  if (!fields.has('name')) source.error('missing', 'a case has no `name`', 'say in a sentence what it shows', at);
  const name = textOf(reading, fields.get('name'), '`name` of a case');
  const change = readChange(reading, fields.get('change'), defaults, at);
  const expect = readExpectation(reading, fields.get('expect'), at);
  const parts = {
    because: textOf(reading, fields.get('because'), '`because` of a case')?.value ?? null,
    signOffs: readSignOffs(reading, fields.get('sign-offs')),
    overrides: readOverrides(reading, fields.get('overrides')),
    results: readResults(reading, fields.get('results')),
    declarations: readDeclarations(reading, fields.get('declarations')),
    reviews: readReviews(reading, fields.get('reviews')),
    onCall: textsOf(reading, fields.get('on-call'), '`on-call`'),
    away: textsOf(reading, fields.get('away'), '`away`'),
    waiting: readWaiting(reading, fields.get('waiting')),
    spotCheck: wordOf(reading, fields.get('spot-check'), '`spot-check`', ['drawn', 'not-drawn'] as const),
  };
  if (name === null || change === null || expect === null) return null;
  return { name: name.value, at, change, expect, ...parts };
}

/** A path, `{ preset: NAME }`, or a whole policy. */
function readPolicy(reading: Reading, member: Member | undefined): CasePolicy | null {
  if (member === undefined) return null;
  const { source, texts } = reading;
  const { at, node } = member;
  if (shapeOf(node) !== 'mapping' || node === null) {
    const path = source.string(node, '`policy`', at);
    return path === null ? null : { is: 'file', path: path.value, at: path.at };
  }
  const members = source.members(node, '`policy`', at) ?? [];
  const preset = members.find(({ key }) => key === 'preset');
  if (preset !== undefined && members.length === 1) {
    const name = source.string(preset.node, '`preset`', preset.at);
    return name === null ? null : { is: 'preset', name: name.value, at: name.at };
  }
  const policy = texts.policyIn(source, node);
  return policy === null ? null : { is: 'inline', policy, at };
}

/** A path, or people, agents, gates, teams and who is on call as a people file has them. */
function readPeople(reading: Reading, fields: Fields, top: Position): CasePeople | null {
  const { source, texts } = reading;
  const people = fields.get('people');
  if (people !== undefined && shapeOf(people.node) !== 'mapping') {
    const path = source.string(people.node, '`people`', people.at);
    return path === null ? null : { is: 'file', path: path.value, at: path.at };
  }
  const sections = new Map([...fields].filter(([key]) => enrolling.includes(key)));
  if (sections.size === 0) return null;
  return {
    is: 'inline',
    read: (levels) => {
      const before = source.problems.length;
      const read = texts.peopleIn(source, sections, people?.at ?? top, levels);
      const problems = source.problems.slice(before);
      return { people: problems.some(({ severity }) => severity === 'error') ? null : read, problems };
    },
  };
}
