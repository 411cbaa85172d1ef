import type { Member } from '../../policy/index.ts';
import type { Position } from '../../values/index.ts';
import { commitKeys, commitMeanings, readCommits } from './parse-commits.ts';
import { readFiles } from './parse-files.ts';
import type { CaseChange } from '../policy-case.ts';
import { instantOf, refOf, textOf, textsOf, truthOf, withDefaults, wordOf, type Fields, type Reading } from './reading.ts';

const keys = [
  ...commitKeys,
  'authors',
  'commits',
  'files',
  'target',
  'at',
  'landed-lately',
  'known-contributors',
  'proposes-mistake',
  'revert-of',
  'base-on-target',
  'unread',
];
const meanings = {
  ...commitMeanings,
  by: 'author',
  paths: 'files',
  branch: 'target',
  now: 'at',
  date: 'at',
  time: 'at',
  reverts: 'revert-of',
  recentlines: 'landed-lately',
};

/** The moment of judgement where a case names none: a Friday, 12:00 UTC. */
const someMoment = 1_795_176_000;

/** The keys of a `change`, as `defaults` may give some of them too. */
export function changeFields({ source }: Reading, member: Member): Fields | null {
  return source.fields(member.node, '`change`', member.at, keys, meanings);
}

/** The change of a case; what it leaves out is taken from `defaults`. */
export function readChange(reading: Reading, member: Member | undefined, defaults: Fields | undefined, at: Position): CaseChange | null {
  const { source } = reading;
  const own = member === undefined ? new Map<string, Member>() : changeFields(reading, member);
  if (own === null) return null;
  if (member === undefined && defaults === undefined) return source.error('missing', 'a case has no `change`', 'say who changes what: change: { author: ID, files: { path: +10 } }', at);
  const whose = ['author', 'authors', 'commits'];
  const kept = new Map([...(defaults ?? [])].filter(([key]) => !(whose.includes(key) && whose.some((one) => own.has(one)))));
  const fields = withDefaults(own, kept);
  const where = member?.at ?? at;
  const landed = fields.get('landed-lately');
  return {
    at: where,
    commits: readCommits(reading, fields, where),
    files: readFiles(reading, fields.get('files'), where),
    target: refOf(reading, fields.get('target'), '`target`'),
    now: instantOf(reading, fields.get('at'), '`at`', someMoment),
    baseOnTarget: truthOf(reading, fields.get('base-on-target'), '`base-on-target`', true),
    unread: textsOf(reading, fields.get('unread'), '`unread`').map(({ value }) => value),
    landedLately: landed === undefined ? 0 : (source.integer(landed.node, '`landed-lately`', landed.at, 0)?.value ?? 0),
    proposesMistake: textOf(reading, fields.get('proposes-mistake'), '`proposes-mistake`')?.value ?? null,
    revertOf: wordOf(reading, fields.get('revert-of'), '`revert-of`', ['landing', 'revert'] as const)?.value ?? null,
    knownContributors: textsOf(reading, fields.get('known-contributors'), '`known-contributors`'),
  };
}
