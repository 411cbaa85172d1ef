import type { Commit } from '../../change/index.ts';
import type { Claim } from '../claim.ts';
import { linesSeen } from '../../values/index.ts';
import { withoutLineEnd } from './trailers.ts';

/** Characters that show nothing: soft hyphens, zero widths, marks of direction, selectors, tags, controls. */
const invisible = /\p{Default_Ignorable_Code_Point}|[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/gu;
/** Cyrillic and Greek letters that look like Latin ones (Unicode TR 39 confusables). */
const alike: Readonly<Record<string, string>> = {
  а: 'a', е: 'e', о: 'o', р: 'p', с: 'c', у: 'y', х: 'x', і: 'i', ј: 'j', ѕ: 's', ԁ: 'd', ո: 'n', һ: 'h', ӏ: 'l', ԛ: 'q', ԝ: 'w', ɡ: 'g', ɑ: 'a',
  А: 'A', В: 'B', Е: 'E', К: 'K', М: 'M', Н: 'H', О: 'O', Р: 'P', С: 'C', Т: 'T', У: 'Y', Х: 'X', І: 'I', Ј: 'J', Ѕ: 'S',
  ο: 'o', α: 'a', ν: 'v', ι: 'i', Α: 'A', Β: 'B', Ε: 'E', Η: 'H', Ι: 'I', Κ: 'K', Μ: 'M', Ν: 'N', Ο: 'O', Ρ: 'P', Τ: 'T', Χ: 'X',
};
const lookalike = new RegExp(`[${Object.keys(alike).join('')}\uff01-\uff5e]`, 'gu');
const anything = new RegExp(`${invisible.source}|${lookalike.source}|\\r(?!\\n|$|\\r)|[\u0085\u2028\u2029]`, 'u');
/** A message that is longer is not read a second time. */
const longest = 1024 * 1024;

/** Whether a message holds characters a mark can be disguised with; most hold none. */
export function mayDisguise(message: string): boolean {
  return message.length <= longest && anything.test(message);
}

/**
 * Marks of AI that only people see: written with letters of another alphabet, with characters that show nothing, or
 * behind a carriage return or a separator. What stands there is no declaration, for it was made not to be found; it is a weak claim, as
 * hiding marks is. `read` finds what a message without disguise says, `own` what it says as it is.
 */
export function disguisedClaims(commit: Commit, own: readonly Claim[], read: (commit: Commit) => readonly Claim[]): readonly Claim[] {
  const raw = commit.message.split('\n');
  const plain: string[] = [];
  const numbers: number[] = [];
  for (const [index, line] of raw.entries()) {
    for (const part of linesSeen(withoutLineEnd(line))) {
      plain.push(part.replace(invisible, '').replace(lookalike, (sign) => alike[sign] ?? String.fromCharCode(sign.charCodeAt(0) - 0xfee0)));
      numbers.push(index + 1);
    }
  }
  const known = new Set(own.map((claim) => `${lineOf(claim)} ${claim.rule}`));
  const found: Claim[] = [];
  for (const claim of read({ ...commit, message: plain.join('\n') })) {
    const at = lineOf(claim);
    const number = at === null ? undefined : numbers[at - 1];
    if (claim.class !== 'ai' || number === undefined || known.has(`${number} ${claim.rule}`)) continue;
    const quote = withoutLineEnd(raw[number - 1]!);
    found.push({ ...claim, kind: 'inferred', strength: 'weak', session: null, rule: 'disguised', source: { in: 'message', commit: commit.id, line: number }, quote });
  }
  return found;
}

function lineOf({ source }: Claim): number | null {
  return source.in === 'message' ? source.line : null;
}
