import { formatInstant, type Instant } from '../../core/values/index.ts';

/** `9,620` */
export function count(n: number): string {
  return String(Math.trunc(n)).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** `1 file`, `4 files` */
export function counted(n: number, one: string, many = `${one}s`): string {
  return `${count(n)} ${n === 1 ? one : many}`;
}

/** Share as a whole per cent; what is neither none nor all is never rounded to either. */
export function percent(part: number, whole: number): string {
  if (whole <= 0) return '0 %';
  const share = (part / whole) * 100;
  if (share > 0 && share < 1) return '<1 %';
  if (share < 100 && share > 99) return '>99 %';
  return `${Math.round(share)} %`;
}

const steps: readonly (readonly [seconds: number, one: string])[] = [
  [365 * 86_400, 'year'],
  [30 * 86_400, 'month'],
  [86_400, 'day'],
  [3600, 'hour'],
  [60, 'minute'],
];

/** `2 days ago`; the future, which a wrong clock gives, is shown as a date. */
export function ago(then: Instant, now: Instant): string {
  const passed = now - then;
  if (passed < 0) return day(then);
  for (const [seconds, one] of steps) {
    const n = Math.floor(passed / seconds);
    if (n >= 1) return `${counted(n, one)} ago`;
  }
  return 'just now';
}

/** `2026-11-21` */
export function day(instant: Instant): string {
  return formatInstant(instant).slice(0, 10);
}

/** `2026-11` */
export function month(instant: Instant): string {
  return formatInstant(instant).slice(0, 7);
}

/** `Ana`, `Ana or Li`, `Ana, Li or Mina` */
export function listed(names: readonly string[], word: 'or' | 'and'): string {
  if (names.length < 2) return names.join('');
  return `${names.slice(0, -1).join(', ')} ${word} ${names[names.length - 1]!}`;
}
