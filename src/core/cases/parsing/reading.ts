import { isMap, isScalar, isSeq, type Node } from 'yaml';
import type { Member, Placed, PolicyTexts, YamlSource } from '../../policy/index.ts';
import { parseInstant, type Instant } from '../../values/index.ts';

/** The members of one mapping by key. */
export type Fields = ReadonlyMap<string, Member>;

/** A file of cases being read, with what the policy room reads texts with. */
export interface Reading {
  readonly source: YamlSource;
  readonly texts: PolicyTexts;
}

/** One text, or a list of them; both are a list here. */
export function textsOf({ source }: Reading, member: Member | undefined, what: string): readonly Placed<string>[] {
  if (member === undefined) return [];
  if (isSeq(member.node)) return source.strings(member.node, what, member.at) ?? [];
  const one = source.string(member.node, what, member.at);
  return one === null ? [] : [one];
}

/** A text that may be left out. */
export function textOf({ source }: Reading, member: Member | undefined, what: string): Placed<string> | null {
  return member === undefined ? null : source.string(member.node, what, member.at);
}

/** One of several words, or what stands where it is left out. */
export function wordOf<T extends string>({ source }: Reading, member: Member | undefined, what: string, words: readonly T[]): Placed<T> | null {
  return member === undefined ? null : source.oneOf(member.node, what, member.at, words);
}

/** `true` or `false`, or what stands where it is left out. */
export function truthOf({ source }: Reading, member: Member | undefined, what: string, otherwise: boolean): boolean {
  return member === undefined ? otherwise : (source.boolean(member.node, what, member.at)?.value ?? otherwise);
}

/** A length of time in seconds, such as `2h`; `null` where it is left out or wrong. */
export function durationOf({ source, texts }: Reading, member: Member | undefined, what: string): number | null {
  return member === undefined ? null : (texts.readDuration(source, member.node, what, member.at)?.value ?? null);
}

/** A moment such as `2026-11-20T12:00:00Z` or a day. */
export function instantOf({ source }: Reading, member: Member | undefined, what: string, otherwise: Instant): Instant {
  if (member === undefined) return otherwise;
  const given = source.string(member.node, what, member.at);
  if (given === null) return otherwise;
  const instant = parseInstant(given.value);
  if (instant === null) source.error('invalid-time', `${what} is \`${given.value}\``, 'write a day such as 2026-11-20, or a time such as 2026-11-20T12:00:00Z', given.at);
  return instant ?? otherwise;
}

/** What a scalar was written as, also where YAML reads a number: `+10` is ten to it. */
export function writtenOf(node: Node | null): string | null {
  if (!isScalar(node)) return null;
  return typeof node.value === 'number' ? (node.source ?? String(node.value)) : typeof node.value === 'string' ? node.value : null;
}

/** Whether a node is a mapping, a list or something else. */
export function shapeOf(node: Node | null): 'mapping' | 'list' | 'other' {
  return isMap(node) ? 'mapping' : isSeq(node) ? 'list' : 'other';
}

/** Full ref names alone name a branch beyond doubt. */
export function refOf(reading: Reading, member: Member | undefined, what: string): string | null {
  const given = textOf(reading, member, what);
  if (given === null) return null;
  if (given.value.startsWith('refs/')) return given.value;
  reading.source.error('invalid-ref', `${what} is \`${given.value}\``, `write the full name: refs/heads/${given.value}`, given.at);
  return null;
}

/** Members of `own`, and of `defaults` those it has none of. */
export function withDefaults(own: Fields, defaults: Fields | undefined): Fields {
  return defaults === undefined ? own : new Map([...defaults, ...own]);
}
