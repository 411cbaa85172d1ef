import type { SignatureStrength } from '../policy/index.ts';

/**
 * A signature that was checked: these bytes were signed by this key. Whose key it is, and whether that is enough,
 * is decided elsewhere.
 */
export interface CheckedSignature {
  /** `type base64` as `authorized_keys` and people.yaml have it, without comment. */
  readonly publicKey: string;
  /** `SHA256:…` as `ssh-keygen -l` prints it. */
  readonly fingerprint: string;
  /** `touch`: a security key or passkey and somebody present (UP); `verified`: PIN or biometric too (UV); else `any`. */
  readonly strength: SignatureStrength;
  /** Of a security key or passkey: whether it may be copied to other devices (BE), as its holder's authenticator says; `null`: a key in a file. */
  readonly synced: boolean | null;
  /** Of a security key or passkey: its signature counter, 0 where it keeps none. */
  readonly counter: number | null;
  /** Of a passkey: what the browser vouched for. */
  readonly passkey: { readonly rpId: string; readonly origin: string; readonly backedUp: boolean } | null;
}
