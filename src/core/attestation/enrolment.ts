import { encodeUtf8, parseInstant, type Instant } from '../values/index.ts';
import type { Cryptography } from './cryptography.ts';
import { attempt, Refused } from './refused.ts';
import type { Read } from './refusal.ts';
import type { CheckedSignature } from './signature.ts';
import { checkSignature } from './ssh/check-signature.ts';

/** Apart from `countersign`: who proves a key has signed no statement, and no statement proves a key. */
export const enrolmentNamespace = 'countersign-enrol';

/** What somebody signs to show that a key is theirs, here and now. */
export interface EnrolmentClaim {
  /** 64 hex digits. */
  readonly repository: string;
  /** Id of the person, or of the gate. */
  readonly person: string;
  /** `type base64` */
  readonly publicKey: string;
  /** In whole seconds, by the clock of who signs. */
  readonly at: string;
}

/** A claim whose signature holds and was made by the key it names. */
export interface EnrolmentProof extends EnrolmentClaim {
  readonly instant: Instant;
  readonly signature: CheckedSignature;
}

/** The bytes that are signed: five lines, each ended by a line feed. */
export function enrolmentText({ repository, person, publicKey, at }: EnrolmentClaim): string {
  return `countersign-enrol v1\nrepository ${repository}\nperson ${person}\nkey ${publicKey}\ndate ${at}\n`;
}

/** Reads a proof: the text and the armored signature behind it. Line ends of mail and blank lines around it do no harm. */
export function readEnrolmentProof(text: string, cryptography: Cryptography): Read<EnrolmentProof> {
  return attempt(() => {
    const lines = /^\s*(countersign-enrol v1\nrepository ([0-9a-f]{64})\nperson ([A-Za-z][A-Za-z0-9_.-]{0,63})\nkey (\S+ \S+)\ndate (\S+)\n)(-----BEGIN SSH SIGNATURE-----\n[^]*-----END SSH SIGNATURE-----)\s*$/.exec(text.replaceAll('\r\n', '\n'));
    if (lines === null) throw new Refused('statement-malformed', 'it is no proof of a key: five lines of text and an SSH signature are due');
    const [, signed = '', repository = '', person = '', publicKey = '', at = '', armored = ''] = lines;
    const instant = parseInstant(at);
    if (instant === null) throw new Refused('statement-malformed', 'the date of the proof is none');
    const checked = checkSignature(`${armored}\n`, encodeUtf8(signed), enrolmentNamespace, cryptography);
    if (!checked.ok) throw new Refused(checked.refusal.code, checked.refusal.sentence);
    if (checked.value.publicKey !== publicKey) throw new Refused('signature-invalid', 'the proof was signed by another key than the one it names');
    return { repository, person, publicKey, at, instant, signature: checked.value };
  });
}
