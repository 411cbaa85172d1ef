import { describe, expect, it } from 'vitest';
import { readKeys } from './read-keys.ts';
import { readMembers } from './read-members.ts';

const blob = 'AAAAC3NzaC1lZDI1NTE5AAAAIJ0000000000000000000000000000000000000000';

describe('a file of keys', () => {
  it.each([
    [`ana@example.com ssh-ed25519 ${blob}`, ['ana@example.com'], `ssh-ed25519 ${blob}`],
    [`ana@example.com,ana@home.example namespaces="git" ssh-ed25519 ${blob} laptop`, ['ana@example.com', 'ana@home.example'], `ssh-ed25519 ${blob} laptop`],
    [`*@example.com ssh-ed25519 ${blob}`, [], `ssh-ed25519 ${blob}`],
    [`ssh-ed25519 ${blob} li@example.com`, ['li@example.com'], `ssh-ed25519 ${blob} li@example.com`],
    [`no-pty,command="echo hi" sk-ssh-ed25519@openssh.com ${blob} li's key`, [], `sk-ssh-ed25519@openssh.com ${blob} li's key`],
  ])('%s', (line, emails, key) => expect(readKeys(`# a comment\n\n${line}\r\n`).keys).toEqual([{ key, emails, line: 3 }]));

  it.each([
    [`cert-authority ssh-ed25519 ${blob}`, 'certificate authority'],
    ['-----BEGIN OPENSSH PRIVATE KEY-----', 'private key'],
    ['ssh-dss AAAAB3NzaC1kc3M=', 'no public key'],
  ])('leaves out %s and says why', (line, because) => {
    const { keys, unread } = readKeys(line);
    expect(keys).toEqual([]);
    expect(unread[0]?.because).toContain(because);
  });
});

describe('members of a forge', () => {
  it.each([
    ['one page', '[{"login":"ana","type":"User"},{"login":"x[bot]","type":"Bot"}]'],
    ['pages beside each other', '[{"login":"ana","type":"User"}][{"login":"x[bot]","type":"Bot"}]'],
    ['pages in a list', '[[{"login":"ana","type":"User"}],[{"login":"x[bot]","type":"Bot"}]]'],
  ])('are read from %s', (_name, text) =>
    expect(readMembers(text)).toEqual([
      { login: 'ana', name: null, email: null, machine: false },
      { login: 'x[bot]', name: null, email: null, machine: true },
    ]),
  );

  it.each([['', 'it lists nobody'], ['nonsense', 'it is not JSON'], ['[]', 'it lists nobody'], ['[1]', 'not every entry has a `login`'], ['{"message":"Not Found"}', 'not every entry has a `login`'], ['[{"login":"a b"}]', 'not every entry has a `login`']])(
    'are not in %j',
    (text, sentence) => expect(readMembers(text)).toBe(sentence),
  );
});
