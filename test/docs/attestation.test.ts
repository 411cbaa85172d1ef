import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { allowedSigners, pae, payloadType, predicateType, writeEnvelope, writeStatement } from '../../src/core/attestation/index.ts';
import { nobody } from '../../src/core/policy/index.ts';
import { signOff, someSignOff, softSecurityKey } from '../keys/index.ts';
import { someStatements } from '../keys/statement.ts';

const page = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'attestation.md'), 'utf8');
const dir = mkdtempSync(join(tmpdir(), 'countersign-page-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

/** A sign-off of Ana's as the page has it: its envelope and the keys that may sign. */
function prepare(): void {
  const key = softSecurityKey('ed25519-sk');
  const payload = writeStatement(signOff());
  const at = { file: 'people.yaml', line: 1, column: 1 };
  const ana = { id: 'ana', name: 'Ana', level: 'senior', emails: [], accounts: {}, keys: [key.line], at };
  writeFileSync(join(dir, 'envelope.json'), writeEnvelope(payload, key.sign(pae(payloadType, payload))));
  writeFileSync(join(dir, 'allowed_signers'), allowedSigners({ ...nobody, persons: [ana] }));
}

describe('docs/attestation.md', () => {
  it('shows what stock tools really say', () => {
    prepare();
    const [, console = ''] = /```console\n([\s\S]*?)```/.exec(page) ?? [];
    const commands = console.split('\n').filter((line) => line.startsWith('$ '));
    expect(commands.length).toBeGreaterThan(5);
    const said = commands.flatMap((line) => {
      const { stdout } = spawnSync('bash', ['-c', `exec 2>&1\n${line.slice(2)}`], { cwd: dir, encoding: 'utf8' });
      return [line, ...stdout.split(/\r?\n/).filter((text) => text !== '')];
    });
    expect(said.map((line) => `${line.replaceAll(/SHA256:[\w+/]{43}/g, 'SHA256:…')}\n`).join('')).toBe(console);
  });

  it('names every predicate, with the subjects it has', () => {
    for (const { name, subject } of someStatements) {
      const [row = '', above = ''] = page.split('\n').map((line, i, all) => [line, all[i - 1]]).find(([line]) => line!.startsWith(`| \`${predicateType(name)}\``)) ?? [];
      expect(row, name).not.toBe('');
      const named = row.includes('as above') ? `${above} ${page.split('\n').find((line) => line.includes(':sign-off:v1` |'))}` : row;
      for (const key of subject.flatMap(({ digest }) => Object.keys(digest))) expect(named, name).toContain(`\`${key}\``);
    }
  });

  it('names every member of a sign-off', () => {
    const [, table = ''] = /Members of a sign-off:\n\n([\s\S]*?)\n\n/.exec(page) ?? [];
    const cells = table.split('\n').slice(2).flatMap((row) => [...(row.split('|')[1] ?? '').matchAll(/`(\w+)`/g)].map(([, member]) => member!));
    expect(cells.toSorted()).toEqual(Object.keys(someSignOff).toSorted());
  });
});
