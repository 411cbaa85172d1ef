/** A member of an organisation or team on a forge. */
export interface ForgeMember {
  readonly login: string;
  readonly name: string | null;
  readonly email: string | null;
  readonly machine: boolean;
}

/**
 * Members in the JSON that `gh api orgs/ORG/members` prints, one page or several (`--paginate`, also with `--slurp`).
 * A sentence where it is none.
 */
export function readMembers(text: string): readonly ForgeMember[] | string {
  const pages = parsePages(text);
  if (pages === null) return 'it is not JSON';
  const entries = pages.flat(2);
  if (!Array.isArray(pages) || entries.length === 0) return 'it lists nobody';
  const members: ForgeMember[] = [];
  for (const entry of entries) {
    const { login, name, email, type } = (typeof entry === 'object' && entry !== null ? entry : {}) as Record<string, unknown>;
    if (typeof login !== 'string' || !/^[\w-]+(?:\[bot\])?$/.test(login)) return 'not every entry has a `login`';
    const words = (value: unknown) => (typeof value === 'string' && value.trim() !== '' ? value.trim() : null);
    members.push({ login, name: words(name), email: words(email), machine: type === 'Bot' || login.endsWith('[bot]') });
  }
  return members;
}

/** `[…][…]`, as older versions of gh print pages, is several texts. */
function parsePages(text: string): readonly unknown[] | null {
  const joined = text.trim().replace(/\]\s*\[/g, '],[');
  try {
    const value: unknown = JSON.parse(`[${joined}]`);
    return Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
}
