/** What one signature is checked with: the numbers of a public key, already taken apart and of the right size. */
export type KeyMaterial =
  /** RFC 8032; 32 bytes. */
  | { readonly algorithm: 'ed25519'; readonly publicKey: Uint8Array }
  /** An uncompressed point (`04 x y`, SEC 1 section 2.3.3). */
  | { readonly algorithm: 'ecdsa'; readonly curve: 'nistp256' | 'nistp384' | 'nistp521'; readonly point: Uint8Array }
  /** Big-endian, without leading zeros. */
  | { readonly algorithm: 'rsa'; readonly modulus: Uint8Array; readonly exponent: Uint8Array };

/** One check: does `signature` over `data` come from the key? */
export interface SignatureCheck {
  readonly key: KeyMaterial;
  /** Of `data`, before an ECDSA or RSA (PKCS #1 v1.5) signature; Ed25519 hashes by itself. */
  readonly hash: 'sha256' | 'sha384' | 'sha512';
  readonly data: Uint8Array;
  /** Ed25519: 64 bytes. ECDSA: r and s, each padded to the size of the curve (IEEE P1363). RSA: as long as the modulus. */
  readonly signature: Uint8Array;
}

/** Hashes and signature checks as a port, synchronous: Node brings its own, a browser a small library. */
export interface Cryptography {
  sha256(data: Uint8Array): Uint8Array;
  sha512(data: Uint8Array): Uint8Array;
  /** `false` also for a key or signature that makes no sense; never throws. */
  verify(check: SignatureCheck): boolean;
}
