import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parsePublicKey } from '../../src/core/attestation/index.ts';
import { readKeyLine } from '../../src/core/policy/index.ts';
import { softPasskey, softSecurityKey } from '../keys/index.ts';

const bare = (line: string) => line.slice(line.search(/(?:sk-|ssh-)\S+ AAAA/));
const keys = [bare(softPasskey().line), bare(softSecurityKey().line), 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ000000000000000000000000000000000000000000 ana'];

const option = fc.constantFrom('revoked', 'origin="https://sign.example.com"', 'origin="https://a.example, https://b.example:8443"', 'origin="http://localhost:3000"', 'origin="http://a.example"', 'origin=""', 'origin=https://a.example', 'no-pty', 'Revoked', '');
const line = fc.tuple(fc.array(option, { maxLength: 3 }), fc.constantFrom(...keys)).map(([options, key]) => (options.length === 0 ? key : `${options.join(',')} ${key}`));

describe('a line of people.yaml', () => {
  it('is a key to the parser of the file exactly where it is one to whoever checks signatures, and the same one', () => {
    fc.assert(
      fc.property(line, (text) => {
        const [enrolled, checked] = [readKeyLine(text), parsePublicKey(text)];
        expect(enrolled.ok, text).toBe(checked.ok);
        if (!enrolled.ok || !checked.ok) return;
        const { publicKey, origins, revoked, comment } = enrolled.line;
        expect({ publicKey, comment, options: { origins, revoked } }).toEqual({ publicKey: checked.value.publicKey, comment: checked.value.comment, options: checked.value.options });
      }),
      { numRuns: 1000 },
    );
  });
});
