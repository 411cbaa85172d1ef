import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it } from 'vitest';
import { signOff, someSignOff, someStatements } from '../../../test/keys/statement.ts';
import { canonicalJson, encodeUtf8, type Json } from '../values/index.ts';
import { predicateType, readStatement } from './read-statement.ts';
import { attempt } from './refused.ts';
import type { v1 } from './index.ts';
import { newStatement, writeStatement } from './write-statement.ts';

type Plain = { [key: string]: unknown };

const written = (statement: (typeof someStatements)[number]) => JSON.parse(new TextDecoder().decode(writeStatement(statement))) as Plain;
const reading = (value: unknown) => attempt(() => readStatement(encodeUtf8(canonicalJson(value as Json))));
const sentence = (value: unknown): string => {
  const read = reading(value);
  return read.ok ? 'read' : read.refusal.sentence;
};

/** Every place in a value: the way there from the top. */
function places(value: unknown, way: readonly (string | number)[] = []): readonly (readonly (string | number)[])[] {
  if (typeof value !== 'object' || value === null) return [way];
  return [way, ...Object.entries(value).flatMap(([key, member]) => places(member, [...way, Array.isArray(value) ? Number(key) : key]))];
}

/** A copy in which what stands at a place is changed. */
function changed(value: unknown, way: readonly (string | number)[], change: (holder: Plain, key: string) => void): unknown {
  const copy = structuredClone({ top: value }) as Plain;
  const all: readonly (string | number)[] = ['top', ...way];
  const holder = all.slice(0, -1).reduce<Plain>((held, key) => held[key] as Plain, copy);
  change(holder, String(all.at(-1)));
  return copy['top'];
}

describe.each(someStatements.map((statement) => [statement.name, statement] as const))('a statement of kind %s', (name, statement) => {
  it('is read as it was written', () => {
    expect(attempt(() => readStatement(writeStatement(statement)))).toEqual({ ok: true, value: statement });
  });

  it('is refused without any of its members, and with any member more', () => {
    const whole = written(statement);
    const optional = /^(?:predicate\.document\.\w+|.*\.\d+)$/;
    for (const way of places(whole).filter((each) => each.length > 0)) {
      const place = way.join('.');
      if (!optional.test(place)) expect(sentence(changed(whole, way, (holder, key) => delete holder[key])), `without ${place}`).not.toBe('read');
      const isObject = reading(changed(whole, way, (holder, key) => (holder[key] = { ...(holder[key] as object), extra: 1 })));
      expect(isObject.ok, `with more in ${place}`).toBe(false);
    }
    expect(sentence({ ...whole, extra: 1 })).toBe('`extra` is not known to this version');
    expect(sentence({ ...whole, ['__proto__x']: 1 })).not.toBe('read');
  });

  it('is refused with a value of another kind in any place', () => {
    const whole = written(statement);
    for (const way of places(whole)) {
      const before = way.reduce<unknown>((held, key) => (held as Plain)[key], whole);
      for (const value of [true, -1, 1.5, 2 ** 53, '', 'refs/heads/x\u0000', 'A'.repeat(40), [[]], { a: 1 }].filter((one) => one !== before)) {
        const read = reading(changed(whole, way, (holder, key) => (holder[key] = value)));
        // What still reads says something else in the same shape, e.g. an empty comment.
        expect(read.ok && isDeepStrictEqual(read.value, statement), way.join('.')).toBe(false);
        expect(read.ok && before !== null && typeof value !== typeof before, way.join('.')).toBe(false);
      }
    }
  });

  it('is unknown in another version, and malformed as another kind', () => {
    const whole = written(statement);
    expect(reading({ ...whole, predicateType: `urn:countersign:${name}:v2` })).toMatchObject({ ok: false, refusal: { code: 'predicate-unknown', sentence: `statements of type \`urn:countersign:${name}:v2\` are not known to this version` } });
    for (const other of someStatements) if (other.name !== name) expect(reading({ ...whole, predicateType: predicateType(other.name) }).ok).toBe(false);
    expect(sentence({ ...whole, _type: 'https://in-toto.io/Statement/v0.1' })).toBe('`_type` is not `https://in-toto.io/Statement/v1`');
  });

  it('is refused when its subject is not what its predicate is about', () => {
    const whole = written(statement);
    const subject = whole['subject'] as Plain[];
    for (const other of [[], subject.slice(1), [...subject, ...subject], [{ ...subject[0], name: 'refs/heads/other' }, ...subject.slice(1)], [...subject].reverse()]) {
      if (canonicalJson(other as Json) !== canonicalJson(subject as Json)) expect(sentence({ ...whole, subject: other })).toBe('`subject` is not what the predicate is about');
    }
    for (const way of places(subject).filter((each) => each.length === 3)) {
      expect(sentence({ ...whole, subject: changed(subject, way, (holder, key) => (holder[key] = 'f'.repeat(String(holder[key]).length))) })).toBe('`subject` is not what the predicate is about');
    }
  });

  it('has one spelling only', () => {
    const text = new TextDecoder().decode(writeStatement(statement));
    const spellings = [JSON.stringify(JSON.parse(text), null, 2), ` ${text}`, `${text}\n`, text.replace('"_type"', '"\\u005ftype"'), JSON.stringify(Object.fromEntries(Object.entries(JSON.parse(text) as Plain).reverse()))];
    for (const spelling of spellings) {
      expect(attempt(() => readStatement(encodeUtf8(spelling)))).toEqual({ ok: false, refusal: { code: 'statement-malformed', sentence: '`statement` is not written in canonical JSON (RFC 8785)' } });
    }
  });
});

