import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { PinnedTexts, PolicyProblem } from '../index.ts';
import { parsePeople, parsePolicy } from '../texts.ts';

const ladder = ['junior', 'mid', 'senior', 'principal'];

/** A case of a table: a text, the texts it pins by digest, and nothing of what is said of it. */
interface Mistaken {
  readonly name: string;
  /** As the table has it, without what is said. */
  readonly written: string;
  readonly text: string;
  readonly texts: PinnedTexts;
}

/** `a` stands for the digest of 64 a's. */
const digestOf = (letter: string) => letter.repeat(64);

/** In a case whose name ends with `(escaped)`, escapes of JSON stand for what an editor would not show. */
function unescaped(text: string): string {
  return text.replace(/\\(?:u([0-9a-f]{4})|([nrt0]))/g, (_, unit: string | undefined, letter: string | undefined) =>
    unit === undefined ? { n: '\n', r: '\r', t: '\t', 0: '\0' }[letter!]! : String.fromCharCode(Number.parseInt(unit, 16)),
  );
}

function readTable(name: string): { readonly preamble: string; readonly cases: readonly Mistaken[] } {
  const [preamble = '', ...blocks] = readFileSync(new URL(name, import.meta.url), 'utf8').split(/^=== /m);
  const cases = blocks.map((block) => {
    const written = block.split(/^--- says\n/m)[0]!;
    const [head = '', ...rest] = written.split('\n');
    const [text = '', ...pinned] = rest.join('\n').split(/^(?=--- pins )/m);
    const known = new Map(
      pinned.map((part) => {
        const [, digest = '', real = digest] = /^--- pins (\w)(?: is (\w))?\n/.exec(part) ?? [];
        return [digestOf(digest), { text: part.slice(part.indexOf('\n') + 1), digest: digestOf(real) }] as const;
      }),
    );
    const texts: PinnedTexts = (kind, digest) => {
      const found = known.get(digest);
      return found === undefined ? null : { ...found, file: `.countersign/${kind}/${digest}.yaml` };
    };
    return { name: head, written, text: head.endsWith('(escaped)') ? unescaped(text.replace(/\n$/, '')) : text, texts };
  });
  return { preamble, cases };
}

/** As `policy lint` says it: place, message, and the mend below. */
function said(problems: readonly PolicyProblem[]): string {
  return problems
    .map(({ severity, at, message, mend }) => `${at.file}:${at.line}:${at.column}   ${severity === 'warning' ? 'warning: ' : ''}${message}\n${mend === null ? '' : `    ${mend}\n`}`)
    .join('');
}

const tables = [
  { file: 'malformed-policies.txt', least: 60, problemsOf: ({ text, texts }: Mistaken) => parsePolicy(text, 'policy.yaml', { texts }), read: (text: string, texts: PinnedTexts) => parsePolicy(text, 'policy.yaml', { texts }).policy },
  { file: 'malformed-people.txt', least: 40, problemsOf: ({ text, texts }: Mistaken) => parsePeople(text, 'people.yaml', ladder, { texts }), read: (text: string, texts: PinnedTexts) => parsePeople(text, 'people.yaml', ladder, { texts }).people },
].map((table) => ({ ...table, ...readTable(table.file) }));

describe.each(tables)('the table $file', ({ file, least, preamble, cases, problemsOf, read }) => {
  it('has each mistake once, and enough of them', () => {
    expect(new Set(cases.map(({ name }) => name)).size).toBe(cases.length);
    expect(cases.length).toBeGreaterThanOrEqual(least);
  });

  it('says where each mistake is and how to mend it, in exactly these words', async () => {
    const answers = cases.map((one) => `=== ${one.written}--- says\n${said(problemsOf(one).problems)}`);
    await expect(preamble + answers.join('')).toMatchFileSnapshot(file);
  }, 60_000);

  it.each(cases)('decides nothing by it: $name', ({ text, texts }) => {
    expect(read(text, texts)).toBeNull();
  });

  it('carries nothing into a message that a terminal obeys', () => {
    // eslint-disable-next-line no-control-regex
    for (const one of cases) for (const { message, mend } of problemsOf(one).problems) expect(`${message}${mend}`).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e]/);
  }, 60_000);
});

describe('what some editors leave in a file', () => {
  const text = 'version: 1\nextends: amazon-2026\nmode: warn # caf\u00e9\n';

  it.each([
    ['a byte order mark', `\ufeff${text}`],
    ['carriage returns', text.replaceAll('\n', '\r\n')],
    ['bytes that are no UTF-8, in a comment', text.replace('\u00e9', '\udce9')],
    ['no line break at its end', text.trimEnd()],
  ])('changes nothing of what it says: %s', (_, written) => {
    const { policy, problems } = parsePolicy(written, 'policy.yaml');
    expect(problems).toEqual([]);
    expect(policy).toEqual(parsePolicy(text, 'policy.yaml').policy);
  });
});

