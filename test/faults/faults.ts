import { Failure } from '../../src/core/values/index.ts';

/** One way in which an answer can go wrong. `name` says what is wrong, `harm` gives what comes instead. */
export interface Fault {
  readonly name: string;
  readonly harm: (answer: unknown) => unknown;
  /** What a call in batches says it could not read besides. */
  readonly unread?: string;
}

const broken = (): Failure => new Failure('git-failed', 'environment', 'git ended with 128', ['look at it']);

/** Throws what a port may throw, and what it may not. */
const throwing: readonly Fault[] = [
  { name: 'throws a Failure', harm: () => Promise.reject(broken()) },
  { name: 'throws a mistake of the user', harm: () => Promise.reject(new Failure('unknown-ref', 'user', '`x` is not known')) },
  { name: 'throws what is no Failure', harm: () => Promise.reject(new TypeError('cannot read properties of undefined')) },
  { name: 'throws late', harm: () => new Promise((_, reject) => void setTimeout(() => reject(broken()), 2)) },
];

/** Answers with nothing, with less, or with something else altogether. */
const answering: readonly Fault[] = [
  { name: 'answers null', harm: () => null },
  { name: 'answers undefined', harm: () => undefined },
  { name: 'answers an empty value', harm: emptied },
  { name: 'answers half of it', harm: halved },
  { name: 'answers with a string', harm: () => 'x' },
  { name: 'answers with a number', harm: () => Number.NaN },
  { name: 'answers with its fields emptied', harm: hollow },
];

/** What can go wrong with a call that answers once. */
export const faultsOfAnswer: readonly Fault[] = [...throwing, ...answering];

/** What can go wrong with a call that answers in batches: `harm` gets all batches and gives other ones. */
export const faultsOfBatches: readonly Fault[] = [
  { name: 'throws a Failure at once', harm: () => throwingAfter([]) },
  { name: 'throws a Failure after the first batch', harm: (all) => throwingAfter((all as unknown[]).slice(0, 1)) },
  { name: 'ends at once', harm: () => [] },
  { name: 'ends early', harm: (all) => (all as unknown[]).slice(0, -1) },
  { name: 'ends early and says so', harm: (all) => (all as unknown[]).slice(0, -1), unread: 'the rest is not here' },
  { name: 'yields null', harm: () => [null] },
  { name: 'yields half of each batch', harm: (all) => (all as unknown[]).map(halved) },
];

function* throwingAfter(batches: readonly unknown[]): Generator<unknown> {
  yield* batches;
  throw broken();
}

/** The empty value of the same form. */
export function emptied(value: unknown): unknown {
  if (typeof value === 'string') return '';
  if (typeof value === 'number') return 0;
  if (typeof value === 'boolean') return false;
  if (Array.isArray(value)) return [];
  if (value instanceof Uint8Array) return new Uint8Array();
  if (value instanceof Map) return new Map();
  return typeof value === 'object' && value !== null ? {} : value;
}

function halved(value: unknown): unknown {
  if (typeof value === 'string' || Array.isArray(value)) return value.slice(0, Math.floor(value.length / 2));
  if (value instanceof Uint8Array) return value.slice(0, Math.floor(value.length / 2));
  if (value instanceof Map) return new Map([...value].slice(0, Math.floor(value.size / 2)));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, typeof member === 'string' ? member : halved(member)]));
}

function hollow(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || value instanceof Map || value instanceof Uint8Array) return emptied(value);
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, typeof member === 'object' ? emptied(member) : member]));
}
