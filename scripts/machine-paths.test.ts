import { expect, test } from 'vitest';
import { machinePathsIn } from './machine-paths.ts';

/** Written so that this file names none itself. */
const home = ['', 'home', 'ana', 'shop'].join('/');
const users = ['C:', 'Users', 'ana'].join('\\');
const wide = (text: string) => [...text].map((one) => `${one}\0`).join('');

test.each<[string, string, string]>([
  ['a line of a text', `one\ntwo ${home}/a\n`, ':2  '],
  ['bytes', `PK\0\0\x07${home}\0`, ' byte 6  '],
  ['bytes behind a length that is a letter', `\0A${home}\0`, ' byte 3  '],
  ['characters of two bytes', `\0\x01\x02${wide(`${users}\\a`)}\x05`, '  '],
])('a path of one machine is found in %s', (_, text, where) => {
  expect(machinePathsIn(text)).toEqual([expect.stringMatching(new RegExp(`^${where}names a path of one machine: `))]);
});

test.each<[string, string]>([
  ['a path below another', `see docs${home}/a\n`],
  ['what follows a variable', `$HOME${home}/a\n`],
  ['bytes without any', 'PK\0\0usr/share\0'],
])('%s is none', (_, text) => {
  expect(machinePathsIn(text)).toEqual([]);
});
