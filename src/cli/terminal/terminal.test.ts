import { describe, expect, it } from 'vitest';
import { manner, type MannerSource } from './terminal.ts';

const pipe = { write: () => true, once: () => undefined };
const tty = { ...pipe, isTTY: true, columns: 132 };
const from = (parts: Partial<MannerSource>) => manner({ env: {}, stdout: tty, color: null, ascii: false, ...parts });

describe('colour', () => {
  it.each<[string, Partial<MannerSource>, boolean]>([
    ['on a terminal', {}, true],
    ['not in a pipe', { stdout: pipe }, false],
    ['not with NO_COLOR', { env: { NO_COLOR: '1' } }, false],
    ['with NO_COLOR set to nothing', { env: { NO_COLOR: '' } }, true],
    ['not on a dumb terminal', { env: { TERM: 'dumb' } }, false],
    ['in a pipe with FORCE_COLOR', { stdout: pipe, env: { FORCE_COLOR: '1' } }, true],
    ['not with FORCE_COLOR=0', { env: { FORCE_COLOR: '0' } }, false],
    ['not with FORCE_COLOR and NO_COLOR', { env: { FORCE_COLOR: '1', NO_COLOR: '1' } }, false],
    ['with --color, whatever the environment says', { stdout: pipe, color: true, env: { NO_COLOR: '1' } }, true],
    ['not with --no-color', { color: false, env: { FORCE_COLOR: '1' } }, false],
  ])('%s', (_when, source, colour) => {
    expect(from(source).colour).toBe(colour);
  });
});

describe('width', () => {
  it.each<[string, Partial<MannerSource>, number]>([
    ['the terminal', {}, 132],
    ['80 in a pipe', { stdout: pipe }, 80],
    ['80 on a terminal that does not know its width', { stdout: { ...tty, columns: 0 } }, 80],
    ['COLUMNS where it is set', { env: { COLUMNS: '100' } }, 100],
    ['never too narrow to read', { env: { COLUMNS: '5' } }, 40],
    ['the terminal where COLUMNS is no number', { env: { COLUMNS: 'wide' } }, 132],
  ])('is %s', (_what, source, width) => {
    expect(from(source).width).toBe(width);
  });
});
