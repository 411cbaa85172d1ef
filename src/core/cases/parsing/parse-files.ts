import type { Node } from 'yaml';
import type { Member } from '../../policy/index.ts';
import type { Position } from '../../values/index.ts';
import type { CaseFile } from '../policy-case.ts';
import { shapeOf, textsOf, truthOf, writtenOf, type Fields, type Reading } from './reading.ts';

const mend = 'write `+10 -2`, `new +10`, `deleted -10` or `binary`, or the lines under `add` and `remove`';

/** The files of a change: a mapping of paths to numbers of lines or to the lines themselves, or a list of paths. */
export function readFiles(reading: Reading, member: Member | undefined, at: Position): readonly CaseFile[] {
  const { source } = reading;
  if (member === undefined) {
    source.error('missing', '`change` names no `files`', 'write files: { path/of.ts: +10 -2 }; a change that changes nothing is files: []', at);
    return [];
  }
  if (shapeOf(member.node) === 'list') {
    return (source.strings(member.node, '`files`', member.at, true) ?? []).map((path) => counted(path.value, path.at, 'M', 10, 2));
  }
  return (source.members(member.node, '`files`', member.at) ?? []).flatMap((file) => readFile(reading, file) ?? []);
}

function readFile(reading: Reading, file: Member): CaseFile | null {
  if (file.key.startsWith('/') || file.key.split('/').some((part) => part === '' || part === '.' || part === '..')) {
    return reading.source.error('invalid-path', `\`${reading.texts.show(file.key)}\` is no path of a repository`, 'write it from the root, such as services/checkout/reserve.ts', file.at);
  }
  if (shapeOf(file.node) === 'mapping') return readText(reading, file);
  const written = writtenOf(file.node)?.trim() ?? '';
  if (written === 'binary') return { ...counted(file.key, file.at, 'M', 0, 0), binary: true };
  const match = /^(?:(new|deleted)\b ?)?(?:\+(\d{1,6}))? ?(?:-(\d{1,6}))?$/.exec(written);
  if (match === null || written === '') return wrong(reading, file.node, file);
  const [word, added, removed] = match.slice(1);
  if (word === 'new' && removed !== undefined) return reading.source.error('contradiction', `\`${file.key}\` is new and has lines removed`, 'remove one', reading.source.at(file.node));
  if (word === 'deleted' && added !== undefined) return reading.source.error('contradiction', `\`${file.key}\` is deleted and has lines added`, 'remove one', reading.source.at(file.node));
  return counted(file.key, file.at, word === 'new' ? 'A' : word === 'deleted' ? 'D' : 'M', Number(added ?? 0), Number(removed ?? 0));
}

function wrong({ source, texts }: Reading, node: Node | null, file: Member): null {
  const given = writtenOf(node);
  return source.error('invalid-lines', `\`${texts.show(file.key)}\` is ${given === null ? 'not said how it changes' : `\`${texts.show(given)}\``}`, mend, node === null ? file.at : source.at(node));
}

function readText(reading: Reading, file: Member): CaseFile | null {
  const what = `\`${file.key}\``;
  const fields = reading.source.fields(file.node, what, file.at, ['add', 'remove', 'new', 'deleted'], { added: 'add', removed: 'remove', lines: 'add' });
  if (fields === null) return null;
  const text = { added: lines(reading, fields, 'add', what), removed: lines(reading, fields, 'remove', what) };
  const [isNew, isGone] = [truthOf(reading, fields.get('new'), `\`new\` of ${what}`, false), truthOf(reading, fields.get('deleted'), `\`deleted\` of ${what}`, false)];
  if (text.added.length + text.removed.length === 0) return reading.source.error('empty', `${what} adds and removes nothing`, mend, file.at);
  return { ...counted(file.key, file.at, isNew ? 'A' : isGone ? 'D' : 'M', text.added.length, text.removed.length), text };
}

function lines(reading: Reading, fields: Fields, key: string, what: string): readonly string[] {
  return textsOf(reading, fields.get(key), `\`${key}\` of ${what}`).flatMap(({ value }) => value.replace(/\n$/, '').split('\n'));
}

function counted(path: string, at: Position, status: CaseFile['status'], added: number, removed: number): CaseFile {
  return { path, at, status, binary: false, added, removed, text: null };
}
