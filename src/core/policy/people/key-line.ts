import { show } from '../reading/show.ts';

/** A public key as one line of people.yaml has it: `OPTIONS TYPE BASE64 COMMENT`, options and comment left out at will. */
export interface KeyLine {
  /** `type base64`: what is compared, and what `CheckedSignature.publicKey` is. */
  readonly publicKey: string;
  readonly type: string;
  readonly comment: string;
  /** Of a passkey: pages whose signatures count (RFC 6454 origins, `https://…` without a path). */
  readonly origins: readonly string[];
  /** Kept on record, and counting for nothing. */
  readonly revoked: boolean;
  /** What a security key was made for (OpenSSH PROTOCOL.u2f): `ssh:…`, or a passkey's relying party; else `null`. */
  readonly application: string | null;
}

/** A line, or what is wrong with it in one sentence and how to mend it. */
export type KeyLineRead =
  | { readonly ok: true; readonly line: KeyLine }
  | { readonly ok: false; readonly code: 'invalid-key' | 'invalid-option'; readonly sentence: string; readonly mend: string };

const keyTypes = /^(?:sk-(?:ssh-ed25519|ecdsa-sha2-nistp256)@openssh\.com|ssh-ed25519|ecdsa-sha2-nistp(?:256|384|521)|ssh-rsa)$/;
const origin = /^(?:https:\/\/[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|http:\/\/localhost)(?::[1-9][0-9]{0,4})?$/;
const theLine = 'write the line of the .pub file: type, key, comment';

/** Whether a security key was made for a page and not for ssh: then its signatures name an origin. */
export function isPasskey({ application }: KeyLine): boolean {
  return application !== null && !application.startsWith('ssh:');
}

/** `type base64` of a line the parser accepted: two lines with the same one are the same key. */
export function bareKey(line: string): string {
  const read = readKeyLine(line);
  return read.ok ? read.line.publicKey : line.trim();
}

/**
 * Reads a line as authorized_keys has it (sshd(8)): options between commas, blanks only inside double quotes, `\"` for a
 * quote. Only `origin="https://…[,https://…]"` and `revoked` are known; anything else would be a promise nobody keeps.
 */
export function readKeyLine(text: string): KeyLineRead {
  if (/PRIVATE KEY/.test(text)) {
    return { ok: false, code: 'invalid-key', sentence: 'a private key stands', mend: 'remove it, replace that key everywhere, and write the .pub file’s line' };
  }
  const line = text.trim();
  const first = line.split(/\s/, 1)[0] ?? '';
  const start = keyTypes.test(first) || first.startsWith('webauthn-sk-') ? 0 : endOfOptions(line);
  if (start === null) return { ok: false, code: 'invalid-option', sentence: 'a quote is never closed', mend: 'close it: origin="https://sign.example.com"' };
  const [type = '', blob = '', ...comment] = line.slice(start).trim().split(/\s+/);
  const given = line.slice(0, start).trim();
  if (type.startsWith('webauthn-sk-')) {
    return { ok: false, code: 'invalid-key', sentence: `\`${show(type)}\` names a signature, not a key`, mend: 'write the key’s own type, sk-ecdsa-sha2-nistp256@openssh.com, with origin="https://…" before it' };
  }
  const bytes = keyTypes.test(type) && /^AAAA[A-Za-z0-9+/]+={0,2}$/.test(blob) ? fromBase64(blob) : null;
  if (bytes === null) return { ok: false, code: 'invalid-key', sentence: 'not an OpenSSH public key', mend: theLine };
  const found: { origins: string[]; revoked: boolean } = { origins: [], revoked: false };
  for (const option of given === '' ? [] : optionsIn(given)) {
    const wrong = readOption(option, type, found);
    if (wrong !== null) return { ok: false, code: 'invalid-option', ...wrong };
  }
  return { ok: true, line: { publicKey: `${type} ${blob}`, type, comment: comment.join(' '), ...found, application: type.startsWith('sk-') ? applicationOf(bytes, type) : null } };
}

function readOption(option: string, type: string, found: { origins: string[]; revoked: boolean }): { readonly sentence: string; readonly mend: string } | null {
  const [, name = '', quoted] = /^([^=]*)(?:=(.*))?$/s.exec(option) ?? [];
  const known = 'known: origin="https://…" and revoked';
  if (name === 'revoked' && quoted === undefined) {
    if (found.revoked) return { sentence: '`revoked` stands twice', mend: 'remove one' };
    found.revoked = true;
    return null;
  }
  if (name === 'revoked') return { sentence: '`revoked` takes no value', mend: 'write `revoked` alone' };
  if (name !== 'origin') return { sentence: `unknown option \`${show(option)}\``, mend: known };
  if (found.origins.length > 0) return { sentence: '`origin` stands twice', mend: 'several origins stand between commas: origin="https://a.example,https://b.example"' };
  if (!type.startsWith('sk-ecdsa-')) return { sentence: `\`origin\` stands before a key of type \`${show(type)}\``, mend: 'only passkeys (sk-ecdsa-sha2-nistp256@openssh.com) answer for a page: remove it' };
  const value = /^"((?:[^"\\]|\\.)*)"$/s.exec(quoted ?? '')?.[1];
  if (value === undefined) return { sentence: '`origin` is not in quotes', mend: 'origin="https://sign.example.com"' };
  for (const one of value.split(',').map((each) => each.trim())) {
    if (!origin.test(one)) return { sentence: `\`${show(one)}\` is not an origin`, mend: 'write https://, the host in lower case and nothing behind it: origin="https://sign.example.com"' };
    if (found.origins.includes(one)) return { sentence: `the origin \`${show(one)}\` stands twice`, mend: 'remove one' };
    found.origins.push(one);
  }
  return null;
}

/** Offset of the first blank outside quotes; `null` where a quote is never closed. */
function endOfOptions(line: string): number | null {
  let quoted = false;
  for (let at = 0; at < line.length; at += 1) {
    if (quoted && line[at] === '\\') at += 1;
    else if (line[at] === '"') quoted = !quoted;
    else if (!quoted && /\s/.test(line[at]!)) return at;
  }
  return quoted ? null : line.length;
}

/** Between commas outside quotes. */
function optionsIn(given: string): readonly string[] {
  return given.match(/(?:"(?:[^"\\]|\\.)*"|[^,"])+|(?<=,)(?=,|$)|^(?=,)/gs) ?? [given];
}

/** The application of `string type, [string curve, string Q | string pk], string application`; `null` where it is not so. */
function applicationOf(bytes: readonly number[], type: string): string | null {
  let at = 0;
  const next = (): readonly number[] => {
    const length = bytes.slice(at, at + 4).reduce((sum, byte) => sum * 256 + byte, 0);
    const value = bytes.slice(at + 4, at + 4 + length);
    at += 4 + length;
    return value;
  };
  const skipped = type.startsWith('sk-ecdsa-') ? 3 : 2;
  for (let i = 0; i < skipped; i += 1) next();
  const name = next();
  return at === bytes.length ? String.fromCharCode(...name) : null;
}

/** RFC 4648 base64; `null` where it is none. */
function fromBase64(text: string): readonly number[] | null {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
  const bytes: number[] = [];
  let [bits, held] = [0, 0];
  for (const letter of text.replace(/=+$/, '')) {
    const value = alphabet.indexOf(letter);
    if (value < 0) return null;
    held = ((held << 6) | value) & 0xffff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      bytes.push((held >> bits) & 0xff);
    }
  }
  return bytes;
}
