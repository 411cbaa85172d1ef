import { checkSignature, openEnvelope, parsePublicKey, passkeyPublicKey, passkeySignature, readEnrolmentProof, writeStatement, type Cryptography } from '../../../src/core/attestation/index.ts';
import { decodeBase64, encodeBase64, encodeBase64Url } from '../../../src/core/attestation/encoding/base64.ts';
import { JsonProblem, plainJson, readJson } from '../../../src/core/attestation/encoding/strict-json.ts';
import { readStatement } from '../../../src/core/attestation/read-statement.ts';
import { Refused } from '../../../src/core/attestation/refused.ts';
import { dearmor } from '../../../src/core/attestation/ssh/armor.ts';
import { checkClientData } from '../../../src/core/attestation/ssh/client-data.ts';
import { readInnerSignature } from '../../../src/core/attestation/ssh/inner-signature.ts';
import { readSshSignature } from '../../../src/core/attestation/ssh/ssh-signature.ts';
import { bytesOf, readAnswer } from '../../../src/adapters/passkey/read-answer.ts';
import type { Answer } from '../../../src/adapters/passkey/tasks.ts';
import { nodeCryptography } from '../../../src/adapters/signing/index.ts';
import { readKeyLine } from '../../../src/core/policy/index.ts';
import { canonicalJson, encodeUtf8, formatInstant, parseInstant } from '../../../src/core/values/index.ts';
import { ofText, taken, unless, type Parser } from '../parser.ts';

/** Every signature is good: so that what lies behind the check is reached with what nobody signed. */
const believing: Cryptography = { ...nodeCryptography, verify: () => true };

/** The passkey that answers of pages are held against. */
const somebodys = 'sk-ecdsa-sha2-nistp256@openssh.com AAAAInNrLWVjZHNhLXNoYTItbmlzdHAyNTZAb3BlbnNzaC5jb20AAAAIbmlzdHAyNTYAAABBBMQrbbNnUK+JMrcZqWrRqNWZUnjS8RFZpSX902mIIFquVR+CFaZx4R5SuAI1ClNFaSe0PwVcpvk/TbsxyWciwEAAAAAJbG9jYWxob3N0';

/** Readers of signatures, keys and statements. */
export const signed: readonly Parser[] = [
  {
    name: 'envelope',
    read(bytes) {
      const [strict, opened] = [openEnvelope(bytes, nodeCryptography), openEnvelope(bytes, believing)];
      if (strict.ok && !opened.ok) throw new Error('it is taken by its signature alone');
      // The payload is read in one spelling alone, whatever the envelope's.
      if (opened.ok && !Buffer.from(writeStatement(opened.value.statement)).equals(opened.value.payload)) throw new Error('its statement has a second spelling');
      return opened.ok ? taken : null;
    },
  },
  {
    name: 'statement',
    read(bytes) {
      const statement = unless(Refused, () => readStatement(bytes));
      return statement === null ? null : { written: writeStatement(statement), canonical: true };
    },
  },
  {
    name: 'strict-json',
    read(bytes) {
      const json = unless(JsonProblem, () => readJson(bytes));
      if (json === null) return null;
      const text = canonicalJson(plainJson(json.value));
      if (canonicalJson(JSON.parse(json.text)) !== text) throw new Error('JSON.parse sees something else in it');
      return { written: encodeUtf8(text), canonical: false };
    },
  },
  ofText('armored-signature', (text) => {
    const blob = unless(Refused, () => dearmor(text));
    return blob === null ? null : { written: Buffer.from(`-----BEGIN SSH SIGNATURE-----\n${encodeBase64(blob)}\n-----END SSH SIGNATURE-----\n`), canonical: false };
  }),
  {
    name: 'ssh-signature',
    read(bytes) {
      const inner = unless(Refused, () => {
        const signature = readSshSignature(bytes);
        return readInnerSignature(signature.inner, signature.key);
      });
      return inner === null ? null : taken;
    },
  },
  ofText('key-line', (text) => {
    const key = parsePublicKey(text);
    if (!key.ok) return null;
    const { publicKey, options: { origins, revoked } } = key.value;
    const options = [...(revoked ? ['revoked'] : []), ...(origins.length === 0 ? [] : [`origin="${origins.join(',')}"`])].join(',');
    return { written: Buffer.from(`${options === '' ? '' : `${options} `}${publicKey}`), canonical: false };
  }),
  {
    name: 'client-data',
    read: (bytes) => unless(Refused, () => (checkClientData(bytes, Buffer.from('SSHSIG of a statement'), 'https://sign.example.com'), taken)),
  },
  ofText('page-answer', (text) => {
    const answer = readAnswer(text);
    if (answer === null) return null;
    for (const armored of signaturesIn(answer)) checkSignature(armored, encodeUtf8('what was asked'), 'countersign', believing);
    return { written: encodeUtf8(JSON.stringify(answer)), canonical: false };
  }),
  ofText('enrolment-proof', (text) => (readEnrolmentProof(text, believing).ok ? taken : null)),
  ofText('base64', (text) => {
    const bytes = decodeBase64(text);
    if (bytes === null) return null;
    const bare = text.replace(/=+$/, '');
    if (![encodeBase64(bytes).replace(/=+$/, ''), encodeBase64Url(bytes)].includes(bare)) throw new Error('it took a fifth spelling');
    return { written: Buffer.from(encodeBase64(bytes)), canonical: false };
  }),
  ofText('moment', (text) => {
    const instant = parseInstant(text);
    return instant === null ? null : { written: Buffer.from(formatInstant(instant)), canonical: false };
  }),
];

/** What the program makes of an answer: a key of a new passkey, which must read as one, or a signature. */
function signaturesIn(answer: Answer): readonly string[] {
  if (answer.kind === 'create') {
    const key = passkeyPublicKey(bytesOf(answer.spki) ?? new Uint8Array(), 'localhost');
    if (key.ok && !readKeyLine(`origin="http://localhost:14117" ${key.value}`).ok) throw new Error('a key was made that no file may hold');
    return [];
  }
  const [authenticatorData, clientData, signature] = [answer.authenticatorData, answer.clientData, answer.signature].map((part) => bytesOf(part) ?? new Uint8Array());
  const armored = passkeySignature(somebodys, 'countersign', 'http://localhost:14117', { authenticatorData: authenticatorData!, clientData: clientData!, signature: signature! });
  return armored.ok ? [armored.value] : [];
}
