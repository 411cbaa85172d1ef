import { isDeepStrictEqual } from 'node:util';
import { nodeSha256, openRepository } from '../../src/adapters/git/index.ts';
import type { Ports, Repository } from '../../src/workflows/ports/index.ts';
import type { Fault } from './faults.ts';
import { withoutLedger } from '../workflows/without-ledger.ts';

/** Methods of `Repository` that answer in batches. */
const batched = new Set(['readHistory', 'readAddedLines', 'readNotes', 'readBeginnings']);

/** One call of a port: the method, what it was asked, and the how manyeth of such calls. */
export interface Call {
  readonly id: string;
  readonly method: string;
  readonly asked: string;
  readonly batched: boolean;
}

/** A call that is to go wrong. `done`: it was made, and what came is not what git said. */
export interface Harm {
  readonly call: string;
  readonly fault: Fault;
  done: boolean;
}

/** The ports of a real repository, whose answers are kept so that asking again needs no git. */
export interface Recorded {
  /** Ports in which one call goes wrong (`null`: none does); every call made is added to `calls`. */
  readonly ports: (faulty: Harm | null, calls?: Call[]) => Ports;
  readonly close: () => Promise<void>;
}

/** Opens a repository once; the same question is answered by git once, whatever fault it is asked under. */
export async function recordedPorts(folder: string, texts: Readonly<Record<string, string>> = {}): Promise<Recorded> {
  const real = await openRepository(folder);
  const answers = new Map<string, Promise<unknown>>();
  const ask = (method: string, args: readonly unknown[], key: string): Promise<unknown> => {
    let answer = answers.get(key);
    if (answer === undefined) {
      const given = (real as unknown as Record<string, (...all: readonly unknown[]) => unknown>)[method]!(...args);
      answer = batched.has(method) ? collected(given as AsyncIterable<unknown>, args) : (given as Promise<unknown>);
      answer.catch(() => undefined);
      answers.set(key, answer);
    }
    return answer;
  };
  const ports: Recorded['ports'] = (faulty, calls = []) => {
    const seen = new Map<string, number>();
    const note = (method: string, asked: string): { readonly harmed: boolean } => {
      const nth = (seen.get(`${method} ${asked}`) ?? 0) + 1;
      seen.set(`${method} ${asked}`, nth);
      const id = `${method} ${asked} #${nth}`;
      calls.push({ id, method, asked, batched: batched.has(method) });
      return { harmed: faulty?.call === id };
    };
    const repository = new Proxy(real, {
      get: (_target, name) => {
        const method = String(name);
        if (method === 'close') return () => Promise.resolve();
        if (typeof (real as unknown as Record<string, unknown>)[method] !== 'function') return (real as unknown as Record<string, unknown>)[method];
        return (...args: readonly unknown[]) => {
          const key = `${method} ${keyOf(args)}`;
          const { harmed } = note(method, keyOf(args));
          const answer = ask(method, args, key);
          if (batched.has(method)) return batches(answer as Promise<Batches>, args, harmed ? faulty : null);
          return answer.then((value) => (harmed ? harmOf(faulty!, structuredClone(value)) : structuredClone(value)));
        };
      },
    }) as Repository;
    const sha256 = (chunks: Parameters<typeof nodeSha256>[0]): string => {
      const { harmed } = note('sha256', '');
      const answer = harmed ? harmOf(faulty!, nodeSha256(chunks)) : nodeSha256(chunks);
      // A digest is not waited for: what it would be rejected with, it throws.
      if (!(answer instanceof Promise)) return answer as string;
      answer.catch(() => undefined);
      throw new TypeError('no digest');
    };
    const readText = async (path: string): Promise<string> => {
      const { harmed } = note('readText', path);
      const text = texts[path];
      if (text === undefined) throw new TypeError(`nothing named ${path}`);
      return (harmed ? await harmOf(faulty!, text) : text) as string;
    };
    return { repository, sha256, readText, ...withoutLedger };
  };
  return { ports, close: () => real.close() };
}

/** The harmed answer; `done` unless it is the same as the true one. */
function harmOf(harm: Harm, answer: unknown): unknown {
  const given = harm.fault.harm(answer);
  harm.done = harm.fault.unread !== undefined || given instanceof Promise || !isDeepStrictEqual(given, answer);
  return given;
}

/** What a call in batches gave, and what it said it could not read. */
interface Batches {
  readonly all: readonly unknown[];
  readonly unread: readonly string[];
}

async function collected(given: AsyncIterable<unknown>, args: readonly unknown[]): Promise<Batches> {
  const all: unknown[] = [];
  for await (const batch of given) all.push(batch);
  return { all, unread: [...unreadOf(args)] };
}

async function* batches(answer: Promise<Batches>, args: readonly unknown[], harm: Harm | null): AsyncGenerator<unknown> {
  const { all, unread } = await answer;
  const known = structuredClone(all);
  unreadOf(args).push(...unread.slice(unreadOf(args).length));
  if (harm?.fault.unread !== undefined) unreadOf(args).push(harm.fault.unread);
  yield* harm === null ? known : (harmOf(harm, known) as Iterable<unknown>);
}

/** The list a caller hands over for what could not be read: always the last array of strings. */
function unreadOf(args: readonly unknown[]): string[] {
  const last = args.at(-1);
  return Array.isArray(last) ? (last as string[]) : [];
}

/** What was asked, as text; a whole change stands for itself by its digest. */
function keyOf(args: readonly unknown[]): string {
  return JSON.stringify(args, (_, value: unknown) => {
    if (value instanceof Map) return [...value];
    if (value instanceof Set) return [...value];
    if (typeof value === 'object' && value !== null && 'digest' in value && 'files' in value) return `change ${String(value.digest)}`;
    return value;
  });
}
