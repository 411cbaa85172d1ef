import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openWorkingFiles } from './working-files.ts';

let root = '';
beforeEach(() => void (root = mkdtempSync(join(tmpdir(), 'countersign-files-'))));
afterEach(() => rmSync(root, { recursive: true, force: true }));
const files = () => openWorkingFiles(root);
const two = new Map([['.c/a.yaml', 'a\n'], ['.c/b.yaml', 'b\n']]);
const there = () => readdirSync(root, { recursive: true, encoding: 'utf8' }).toSorted();

describe('files that are created', () => {
  it('come with their folder, all at once, and leave nothing beside them', async () => {
    await files().create(two);
    expect(there()).toEqual(['.c', join('.c', 'a.yaml'), join('.c', 'b.yaml')]);
    expect(await files().read('.c/b.yaml')).toBe('b\n');
  });

  it('come into a folder that is there, beside what is in it', async () => {
    mkdirSync(join(root, '.c'));
    writeFileSync(join(root, '.c/other'), '');
    await files().create(two);
    expect(there()).toEqual(['.c', join('.c', 'a.yaml'), join('.c', 'b.yaml'), join('.c', 'other')]);
  });

  it('are all or none: one that is there keeps its text, and the others do not come', async () => {
    mkdirSync(join(root, '.c'));
    writeFileSync(join(root, '.c/b.yaml'), 'mine');
    await expect(files().create(two)).rejects.toThrow('`.c/b.yaml` is there already; nothing was written');
    expect(there()).toEqual(['.c', join('.c', 'b.yaml')]);
    expect(readFileSync(join(root, '.c/b.yaml'), 'utf8')).toBe('mine');
  });

  it('are taken back where a later one cannot come', async () => {
    mkdirSync(join(root, '.c'));
    // Its scratch file is in the way: nothing of ours, so it stays.
    writeFileSync(join(root, `.c/b.yaml.${process.pid}.tmp`), 'not ours');
    await expect(files().create(two)).rejects.toThrow('is there already');
    expect(there()).toEqual(['.c', join('.c', `b.yaml.${process.pid}.tmp`)]);
  });
});

describe('a file that is replaced', () => {
  beforeEach(() => {
    mkdirSync(join(root, '.c'));
    writeFileSync(join(root, '.c/a.yaml'), 'old');
  });

  it('is the new one, with the mode it had', async () => {
    chmodSync(join(root, '.c/a.yaml'), 0o600);
    await files().replace('.c/a.yaml', 'old', 'new\udce9');
    expect(readFileSync(join(root, '.c/a.yaml'))).toEqual(Buffer.from([0x6e, 0x65, 0x77, 0xe9]));
    expect(statSync(join(root, '.c/a.yaml')).mode & 0o777).toBe(0o600);
  });

  it.each<[string, () => void, string]>([
    ['somebody else changed', () => writeFileSync(join(root, '.c/a.yaml'), 'theirs'), 'was changed meanwhile'],
    ['somebody removed', () => rmSync(join(root, '.c/a.yaml')), 'was changed meanwhile'],
    ['somebody is writing', () => writeFileSync(join(root, '.c/a.yaml.lock'), 'half'), '`.c/a.yaml.lock` is there'],
  ])('stays as it is where %s it', async (_name, meanwhile, sentence) => {
    meanwhile();
    const before = there();
    await expect(files().replace('.c/a.yaml', 'old', 'new')).rejects.toThrow(sentence);
    expect(there()).toEqual(before);
  });
});

it.each<[string, () => void, string]>([
  ['a folder that is a link', () => symlinkSync('.', join(root, '.c')), '`.c` is a symbolic link'],
  ['a link to nowhere', () => {
    mkdirSync(join(root, '.c'));
    symlinkSync('nowhere', join(root, '.c/a.yaml'));
  }, '`.c/a.yaml` is a symbolic link'],
  ['a file where a folder must be', () => writeFileSync(join(root, '.c'), ''), '`.c` is a file where a folder must be'],
])('%s is neither read nor written through', async (_name, make, sentence) => {
  make();
  await expect(files().read('.c/a.yaml')).rejects.toThrow(sentence);
  await expect(files().create(two)).rejects.toThrow(sentence);
});
