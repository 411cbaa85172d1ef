import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { seedsOf, tried, type Fuzzed } from './fuzz.ts';
import { fuzzApart } from './fuzz-apart.ts';
import { drawFrom, mutated } from './mutate.ts';
import { taken, type Parser } from './parser.ts';
import { parsers } from './parsers.ts';

describe('readers of bytes that somebody else made', () => {
  it('never throw other than they say, end, and read again what was written of it', async () => {
    const all: Fuzzed[] = [];
    const findings = await fuzzApart(parsers.map(({ name }) => name), 150, 1, (fuzzed) => all.push(fuzzed));
    console.log(`fuzz: ${all.reduce((sum, { tried: inputs }) => sum + inputs, 0)} inputs to ${all.length} parsers, ${findings.length} findings`);
    expect(findings.map(({ parser, problem, bytes }) => `${parser}: ${problem}: ${JSON.stringify(Buffer.from(bytes).toString('latin1').slice(0, 200))}`)).toEqual([]);
    expect(all.length).toBe(parsers.length);
    // Where mutations never get past the first check nothing is tried.
    expect(all.filter(({ accepted }) => accepted === 0).map(({ parser }) => parser)).toEqual([]);
  });

  it('each have seeds of their own, of which the good ones are taken', async () => {
    expect(readdirSync(join(import.meta.dirname, '..', 'fixtures', 'seeds')).toSorted()).toEqual(parsers.map(({ name }) => name).toSorted());
    const refused: string[] = [];
    for (const parser of parsers) {
      for (const { name, bytes } of seedsOf(parser)) {
        const result = await tried(parser, bytes);
        if (!/^(?:found|refused)-/.test(name) && !result.taken) refused.push(`${parser.name}/${name}: ${result.problem ?? 'refused'}`);
      }
    }
    expect(refused).toEqual([]);
  });
});

describe('a finding is', () => {
  const of = (read: Parser['read']) => tried({ name: 'some', read }, Buffer.from('some bytes'));

  it.each<[string, Parser['read'], RegExp]>([
    ['what it throws', () => { throw new TypeError('undefined is no function'); }, /^it threw TypeError: undefined/],
    ['a second spelling', () => ({ written: Buffer.from('other bytes'), canonical: true }), /second spelling/],
    ['what it does not read again', (bytes) => (bytes.length === 10 ? { written: Buffer.from('other'), canonical: false } : null), /does not take/],
    ['what it reads as something else', (bytes) => ({ written: Buffer.concat([bytes, Buffer.from('.')]), canonical: false }), /something else/],
    ['what it writes into', (bytes) => (bytes.fill(0), taken), /changed what it was given/],
  ])('%s', async (_, read, problem) => {
    expect((await of(read)).problem).toMatch(problem);
  });

  it('nothing that is refused, or taken as it is written', async () => {
    expect([await of(() => null), await of(() => taken), await of((bytes) => ({ written: bytes, canonical: true }))].map(({ problem }) => problem)).toEqual([null, null, null]);
  });
});

it('the same seed spoils the same way, another seed another', () => {
  const some = (seed: number) => {
    const draw = drawFrom(seed);
    return Array.from({ length: 50 }, () => mutated([Buffer.from('{"a": 12}\n'), Buffer.from('lines\nof\ntext\n')], draw).toString('base64'));
  };
  expect(some(1)).toEqual(some(1));
  expect(some(2)).not.toEqual(some(1));
  expect(new Set(some(1)).size).toBeGreaterThan(40);
});
