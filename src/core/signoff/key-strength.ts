import { signatureStrengths, type Person, type Policy, type SignatureStrength } from '../policy/index.ts';

/** What is known of the key behind a signed word. */
export interface SignedWith {
  readonly strength: SignatureStrength;
  /** By a passkey that may be copied to other devices of an account (WebAuthn, BE). Absent or `null`: not so. */
  readonly synced?: boolean | null;
}

type Passkeys = Pick<Policy, 'passkeys'>;

/** What a signature counts as: one by a synced passkey is worth a key in a file where the policy refuses those. */
export function strengthUnder({ passkeys }: Passkeys, { strength, synced }: SignedWith): SignatureStrength {
  return synced === true && passkeys.synced !== 'allow' ? 'any' : strength;
}

/** Why a signature is too weak, in concrete words; `null` where it will do. A strength nobody knows is met by no key. */
export function whyTooWeak(policy: Passkeys, given: SignedWith, wanted: SignatureStrength): string | null {
  const counts = strengthUnder(policy, given);
  if (signatureStrengths.includes(wanted) && signatureStrengths.indexOf(counts) >= signatureStrengths.indexOf(wanted)) return null;
  const less = `(${counts} < ${wanted})`;
  if (counts !== given.strength) return `made with a passkey that may be synced to other devices; the policy counts those as any ${less}`;
  return `${counts === 'any' || wanted === 'touch' ? 'no touch on the key' : 'no PIN or biometric on the key'} ${less}`;
}

/** Whether somebody has a security key or passkey, which answers to nothing but a touch. */
export function canTouch({ keys }: Pick<Person, 'keys'>): boolean {
  return keys.some((line) => /^(?:origin="[^"]*"\s+)?sk-\S+@openssh\.com\s/.test(line.trim()));
}

/** The strength as reasons name it: `verified`, or `any, a synced passkey` where the policy takes it for less than it shows. */
export function strengthNamed(policy: Passkeys, given: SignedWith): string {
  const counts = strengthUnder(policy, given);
  return counts === given.strength ? counts : `${counts}, a synced passkey`;
}
