import type { Position } from '../../values/index.ts';
import { fold } from '../people.ts';
import { show, type Member, type YamlSource } from '../reading/yaml-source.ts';

const keyTypes =
  /^(?:(?:webauthn-)?sk-(?:ssh-ed25519|ecdsa-sha2-nistp256)@openssh\.com|ssh-ed25519|ecdsa-sha2-nistp(?:256|384|521)|ssh-rsa)$/;

/** Who a name, address, key or login already belongs to. */
export type Claims = Map<string, { readonly who: string; readonly at: Position }>;

/** Notes that `key` belongs to `who`; `false` and a problem where it already belongs to somebody else. */
export function claim(
  source: YamlSource,
  claims: Claims,
  key: string,
  what: string,
  shown: string,
  who: string,
  at: Position,
): boolean {
  const holder = claims.get(key);
  if (holder === undefined) {
    claims.set(key, { who, at });
    return true;
  }
  if (holder.who === who && holder.at.file === at.file && what !== 'the name')
    source.error('duplicate', `${what} \`${show(shown)}\` of ${who} stands twice`, 'remove one', at);
  else source.error(
    'shared',
    `${what} \`${show(shown)}\` belongs to ${holder.who} (line ${holder.at.line}) and to ${who}`,
    'leave it with one of them: a signature must name one person',
    at,
  );
  return false;
}

/** E-mail addresses, each of one owner only. */
export function readEmails(
  source: YamlSource,
  field: Member | undefined,
  id: string,
  claims: Claims,
): readonly string[] {
  const given = field === undefined ? [] : (source.strings(field.node, `\`emails\` of \`${id}\``, field.at) ?? []);
  return given.flatMap((email) => {
    if (!/^[^\s@<>]+@[^\s@<>]+$/.test(email.value)) {
      source.error(
        'invalid-email',
        `\`${show(email.value)}\` is not an e-mail address`,
        'write the bare address, such as ana@example.com',
        email.at,
      );
      return [];
    }
    return claim(source, claims, `mail ${fold(email.value)}`, 'the address', email.value, `\`${id}\``, email.at)
      ? [email.value]
      : [];
  });
}

/** Forge accounts, each of one owner only. */
export function readAccounts(
  source: YamlSource,
  field: Member | undefined,
  id: string,
  claims: Claims,
): Readonly<Record<string, string>> {
  const accounts: [string, string][] = [];
  const given = field === undefined ? [] : (source.members(field.node, `\`accounts\` of \`${id}\``, field.at) ?? []);
  for (const account of given) {
    const login = source.string(account.node, `\`${show(account.key)}\` of \`${id}\``, account.at);
    if (login === null) continue;
    if (
      claim(
        source,
        claims,
        `account ${fold(account.key)} ${fold(login.value)}`,
        `the ${show(account.key)} account`,
        login.value,
        `\`${id}\``,
        login.at,
      )
    )
      accounts.push([account.key, login.value]);
  }
  return Object.fromEntries(accounts);
}

/** OpenSSH public keys; the comment after the key names it for people and is no part of it. */
export function readKeys(source: YamlSource, field: Member | undefined, id: string, claims: Claims): readonly string[] {
  const given = field === undefined ? [] : (source.strings(field.node, `\`keys\` of \`${id}\``, field.at) ?? []);
  return given.flatMap((key) => {
    const [type = '', blob = ''] = key.value.trim().split(/\s+/);
    if (!keyTypes.test(type) || !/^AAAA[A-Za-z0-9+/]+={0,2}$/.test(blob)) {
      const isPrivate = key.value.includes('PRIVATE KEY');
      source.error(
        'invalid-key',
        isPrivate
          ? `a private key stands in \`keys\` of \`${id}\``
          : `\`${show(key.value)}\` is not an OpenSSH public key`,
        isPrivate
          ? 'remove it, replace that key everywhere, and write the .pub file’s line'
          : 'write the line of the .pub file: type, key, comment',
        key.at,
      );
      return [];
    }
    return claim(source, claims, `key ${type} ${blob}`, 'the key', key.value, `\`${id}\``, key.at) ? [key.value] : [];
  });
}
