import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { wholeFile } from './whole-file.ts';

const mark = '<!-- ours -->\n';
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'countersign-whole-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('a file the user named', () => {
  it('is written whole, and replaced where an earlier one of ours is there', () => {
    const path = join(folder, 'report.html');
    wholeFile(path, mark).write(`${mark}one`);
    wholeFile(path, mark).write(`${mark}two`);
    expect(readFileSync(path, 'utf8')).toBe(`${mark}two`);
    expect(readdirSync(folder)).toEqual(['report.html']);
  });

  it('is not begun before the text is there', () => {
    wholeFile(join(folder, 'report.html'), mark);
    expect(readdirSync(folder)).toEqual([]);
  });

  it.each([
    ['a folder', () => mkdirSync(join(folder, 'report.html')), 'is a folder'],
    ['somebody’s file', () => writeFileSync(join(folder, 'report.html'), 'mine'), 'exists and is no report of ours'],
    ['an empty file', () => writeFileSync(join(folder, 'report.html'), ''), 'exists and is no report of ours'],
    ['a link', () => symlinkSync(join(folder, 'elsewhere'), join(folder, 'report.html')), 'is no plain file'],
  ])('is refused where it is %s', (_what, put, why) => {
    put();
    expect(() => wholeFile(join(folder, 'report.html'), mark)).toThrow(why);
  });

  it('is refused where its folder is missing or it has no name', () => {
    expect(() => wholeFile(join(folder, 'none', 'report.html'), mark)).toThrow('is in a folder that does not exist');
    expect(() => wholeFile('', mark)).toThrow('needs the name of a file');
  });

  it('leaves nothing behind where it cannot be written', () => {
    const path = join(folder, 'report.html');
    const file = wholeFile(path, mark);
    mkdirSync(path);
    expect(() => file.write(mark)).toThrow('cannot be written');
    expect(readdirSync(folder)).toEqual(['report.html']);
  });
});
