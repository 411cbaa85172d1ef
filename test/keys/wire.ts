/** A `string` of SSH: four bytes of length, and the bytes. */
export const str = (value: Uint8Array | string): Buffer => {
  const bytes = Buffer.from(value);
  return Buffer.concat([uint32(bytes.length), bytes]);
};

/** Four bytes, big-endian. */
export const uint32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
};

/** A positive number as an `mpint`: no zeros in front but one where the first bit is set. */
export const mpint = (bytes: Uint8Array): Buffer => {
  let from = 0;
  while (from < bytes.length - 1 && bytes[from] === 0) from += 1;
  const short = Buffer.from(bytes.subarray(from));
  return str(short[0]! >= 0x80 ? Buffer.concat([Buffer.of(0), short]) : short);
};

/** What an SSHSIG is over: namespace and hash of the message. */
export const preimage = (namespace: string, hash: string, digest: Uint8Array): Buffer =>
  Buffer.concat([Buffer.from('SSHSIG'), str(namespace), str(''), str(hash), str(digest)]);

/** The parts of an SSHSIG, each of which a test may spoil. */
export interface Parts {
  readonly version?: number;
  readonly key: Uint8Array;
  readonly namespace: string;
  readonly reserved?: string;
  readonly hash: string;
  readonly signature: Uint8Array;
  readonly after?: Uint8Array;
}

/** An SSHSIG of these parts, armored as ssh-keygen does it. */
export const armored = ({ version = 1, key, namespace, reserved = '', hash, signature, after = Buffer.alloc(0) }: Parts): string =>
  inArmor(Buffer.concat([Buffer.from('SSHSIG'), uint32(version), str(key), str(namespace), str(reserved), str(hash), str(signature), after]));

/** Bytes between the BEGIN and END lines. */
export const inArmor = (blob: Uint8Array): string =>
  `-----BEGIN SSH SIGNATURE-----\n${Buffer.from(blob).toString('base64').replaceAll(/.{70}(?=.)/g, '$&\n')}\n-----END SSH SIGNATURE-----\n`;

/** An armored SSHSIG taken apart again. */
export function takenApart(text: string): Parts {
  const blob = Buffer.from(text.replaceAll(/-----.*-----|\n/g, ''), 'base64');
  const { read, at } = reader(blob, 10);
  const [key, namespace, reserved, hash, signature] = [read(), read(), read(), read(), read()];
  return { version: blob.readUInt32BE(6), key, namespace: namespace.toString(), reserved: reserved.toString(), hash: hash.toString(), signature, after: blob.subarray(at()) };
}

/** Reads one `string` after the other. */
export function reader(bytes: Buffer, start = 0): { readonly read: () => Buffer; readonly at: () => number } {
  let at = start;
  const read = (): Buffer => {
    const from = at + 4;
    at = from + bytes.readUInt32BE(at);
    return bytes.subarray(from, at);
  };
  return { read, at: () => at };
}
