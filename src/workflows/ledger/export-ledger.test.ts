import { describe, expect, test } from 'vitest';
import { cryptography, GrowingLedger, sha256 } from '../../../test/ledger/memory-ledger.ts';
import { exportType, readExport } from '../../core/ledger/index.ts';
import { auditExport, exportLedger } from './export-ledger.ts';

const exported = async (count: number) => (await exportLedger((await new GrowingLedger().grow(count, 20)).store, cryptography, sha256)).text;
const audit = (text: string) => auditExport('ledger.export', text, cryptography, sha256, null);

/** The last line made true again, as a careful forger would. */
const sealed = (body: string) => `${body}{"sha256":"${sha256([body])}"}\n`;
const bodyOf = (text: string) => text.slice(0, text.lastIndexOf('{"sha256"'));

describe('an exported ledger', () => {
  test('audits like the ledger it is of', async () => {
    const text = await exported(30);
    expect(text.startsWith('{"ledger":"countersign/111')).toBe(true);
    expect(text.split('\n', 1)[0]).toContain(exportType);
    expect(audit(text)).toMatchObject({ consistent: true, size: 30, failures: [], commits: null });
  });

  test.each([
    [1, 1],
    [200, 7919],
  ])('of %d entries betrays a single byte changed (every %d-th one)', async (count, step) => {
    const text = await exported(count);
    const bytes = Buffer.from(text, 'latin1');
    for (let at = 0; at < bytes.length; at += step) {
      bytes[at]! ^= 1;
      expect(readExport(bytes.toString('latin1'), sha256).damage, `byte ${at}`).not.toEqual([]);
      bytes[at]! ^= 1;
    }
    expect(readExport(bytes.toString('latin1'), sha256).damage).toEqual([]);
  });

  test('betrays a change that was sealed again, by what is signed and what the tree says', async () => {
    const text = await exported(30);
    const lines = bodyOf(text).split('\n').slice(0, -1);
    const changed = (edit: (lines: string[]) => string[]) => audit(sealed(edit([...lines]).map((line) => `${line}\n`).join(''))).failures.map(({ code }) => code);
    const renumber = (all: string[]) => all.map((line, at) => (line.startsWith('{"entry"') ? line.replace(/^\{"entry":\d+/, `{"entry":${at - 1}`) : line));
    expect(changed((all) => all)).toEqual([]);
    expect(changed((all) => all.toSpliced(5, 1))).toContain('export-damaged');
    expect(changed((all) => renumber(all.toSpliced(5, 1)))).toContain('root-mismatch');
    expect(changed((all) => renumber(all.with(5, all[6]!).with(6, all[5]!)))).toContain('root-mismatch');
    expect(changed((all) => renumber(all.toSpliced(6, 0, all[5]!)))).toEqual(expect.arrayContaining(['root-mismatch', 'duplicate']));
    expect(changed((all) => all.with(5, all[5]!.replace(/"envelope":"[^"]*"/, '"envelope":null')))).toEqual(['envelope-missing']);
    expect(changed((all) => all.with(5, all[5]!.replace('"envelope":"eyJ', '"envelope":"eyK')))).toEqual(['envelope-altered']);
    expect(changed((all) => all.with(0, all[0]!.replace(/"root":"./, (root) => (root.endsWith('0') ? '"root":"1' : '"root":"0'))))).toEqual(['root-mismatch']);
    expect(changed((all) => all.toSpliced(-1, 1))).toEqual(['entry-list-missing']);
    expect(changed((all) => all.toSpliced(-1, 1, all.at(-1)!.replace(/"change":"../, (start) => (start.endsWith('ff') ? '"change":"00' : '"change":"ff'))))).toEqual(expect.arrayContaining(['entry-list-altered', 'extra-file']));
  });

  test.each(['', 'x', '{}\n', '[]\n', '{"type":"urn:countersign:receipt:v1"}\n', '\n'])('is not %j', (text) => {
    expect(audit(text)).toMatchObject({ consistent: false, size: 0, root: null, failures: [{ code: 'export-damaged' }] });
  });

  test('cut off anywhere is damaged', async () => {
    const text = await exported(3);
    for (const length of [text.length - 1, text.lastIndexOf('\n', text.length - 2) + 1, text.length >> 1, 300]) {
      expect(audit(text.slice(0, length)).failures.map(({ code }) => code), `${length}`).toContain('export-damaged');
    }
    expect(audit(`${text}\n`).consistent).toBe(false);
    expect(audit(text + text).consistent).toBe(false);
  });

  test.each(['\n', '{"\n', 'x\n', '{"sha256":0}\n'])('that goes on with a million lines of %j is damaged, and is not read to its end', async (line) => {
    const text = await exported(1);
    const { failures } = audit(text + line.repeat(1_000_000));
    expect(failures.length).toBeLessThan(1100);
    expect(failures.at(-1)?.sentence).toMatch(/what follows line 1\d\d\d was not read$/);
  });

  test('is not made of a ledger that contradicts itself', async () => {
    const ledger = await new GrowingLedger().grow(3);
    ledger.store.now.delete('envelope/001.json');
    await expect(exportLedger(ledger.store, cryptography, sha256)).rejects.toMatchObject({ code: 'ledger-inconsistent', hints: ['countersign ledger audit'] });
  });
});
