import type { Position } from '../../values/index.ts';
import { fold } from '../people.ts';
import { show, type Member, type Placed, type YamlSource } from '../reading/yaml-source.ts';
import { readKeyLine, type KeyLineRead } from './key-line.ts';

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

/** Keys that count, and those kept on record only; each line as written. */
export interface Keys {
  readonly keys: readonly string[];
  readonly revokedKeys?: readonly string[];
}

/**
 * OpenSSH public keys; the comment after the key names it for people and is no part of it. A revoked key still belongs
 * to who had it, so that nobody else may enrol it.
 */
export function readKeys(source: YamlSource, field: Member | undefined, id: string, claims: Claims, mayBeEmpty = false): Keys {
  const given = field === undefined ? [] : (source.strings(field.node, `\`keys\` of \`${id}\``, field.at, mayBeEmpty) ?? []);
  const [keys, revokedKeys]: [string[], string[]] = [[], []];
  for (const key of given) {
    const read = readKeyLine(key.value);
    if (!read.ok) refuseKey(source, read, key, id);
    else if (claim(source, claims, `key ${read.line.publicKey}`, 'the key', key.value, `\`${id}\``, key.at)) (read.line.revoked ? revokedKeys : keys).push(key.value);
  }
  return { keys, ...(revokedKeys.length === 0 ? {} : { revokedKeys }) };
}

function refuseKey(source: YamlSource, { code, sentence, mend }: Extract<KeyLineRead, { ok: false }>, { value, at }: Placed<string>, id: string): null {
  if (code === 'invalid-option') return source.error('invalid-option', `${sentence}, in \`keys\` of \`${id}\``, mend, at);
  const unread = sentence === 'not an OpenSSH public key';
  return source.error('invalid-key', unread ? `\`${show(value)}\` is ${sentence}` : `${sentence} in \`keys\` of \`${id}\``, mend, at);
}
