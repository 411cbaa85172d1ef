import { isMap, isScalar, isSeq, type Node, type Scalar, type YAMLMap } from 'yaml';
import { bareKey } from '../../policy/index.ts';
import type { PeopleEdit } from './people-edit.ts';
import { rootLines } from './people-text.ts';
import { block, memberOf, moreInList, morePairs, type Insertion } from './yaml-places.ts';
import { scalar } from './yaml-text.ts';

/** The root and the marks of revoked keys, as edits of the text. */
export function editKeys(text: string, top: YAMLMap, { root, revoked = [] }: PeopleEdit, eol: string): readonly Insertion[] {
  return [...(root === undefined ? [] : editRoot(text, top, root, eol)), ...(revoked.length === 0 ? [] : marks(top, new Set(revoked)))];
}

function editRoot(text: string, top: YAMLMap, { repository, keys }: NonNullable<PeopleEdit['root']>, eol: string): readonly Insertion[] {
  const there = memberOf(top, 'root');
  if (!isMap(there)) return repository === null ? [] : [{ at: text.trimEnd().length, text: eol + block(rootLines({ repository, keys }), eol), drop: 0 }];
  const { edits, missing } = moreInList(text, there, 'keys', keys, eol);
  return missing.length === 0 ? edits : morePairs(text, there, missing, eol);
}

/** `revoked` before the options or the type, in whichever quotes the line needs then. */
function marks(top: YAMLMap, revoked: ReadonlySet<string>): readonly Insertion[] {
  const holders = ['people', 'gates'].flatMap((name) => {
    const section = memberOf(top, name);
    return isMap(section) ? section.items.map(({ value }) => value as Node | null) : [];
  });
  return [...holders, memberOf(top, 'root')].flatMap((holder) => {
    const keys = isMap(holder) ? memberOf(holder, 'keys') : null;
    return isSeq(keys) ? keys.items.flatMap((item) => (isScalar(item) ? mark(item as Scalar, revoked) : [])) : [];
  });
}

function mark({ value, range }: Scalar, revoked: ReadonlySet<string>): readonly Insertion[] {
  if (typeof value !== 'string' || !range || !revoked.has(bareKey(value))) return [];
  const line = value.trim();
  const marked = /^(?:sk-|ssh-|ecdsa-)\S*\s/.test(line) ? `revoked ${line}` : `revoked,${line}`;
  return [{ at: range[0], text: scalar(marked), drop: range[1] - range[0] }];
}
