/** Numbers that look random and are the same for the same seed (mulberry32): from 0 to below `below`. */
export type Draw = (below: number) => number;

/** A source of numbers. */
export function drawFrom(seed: number): Draw {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000) * below);
  };
}

/** No input grows beyond this; parsers have limits of their own, which seeds of their own reach. */
const longest = 64 * 1024;

/** What means something to one parser or another. */
const words = [
  '\n', '\n\n', '\r\n', '\0', '\t', ' ', '"', '\\', '\\u0000', '\\ud800', '\ufeff', '\u2028', 'é', '{', '}', '[', ']', ':', ',', '-', '#', '&a', '*a', '!!binary ', '<<: ', '|', '>', '--- ', '...',
  '__proto__', 'constructor', 'toString', 'null', 'true', '={}', '0', '-0', '-1', '1e999', '9007199254740993', '4294967296', '2147483648', '00', '0x10', '.', '..', '../', '/', '%00', '@', '+', '~', '^', '<!--', '-->', '=', '==', '—', 'refs/heads/', 'commit ', 'tree ',
  '<a>', '</a>', '/>', '<![CDATA[', ']]>', '<!DOCTYPE a>', '<?a ?>', '&amp;', '&#0;', '&a;', '\'', ' a="1"', '\u2029', '\r',
].map((word) => Buffer.from(word));

const bytesThatMatter = [0, 1, 9, 10, 13, 32, 34, 39, 45, 48, 57, 58, 61, 91, 92, 93, 123, 125, 127, 128, 0xc0, 0xe2, 0xed, 0xf4, 0xff];

type Mutation = (bytes: Buffer, draw: Draw, other: Buffer) => Buffer;

const replaced = (bytes: Buffer, start: number, end: number, put: Uint8Array) => Buffer.concat([bytes.subarray(0, start), put, bytes.subarray(end)]);

function range(bytes: Buffer, draw: Draw): readonly [number, number] {
  const start = draw(bytes.length + 1);
  return [start, Math.min(bytes.length, start + 1 + draw(draw(4) === 0 ? bytes.length + 1 : 16))];
}

const mutations: readonly Mutation[] = [
  // One bit, one byte.
  (bytes, draw) => flip(bytes, draw),
  (bytes, draw) => flip(bytes, draw),
  (bytes, draw) => set(bytes, draw),
  // Cut, leave out, double, move.
  (bytes, draw) => bytes.subarray(0, draw(bytes.length + 1)),
  (bytes, draw) => replaced(bytes, ...range(bytes, draw), new Uint8Array()),
  (bytes, draw) => {
    const [start, end] = range(bytes, draw);
    return replaced(bytes, end, end, Buffer.concat(Array.from({ length: 1 + draw(4) }, () => bytes.subarray(start, end))));
  },
  (bytes, draw) => {
    const [start, end] = range(bytes, draw);
    const without = replaced(bytes, start, end, new Uint8Array());
    const at = draw(without.length + 1);
    return replaced(without, at, at, bytes.subarray(start, end));
  },
  // From another seed.
  (bytes, draw, other) => replaced(bytes, ...range(bytes, draw), other.subarray(...range(other, draw))),
  (bytes, draw, other) => Buffer.concat([bytes.subarray(0, draw(bytes.length + 1)), other.subarray(draw(other.length + 1))]),
  // Words in and in the place of others.
  (bytes, draw) => {
    const at = draw(bytes.length + 1);
    return replaced(bytes, at, at, words[draw(words.length)]!);
  },
  (bytes, draw) => replaced(bytes, ...range(bytes, draw), words[draw(words.length)]!),
  // A number to an edge.
  (bytes, draw) => {
    const numbers = [...bytes.toString('latin1').matchAll(/\d+/g)];
    const found = numbers[draw(numbers.length)];
    const edges = ['0', '1', '-1', '255', '256', '65535', '65536', '2147483647', '4294967295', '4294967296', '9007199254740991', '9007199254740992', '18446744073709551616', '1e400', '00', '01', ''];
    return found === undefined ? bytes : replaced(bytes, found.index, found.index + found[0].length, Buffer.from(edges[draw(edges.length)]!));
  },
  // A length of the SSH wire to an edge.
  (bytes, draw) => {
    if (bytes.length < 4) return bytes;
    const copy = Buffer.from(bytes);
    copy.writeUInt32BE([0, 1, 0x7fffffff, 0x80000000, 0xffffffff, bytes.length, draw(0x10000)][draw(7)]!, draw(bytes.length - 3));
    return copy;
  },
  // Deep and long.
  (bytes, draw) => {
    const [open, close] = ([['[', ']'], ['{"a":', '}'], ['(', ')'], ['- ', ''], ['{a: ', '}'], ['> ', ''], ['<a>', '</a>'], ['<a b="', '"/>']] as const)[draw(8)]!;
    const [depth, at] = [1 << draw(13), draw(bytes.length + 1)];
    return replaced(bytes, at, at, Buffer.from(open.repeat(depth) + (draw(2) === 0 ? close.repeat(depth) : '')));
  },
  (bytes, draw) => {
    const at = draw(bytes.length + 1);
    return replaced(bytes, at, at, Buffer.alloc(1 << draw(15), words[draw(words.length)]!));
  },
  // Lines about.
  (bytes, draw) => {
    const lines = bytes.toString('latin1').split('\n');
    const [one, two] = [draw(lines.length), draw(lines.length)];
    [lines[one], lines[two]] = [lines[two]!, lines[one]!];
    return Buffer.from(lines.join('\n'), 'latin1');
  },
];

function flip(bytes: Buffer, draw: Draw): Buffer {
  const copy = Buffer.from(bytes);
  if (copy.length > 0) copy[draw(copy.length)]! ^= 1 << draw(8);
  return copy;
}

function set(bytes: Buffer, draw: Draw): Buffer {
  const copy = Buffer.from(bytes);
  if (copy.length > 0) copy[draw(copy.length)] = bytesThatMatter[draw(bytesThatMatter.length)]!;
  return copy;
}

/** A seed, spoilt in one to eight ways. */
export function mutated(seeds: readonly Buffer[], draw: Draw): Buffer {
  let bytes = seeds[draw(seeds.length)]!;
  for (let left = 1 << draw(4); left > 0; left--) bytes = mutations[draw(mutations.length)]!(bytes, draw, seeds[draw(seeds.length)]!).subarray(0, longest);
  return bytes;
}