describe('a sign-off', () => {
  const sha256: Partial<v1.SignOffV1> = {
    objectFormat: 'sha256',
    base: { commit: '2'.repeat(64), tree: '3'.repeat(64) },
    head: { commit: '4'.repeat(64), tree: '5'.repeat(64) },
    inputs: { ...someSignOff.inputs, policyAt: '2'.repeat(64) },
  };

  it('may be of a SHA-256 repository', () => {
    expect(() => writeStatement(signOff(sha256))).not.toThrow();
  });

  const cases: readonly (readonly [Partial<Record<keyof v1.SignOffV1, unknown>>, string])[] = [
    [{ head: sha256.head }, '`predicate.head.commit` is no id of a sha1 repository, which has 40 digits'],
    [{ ...sha256, head: someSignOff.head }, '`predicate.head.commit` is no id of a sha256 repository, which has 64 digits'],
    [{ objectFormat: 'md5' }, '`predicate.objectFormat` is not one of `sha1`, `sha256`'],
    [{ head: { commit: 'HEAD', tree: someSignOff.head.tree } }, '`predicate.head.commit` is not a full object id'],
    [{ target: 'main' }, '`predicate.target` is not a full ref name like `refs/heads/main`'],
    [{ target: 'refs/heads/a..b' }, '`predicate.target` is not a full ref name like `refs/heads/main`'],
    [{ target: 'refs/heads/.a' }, '`predicate.target` is not a full ref name like `refs/heads/main`'],
    [{ target: 'refs/heads/a.lock' }, '`predicate.target` is not a full ref name like `refs/heads/main`'],
    [{ target: 'refs/heads/a b' }, '`predicate.target` is not a full ref name like `refs/heads/main`'],
    [{ target: 'refs/heads/a@{1}' }, '`predicate.target` is not a full ref name like `refs/heads/main`'],
    [{ target: 'refs//main' }, '`predicate.target` is not a full ref name like `refs/heads/main`'],
    [{ signedAt: '2026-11-21T16:13:00+01:00' }, '`predicate.signedAt` is not a moment like `2026-11-21T16:13:00Z`'],
    [{ signedAt: '2026-11-21T16:13:00.5Z' }, '`predicate.signedAt` is not a moment like `2026-11-21T16:13:00Z`'],
    [{ signedAt: '2026-02-30T16:13:00Z' }, '`predicate.signedAt` is not a moment like `2026-11-21T16:13:00Z`'],
    [{ signedAt: '2026-11-21T23:59:60Z' }, '`predicate.signedAt` is not a moment like `2026-11-21T16:13:00Z`'],
    [{ expiresAt: someSignOff.signedAt }, '`predicate.expiresAt` is not after `signedAt`'],
    [{ alsoFor: ['refs/heads/main'] }, '`predicate.alsoFor` names the target itself'],
    [{ alsoFor: ['refs/heads/a', 'refs/heads/a'] }, '`predicate.alsoFor` names one thing twice'],
    [{ alsoFor: Array.from({ length: 33 }, (_, i) => `refs/heads/r${i}`) }, '`predicate.alsoFor` has 33 items, and at most 32 are read'],
    [{ contributors: ['Bo Lind <bo@example.com>'] }, '`predicate.contributors[0]` is not an id as people.yaml writes it, or `unknown:` and 64 hex digits'],
    [{ previous: 2308 }, '`predicate.previous` is not in the ledger that the signer had seen'],
    [{ comment: 'a\u001b[2J' }, '`predicate.comment` is not a text of at most 16384 characters without control characters'],
    [{ comment: 'a'.repeat(16_385) }, '`predicate.comment` is not a text of at most 16384 characters without control characters'],
    [{ answers: [{ item: 'a', answer: 'b', anchors: [{ path: 'x', start: 2, end: 1 }] }] }, '`predicate.answers[0].anchors[0]` ends before it starts'],
    [{ change: { digest: 'F'.repeat(64), entries: 1 } }, '`predicate.change.digest` is not 64 lower-case hex digits'],
    [{ ledger: { size: 0, root: 'c'.repeat(64) } }, '`predicate.ledger.size` is not a whole number of at least 1'],
  ];
  it.each(cases)('is not written with %j', (members, expected) => {
    expect(() => writeStatement(signOff(members as Partial<v1.SignOffV1>))).toThrow(`this cannot be signed: ${expected}`);
  });

  it('may hold a text of several lines, in any script', () => {
    expect(() => writeStatement(signOff({ comment: 'Zeile eins\n\tzwei · 三 🙂' }))).not.toThrow();
  });
});

describe('an override', () => {
  const [override] = someStatements.filter((statement) => statement.name === 'override');

  it.each([
    [{ expiresAt: '2026-11-22T16:13:01Z' }, '`predicate.expiresAt` is not within 24 hours after `signedAt`'],
    [{ expiresAt: '2026-11-21T16:13:00Z' }, '`predicate.expiresAt` is not within 24 hours after `signedAt`'],
    [{ reason: ' \n' }, '`predicate.reason` is empty'],
  ])('is not written with %j', (members, expected) => {
    expect(() => writeStatement(newStatement('override', { ...override!.predicate, ...members }))).toThrow(expected);
  });
});

describe('an audit', () => {
  const [audit] = someStatements.filter((statement) => statement.name === 'audit');

  it.each([{ entries: { from: 5, to: 5 } }, { entries: { from: 0, to: 2309 } }, { ledger: null }])('is of entries that the signer had seen: %j', (members) => {
    expect(() => writeStatement(newStatement('audit', { ...audit!.predicate, ...members }))).toThrow('`predicate.entries` is no stretch of the ledger');
  });
});
