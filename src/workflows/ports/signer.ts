/** A key somebody can sign with here. */
export interface SigningKey {
  /** `type base64`, without comment. */
  readonly publicKey: string;
  /** `SHA256:…` */
  readonly fingerprint: string;
  /** The file, `ssh-agent`, or `passkey`. */
  readonly where: string;
  /** Further keys of the same person, `type base64`: of several passkeys the browser lets its user choose. */
  readonly alternatives?: readonly string[];
}

/** Signs with the user's own keys through ssh-keygen and ssh-agent; no private key is ever read by us. */
export interface Signer {
  /** The key of a file (public or private half), or those the agent holds; throws `key-unusable`. */
  keys(file: string | null): Promise<readonly SigningKey[]>;
  /** The armored SSHSIG over `message` in `namespace`. Touch and PIN are asked by ssh-keygen itself. It is one that verifies, and by this very key or one of its alternatives. Throws `signing-failed`, `key-unusable`, and `no-terminal` where nobody sits there to be asked. */
  sign(key: SigningKey, namespace: string, message: Uint8Array): Promise<string>;
}
