import { Failure, type Instant } from '../../core/values/index.ts';

const unitSeconds: Readonly<Record<string, number>> = { d: 86_400, w: 7 * 86_400, m: 30 * 86_400, y: 365 * 86_400 };

/**
 * A date as people type it: `2026-03-01`, `2026-03`, `2026-03-01T09:30:00Z`, or an age such as `90d`, `12w`,
 * `6m`, `1y`. Dates without a time are UTC; with `end` they mean the last second of that day or month.
 */
export function parseDate(option: string, text: string, now: Instant, end = false): Instant {
  const age = /^(\d{1,5})([dwmy])$/.exec(text);
  if (age !== null) return now - Number(age[1]) * unitSeconds[age[2]!]!;
  const date = /^(\d{4})-(\d{2})(?:-(\d{2}))?$/.exec(text);
  if (date !== null) {
    const [year, month, day] = [Number(date[1]), Number(date[2]), Number(date[3] ?? '1')];
    const start = utc(year, month, day);
    if (start !== null) {
      if (!end) return start;
      return date[3] === undefined ? Date.UTC(year, month, 1) / 1000 - 1 : start + 86_399;
    }
  } else if (/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:\d{2})$/.test(text)) {
    const milliseconds = Date.parse(text);
    if (!Number.isNaN(milliseconds)) return Math.floor(milliseconds / 1000);
  }
  throw new Failure('usage', 'user', `\`${text}\` is not a date (${option})`, [
    'write a day (2026-03-01), a month (2026-03), a time (2026-03-01T09:30:00Z) or an age (90d, 12w, 6m, 1y)',
  ]);
}

function utc(year: number, month: number, day: number): Instant | null {
  const date = new Date(Date.UTC(year, month - 1, day));
  const same = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return same ? date.getTime() / 1000 : null;
}
