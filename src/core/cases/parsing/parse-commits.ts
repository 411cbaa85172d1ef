import type { Node } from 'yaml';
import type { Member, Placed } from '../../policy/index.ts';
import type { Position } from '../../values/index.ts';
import { assistances, type CaseAssistance, type CaseCommit } from '../policy-case.ts';
import { shapeOf, textOf, textsOf, wordOf, type Fields, type Reading } from './reading.ts';

/** Keys that say who made a commit and how; on the change itself they hold for each of its commits. */
export const commitKeys = ['author', 'co-authors', 'committer', 'operator', 'message', 'assistance'] as const;

/** What else people call them. */
export const commitMeanings = {
  by: 'author',
  writer: 'author',
  coauthor: 'co-authors',
  coauthoredby: 'co-authors',
  humanoperator: 'operator',
  onbehalfof: 'operator',
  title: 'message',
  subject: 'message',
  ai: 'assistance',
  assisted: 'assistance',
  mark: 'assistance',
};

/**
 * The commits of a change, oldest first: one for `author`, one for each of `authors`, or those that `commits`
 * writes out. Somebody must have written it.
 */
export function readCommits(reading: Reading, fields: Fields, at: Position): readonly CaseCommit[] {
  const { source } = reading;
  const listed = fields.get('commits');
  const [author, authors] = [fields.get('author'), fields.get('authors')];
  if ([listed, author, authors].filter((one) => one !== undefined).length > 1) {
    const last = [listed, author, authors].findLast((one) => one !== undefined);
    source.error('contradiction', '`author`, `authors` and `commits` each say who wrote the change', 'keep one of them', last?.at ?? at);
    return [];
  }
  if (listed !== undefined) return readListed(reading, listed, fields);
  const names = author === undefined ? textsOf(reading, authors, '`authors`') : [textOf(reading, author, '`author`')].filter((one) => one !== null);
  if (names.length === 0 && author === undefined && authors === undefined) {
    source.error('missing', '`change` does not say who wrote it', 'write author: ID, authors: [ID, ID] or commits:', at);
  }
  return names.map((name) => readCommit(reading, fields, name, null));
}

function readListed(reading: Reading, listed: Member, shared: Fields): readonly CaseCommit[] {
  const { source } = reading;
  const items = source.items(listed.node, '`commits`', listed.at) ?? [];
  if (items.length === 0) source.error('empty', '`commits` is an empty list', 'name at least one', listed.at);
  return items.flatMap((item) => {
    const at = item === null ? listed.at : source.at(item);
    const own = source.fields(item, 'a commit', at, [...commitKeys, 'files'], commitMeanings);
    if (own === null) return [];
    const fields = new Map([...[...shared].filter(([key]) => commitKeys.some((one) => one === key)), ...own]);
    const author = fields.get('author');
    if (author === undefined) source.error('missing', 'a commit has no `author`', 'write author: ID', at);
    const name = textOf(reading, author, '`author` of a commit');
    const files = own.get('files');
    return name === null ? [] : [readCommit(reading, fields, name, files === undefined ? null : (source.strings(files.node, '`files` of a commit', files.at, true) ?? []))];
  });
}

function readCommit(reading: Reading, fields: Fields, author: Placed<string>, paths: CaseCommit['paths']): CaseCommit {
  return {
    author,
    committer: textOf(reading, fields.get('committer'), '`committer`'),
    coAuthors: textsOf(reading, fields.get('co-authors'), '`co-authors`'),
    operator: textOf(reading, fields.get('operator'), '`operator`'),
    message: textOf(reading, fields.get('message'), '`message`')?.value ?? 'Change it',
    assistance: readAssistance(reading, fields.get('assistance')),
    paths,
  };
}

const silent: CaseAssistance = { is: 'silent', tool: null, model: null, share: 1, person: null };

function readAssistance(reading: Reading, member: Member | undefined): CaseAssistance {
  if (member === undefined) return silent;
  const what = '`assistance`';
  if (shapeOf(member.node) === 'other') return { ...silent, is: wordOf(reading, member, what, assistances)?.value ?? 'silent' };
  const { source } = reading;
  const fields = source.fields(member.node, what, member.at, ['is', 'tool', 'model', 'share', 'person'], { kind: 'is', with: 'tool', operator: 'person' });
  if (fields === null) return silent;
  const is = wordOf(reading, fields.get('is'), `\`is\` of ${what}`, assistances)?.value;
  if (!fields.has('is')) source.error('missing', `${what} has no \`is\``, `use ${assistances.join(', ')}`, member.at);
  const [share, person] = [fields.get('share'), fields.get('person')];
  for (const only of [share, person]) {
    if (only !== undefined && is !== undefined && is !== 'recorded') {
      source.error('contradiction', `\`${only.key}\` of ${what} needs line records, and it is \`${is}\``, 'write is: recorded, or remove it', only.at);
    }
  }
  return {
    is: is ?? 'silent',
    tool: textOf(reading, fields.get('tool'), `\`tool\` of ${what}`)?.value ?? null,
    model: textOf(reading, fields.get('model'), `\`model\` of ${what}`)?.value ?? null,
    share: shareOf(reading, share?.node ?? null, share?.at ?? member.at, share === undefined),
    person: textOf(reading, person, `\`person\` of ${what}`),
  };
}

function shareOf({ source, texts }: Reading, node: Node | null, at: Position, leftOut: boolean): number {
  return leftOut ? 1 : (texts.readPercent(source, node, '`share` of `assistance`', at)?.value ?? 1);
}
