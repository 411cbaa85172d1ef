import type { Identity } from '../../change/index.ts';
import { fold } from './fold.ts';

/** Gives the name and address a repository's `.mailmap` wants for an identity; the identity itself where it says nothing. */
export type Mailmap = (identity: Identity) => Identity;

interface Wanted {
  readonly name: string | null;
  readonly email: string | null;
}

/**
 * Reads a `.mailmap` (gitmailmap(5)): `Proper Name <commit@>`, `<proper@> <commit@>`, `Proper Name <proper@> <commit@>`,
 * `Proper Name <proper@> Commit Name <commit@>`. Names and addresses are compared without regard to ASCII case; a
 * line that names the commit's author goes before one that gives the address alone; of two, the later counts.
 */
export function readMailmap(text: string): Mailmap {
  const byAddress = new Map<string, Wanted>();
  const byBoth = new Map<string, Wanted>();
  for (const line of text.split('\n')) {
    const found = line.startsWith('#') ? null : /^([^<]*)<([^<>]*)>(?:([^<]*)<([^<>]*)>)?/.exec(line);
    if (found === null) continue;
    const [, first = '', one = '', second, two] = found;
    const wanted = { name: first.trim() || null, email: two === undefined ? null : one.trim() };
    const commitEmail = fold(two ?? one);
    const commitName = (second ?? '').trim();
    if (commitName !== '') byBoth.set(`${fold(commitName)}\0${commitEmail}`, wanted);
    else {
      // A second line about one address adds what it says, as in git.
      const known = byAddress.get(commitEmail);
      byAddress.set(commitEmail, { name: wanted.name ?? known?.name ?? null, email: wanted.email ?? known?.email ?? null });
    }
  }
  return ({ name, email }) => {
    const wanted = byBoth.get(`${fold(name)}\0${fold(email)}`) ?? byAddress.get(fold(email));
    return { name: wanted?.name ?? name, email: wanted?.email ?? email };
  };
}