describe('a file that no person wrote', () => {
  const many = (count: number, line: (i: number) => string) => Array.from({ length: count }, (_, i) => line(i)).join('');
  const saidOf = (text: string) => {
    const { policy, problems } = parsePolicy(text, 'policy.yaml');
    expect(policy).toBeNull();
    return problems.map(({ code, message }) => `${code}: ${message}`);
  };

  it('is refused in one sentence where it is larger than a policy can be: ten megabytes', () => {
    expect(saidOf(`version: 1\n${'# padding\n'.repeat(1_050_000)}`)).toEqual(['too-large: the file is larger than 1 MB']);
  });

  it.each([
    ['a megabyte', 'x', 0, true],
    ['one byte more', 'x', 1, false],
    ['a megabyte, in letters of two bytes', 'é', 0, true],
    ['one byte more, in letters of two bytes', 'é', 1, false],
  ])('is measured in bytes: %s', (_, letter, more, good) => {
    const [head, size] = ['version: 1\nextends: amazon-2026\n#', Buffer.byteLength(letter)];
    const left = 1_000_000 - head.length;
    const text = `${head}${letter.repeat(Math.floor(left / size))}${'x'.repeat((left % size) + more)}`;
    expect(Buffer.byteLength(text)).toBe(1_000_000 + more);
    expect(parsePolicy(text, 'policy.yaml').policy !== null).toBe(good);
  }, 60_000);

  it.each([
    ['brackets, open', '['.repeat(20_000)],
    ['brackets, closed', '['.repeat(20_000) + ']'.repeat(20_000)],
    ['dashes', '- '.repeat(20_000)],
    ['braces', `a: ${'{a: '.repeat(5000)}${'}'.repeat(5000)}`],
  ])('is refused in few words where it is nested beyond reading: %s', (_, text) => {
    const problems = saidOf(text);
    expect(problems.length).toBeGreaterThan(0);
    expect(problems.length).toBeLessThanOrEqual(5);
  }, 60_000);

  it('is refused with the first hundred of its mistakes', () => {
    expect(saidOf(`version: 1\nextends: amazon-2026\n${many(5000, (i) => `key${i}: 1\n`)}`)).toHaveLength(100);
  }, 60_000);

  it('is read in the time its length takes, not in its square', () => {
    const { policy } = parsePolicy(`version: 1\nextends: amazon-2026\nareas:\n  a:\n    paths:\n${many(20_000, (i) => `      - p${i}/**\n`)}`, 'policy.yaml');
    expect(policy!.areas.find(({ name }) => name === 'a')!.paths).toHaveLength(20_000);
  }, 60_000);

  it('names no more teams than there can be people to look at', () => {
    const { people, problems } = parsePeople(`people: { ana: { level: mid } }\nteams:\n${many(2001, (i) => `  t${i}: [ana]\n`)}`, 'people.yaml', ladder);
    expect(people).toBeNull();
    expect(said(problems)).toBe('people.yaml:2003:3   2001 teams are named; 2000 are the most\n    name those that own something\n');
  }, 60_000);
});

describe('the tables together', () => {
  it('hold every kind of problem that the readers know', () => {
    const folder = new URL('..', import.meta.url);
    const sources = ['files', 'people', 'reading', 'rules', 'sections', 'signals', 'conditions']
      .flatMap((name) => readdirSync(new URL(`${name}/`, folder)).map((file) => new URL(`${name}/${file}`, folder)))
      .filter(({ pathname }) => pathname.endsWith('.ts') && !pathname.endsWith('.test.ts'))
      .map((file) => readFileSync(file, 'utf8'));
    const known = new Set(sources.flatMap((source) => Array.from(source.matchAll(/(?:\.error\(\s*|code: )'([a-z-]+)'/g), (match) => match[1]!)));
    expect(known.size).toBeGreaterThan(35);
    const shown = new Set(tables.flatMap(({ cases, problemsOf }) => cases.flatMap((one) => problemsOf(one).problems.map(({ code }) => code))));
    // Those that need more text than a table should hold are tried above, and beside what they are about.
    const elsewhere = ['too-large', 'too-many', 'unreadable', 'extends-depth'];
    expect([...known].filter((code) => !shown.has(code) && !elsewhere.includes(code))).toEqual([]);
  }, 60_000);
});
