import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeUtf8, encodeUtf8 } from '../../core/values/index.ts';
import { textOf, unquotePath } from './objects/bytes.ts';
import { parseCommit } from './objects/commits.ts';
import { HistoryParser } from './history-parser.ts';
import { reasonIn } from './process/failures.ts';
import { isAtLeast } from './process/runner.ts';
import { nodeSha256, sha256Of } from './objects/bytes.ts';
import { parseTree } from './objects/trees.ts';

const tree = 'a'.repeat(40);

describe('bytes as text', () => {
  it('lose nothing, as `decodeUtf8` would have it', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
      expect(textOf(Buffer.from(bytes))).toBe(decodeUtf8(bytes));
      expect(encodeUtf8(textOf(Buffer.from(bytes)))).toEqual(bytes);
    }));
  });

  it.each([
    ['plain', 'plain'],
    ['"a\\tb\\"c\\\\"', 'a\tb"c\\'],
    ['"\\303\\251\\377"', 'é\udcff'],
  ])('unquotes %s', (quoted, path) => {
    expect(unquotePath(quoted)).toBe(path);
  });
});

describe('a raw commit', () => {
  const parse = (text: string) => parseCommit('1', Buffer.from(text, 'latin1'));

  it('is read to its last byte', () => {
    const commit = parse(
      `tree ${tree}\nparent b\nparent c\nauthor A B <a@b> 12 +0100\ncommitter  <> 34 -0200\ngpgsig -----\n author Not <me@x> 1 +0\n\nauthor No <no@x> 1 +0\n\n \n`,
    );
    expect(commit).toEqual({
      id: '1', tree, parents: ['b', 'c'], author: { name: 'A B', email: 'a@b' }, authoredAt: 12,
      committer: { name: '', email: '' }, committedAt: 34, message: 'author No <no@x> 1 +0\n\n \n',
    });
  });

  it.each([
    ['Name <a@b> <c@d> 12 +0000', { name: 'Name', email: 'a@b' }, 12],
    ['no address', { name: 'no address', email: '' }, 0],
    ['X <a> never', { name: 'X', email: 'a' }, 0],
    ['X <a> 99999999999999999999 +0000', { name: 'X', email: 'a' }, 0],
    ['X <a> -5 +0000', { name: 'X', email: 'a' }, -5],
    ['J\xfcrgen <j> 1 +0000', { name: 'J\udcfcrgen', email: 'j' }, 1],
  ])('takes the person `%s` as git does', (person, author, authoredAt) => {
    expect(parse(`tree ${tree}\nauthor ${person}\ncommitter ${person}\n\n`)).toMatchObject({ author, authoredAt });
  });

  it('is refused where a header is missing', () => {
    expect(() => parse(`tree ${tree}\n\nauthor A <a> 1 +0\n`)).toThrow('damaged');
    expect(() => parse('')).toThrow('damaged');
  });

  it('never makes the parser fail otherwise, whatever its bytes', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      try {
        parseCommit('1', Buffer.from(bytes));
      } catch (error) {
        expect(error).toMatchObject({ code: 'object-corrupt' });
      }
    }));
  });
});

describe('a raw tree', () => {
  const entry = (text: string) => Buffer.concat([Buffer.from(`${text}\0`, 'latin1'), Buffer.alloc(20, 1)]);

  it('gives modes of six digits, and folders in git’s order', () => {
    const bytes = Buffer.concat(['100644 a', '100664 a.b', '40000 a', '120000 b', '160000 c'].map(entry));
    expect(parseTree('t', bytes, 20).map(({ mode, name, folder }) => [mode, name, folder])).toEqual([
      ['100644', 'a', false], ['100664', 'a.b', false], ['040000', 'a', true], ['120000', 'b', false], ['160000', 'c', false],
    ]);
  });

  it.each([
    [['100644 b', '100644 a']], [['100644 a', '100644 a']], [['100644 a/b']], [['100644 ']], [['100644 .']], [['100644 ..']], [['40000 a', '100644 a.b']],
  ])('is refused when it holds %j', (entries) => {
    expect(() => parseTree('t', Buffer.concat(entries.map(entry)), 20)).toThrow('damaged');
  });

  it('is refused when it is cut short', () => {
    const bytes = entry('100644 a');
    for (let length = 1; length < bytes.length; length++) expect(() => parseTree('t', bytes.subarray(0, length), 20)).toThrow('damaged');
  });
});

describe('the output of `git log`', () => {
  const head = (id: string, message: string) => `c${id}\0p q\0\0A\0a@x\x001\0C\0c@x\x002\0${message}\0`;
  const output = Buffer.from(
    [
      head('1', 'm\n\nbody\n'), '\n:100644 100644 a b M\0f\0:100644 100644 a b R090\0old\0new\0:100644 120000 a b T\0t\0',
      '3\t1\tf\0', '2\t0\t\0old\0new\0', '0\t5\tt\0', '1\t0\tt\0', head('2', ''), head('3', 'c\n:x'), '\n:000000 100644 0 b A\0c\0-\t-\tc\0',
    ].join(''),
  );
  const parse = (size: number) => {
    const parser = new HistoryParser();
    const found = [];
    for (let at = 0; at < output.length; at += size) found.push(...parser.push(output.subarray(at, at + size)));
    return [...found, ...parser.end()].map(({ commit }) => commit);
  };

  it.each([
    ['no status', ':100644\0f\0'],
    ['no numbers', 'f\x003\t1\tf\0'],
    ['one number', '3\tf\x003\t1\tf\0'],
  ])('is refused, and not searched on, where a changed file has %s', (_, entry) => {
    expect(() => new HistoryParser().push(Buffer.from(head('1', 'm') + entry))).toThrow('git log printed a changed file without');
  });

  it('is read commit by commit with its files', () => {
    expect(parse(output.length)).toEqual([
      expect.objectContaining({
        id: '1', parents: ['p', 'q'], author: { name: 'A', email: 'a@x' }, authoredAt: 1, committedAt: 2, message: 'm\n\nbody\n',
        files: [
          { path: 'f', status: 'M', linesAdded: 3, linesRemoved: 1 },
          { path: 'new', status: 'R', linesAdded: 2, linesRemoved: 0 },
          { path: 't', status: 'T', linesAdded: 1, linesRemoved: 5 },
        ],
      }),
      expect.objectContaining({ id: '2', message: '', files: [] }),
      expect.objectContaining({ id: '3', message: 'c\n:x', files: [{ path: 'c', status: 'A', linesAdded: null, linesRemoved: null }] }),
    ]);
  });

  it('is the same whatever the pieces it comes in', () => {
    const whole = parse(output.length);
    for (let size = 1; size < 80; size++) expect(parse(size)).toEqual(whole);
  });
});

describe('small things', () => {
  it('versions of git are compared by number', () => {
    expect([isAtLeast('2.39.5', 2, 36), isAtLeast('2.9.0', 2, 36), isAtLeast('3.0', 2, 36), isAtLeast('2.36.0', 2, 36)]).toEqual([true, false, true, true]);
  });

  it('of what git said, the fatal sentence is told', () => {
    expect(reasonIn('hint: x\nerror: y\nfatal: unable to read z\n')).toBe('unable to read z');
    expect(reasonIn('error: y\n')).toBe('y');
    expect(reasonIn('')).toBe('');
  });

  it('SHA-256 of pieces is that of the whole', () => {
    const abc = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
    expect(nodeSha256([Buffer.from('a'), Buffer.from('bc')])).toBe(abc);
    expect(sha256Of(Buffer.from('abc'))).toBe(abc);
  });
});
