/** A moment, in whole seconds since 1970-01-01T00:00:00Z; what git records and what the clock argument carries. */
export type Instant = number;

/** `Instant` as RFC 3339 in UTC, e.g. `2026-11-21T09:00:00Z`, without `Date` (the core reads no clock). */
export function formatInstant(instant: Instant): string {
  const days = Math.floor(instant / 86_400);
  const seconds = instant - days * 86_400;
  const { year, month, day } = civilFromDays(days);
  const two = (n: number) => String(n).padStart(2, '0');
  const time = `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}T${time}Z`;
}

/** Proleptic Gregorian date of a day number (days since 1970-01-01); Howard Hinnant, "chrono-compatible dates". */
function civilFromDays(days: number): { year: number; month: number; day: number } {
  const z = days + 719_468;
  const era = Math.floor(z / 146_097);
  const dayOfEra = z - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shifted = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * shifted + 2) / 5) + 1;
  const month = shifted < 10 ? shifted + 3 : shifted - 9;
  return { year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day };
}

/** Day number (days since 1970-01-01) of a proleptic Gregorian date; Howard Hinnant, "chrono-compatible dates". */
function daysFromCivil(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

/** Reads `2026-11-21` (its first second) or `2026-11-21T09:00:00Z`, both in UTC; `null` for anything else and for days no calendar has. */
export function parseInstant(text: string): Instant | null {
  const match = /^(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d))?Z)?$/.exec(text);
  if (match === null) return null;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1).map((part) => Number(part ?? 0));
  const instant = daysFromCivil(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second;
  // What the calendar or the clock does not have comes back as another moment.
  const again = formatInstant(instant);
  const whole = match[4] === undefined ? `${text}T00:00:00Z` : match[6] === undefined ? text.replace(/Z$/, ':00Z') : text;
  return again === whole ? instant : null;
}
