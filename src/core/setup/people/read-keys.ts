/** A public key of a keys file with the addresses the file says it belongs to. */
export interface KeyOf {
  /** Type, key and comment, as `keys` of a person takes them. */
  readonly key: string;
  readonly emails: readonly string[];
  /** Counts from 1. */
  readonly line: number;
}

/** Keys of a file, and the lines that are none. */
export interface ReadKeys {
  readonly keys: readonly KeyOf[];
  readonly unread: readonly { readonly line: number; readonly because: string }[];
}

const types = 'sk-ssh-ed25519@openssh\\.com|sk-ecdsa-sha2-nistp256@openssh\\.com|webauthn-sk-(?:ssh-ed25519|ecdsa-sha2-nistp256)@openssh\\.com|ssh-ed25519|ecdsa-sha2-nistp(?:256|384|521)|ssh-rsa';
const keyIn = new RegExp(`(?:^|[ \\t])(${types})[ \\t]+(AAAA[A-Za-z0-9+/]+={0,2})(?=[ \\t]|$)[ \\t]*(.*)$`);

/**
 * Reads `allowed_signers` (ssh-keygen(1): addresses, options, key) and `authorized_keys` (sshd(8): options, key, comment).
 * Patterns with `*` or `?` name nobody; a comment names somebody only where it is an address.
 */
export function readKeys(text: string): ReadKeys {
  const keys: KeyOf[] = [];
  const unread: { line: number; because: string }[] = [];
  text.split('\n').forEach((raw, index) => {
    const line = raw.trim();
    if (line === '' || line.startsWith('#')) return;
    const number = index + 1;
    const found = keyIn.exec(line);
    if (/(?:^|[\s,])cert-authority(?:$|[\s,])/i.test(line.slice(0, found?.index ?? line.length))) {
      unread.push({ line: number, because: 'a certificate authority signs for others; it is nobody’s own key' });
    } else if (found === null) {
      unread.push({ line: number, because: line.includes('PRIVATE KEY') ? 'a private key: replace it everywhere' : 'no public key of a known kind' });
    } else {
      const [, type = '', blob = '', comment = ''] = found;
      const before = line.slice(0, found.index).split(/[ \t]/)[0] ?? '';
      const named = before.replace(/^"|"$/g, '').split(',').filter((each) => isAddress(each) && !/[*?!]/.test(each));
      const emails = named.length > 0 ? named : isAddress(comment.trim()) ? [comment.trim()] : [];
      keys.push({ key: `${type} ${blob}${comment.trim() === '' ? '' : ` ${comment.trim()}`}`, emails, line: number });
    }
  });
  return { keys, unread };
}

function isAddress(text: string): boolean {
  return /^[^\s@<>"]+@[^\s@<>"]+$/.test(text);
}
