import type { Change } from '../change/index.ts';
import type { Person } from '../policy/index.ts';
import type { Silence } from '../signoff/index.ts';
import { formatInstant, type Instant, type Position } from '../values/index.ts';

/** `a senior`, `an expert`. */
export function article(noun: string): string {
  return /^[aeiou]/i.test(noun) ? `an ${noun}` : `a ${noun}`;
}

/** `1 senior`, `2 seniors`: level names are identifiers, so an `s` is as good a plural as any. */
export function counted(count: number, noun: string): string {
  return count === 1 ? `1 ${noun}` : `${count} ${noun}s`;
}

/** `a senior` for one, `2 seniors` for more. */
export function some(count: number, noun: string): string {
  return count === 1 ? article(noun) : counted(count, noun);
}

/** `a`, `a and b`, `a, b and c`; with another last word `a, b or c`. */
export function list(items: readonly string[], last: 'and' | 'or' = 'and'): string {
  if (items.length < 2) return items[0] ?? '';
  return `${items.slice(0, -1).join(', ')} ${last} ${items.at(-1) ?? ''}`;
}

/** Up to three names and the number of the others: `Ana, Li or 5 others`. */
export function anyOf(names: readonly string[]): string {
  return names.length <= 3 ? list(names, 'or') : `${names.slice(0, 2).join(', ')} or ${names.length - 2} others`;
}

/** Letters by their class that show nothing: the fillers of Hangul. */
const blankLetters = /[\u115f\u1160\u3164\uffa0]/g;

/** Words that nobody can see are none: it takes a letter or a digit of any script. */
export function saysSomething(text: string): boolean {
  return /[\p{L}\p{N}]/u.test(text.replace(blankLetters, ''));
}

/** Keeps the first of each. */
export function unique<T>(items: readonly T[]): T[] {
  return [...new Set(items)];
}

/** `Ana (senior, touch)`: a person with what was worth counting. */
export function titled(name: string, person: Person | undefined, strength: string): string {
  return `${name} (${person?.level ?? 'unknown level'}, ${strength})`;
}

/** `policy.yaml:14`: where a policy says something, short enough for a sentence. */
export function place({ file, line }: Position): string {
  return `${file.split('/').at(-1) ?? file}:${line}`;
}

/** Commits and no names, so that the same decision names the same command everywhere. */
export function rangeOf({ base, head }: Change): string {
  return `${base.commit.slice(0, 12)}..${head.commit.slice(0, 12)}`;
}

/** `Dependabot and Renovate` where nobody but automation is silent, otherwise `null`. */
export function automationAlone({ asked, automation }: Silence): string | null {
  return asked.length > 0 || automation.length === 0 ? null : list(automation.map(({ name }) => name));
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `30 Nov`, in UTC. */
export function day(instant: Instant): string {
  const text = formatInstant(instant);
  return `${Number(text.slice(8, 10))} ${months[Number(text.slice(5, 7)) - 1] ?? ''}`;
}

/** `22 Nov 03:12 UTC`. */
export function moment(instant: Instant): string {
  return `${day(instant)} ${formatInstant(instant).slice(11, 16)} UTC`;
}

/** `24 h` up to two days, `3 days` beyond: how long people have for something. */
export function term(seconds: number): string {
  return seconds <= 172_800 ? `${Math.ceil(seconds / 3600)} h` : `${Math.ceil(seconds / 86_400)} days`;
}
