import { Failure, parseInstant, type Instant } from '../values/index.ts';

/** Who is away and how much waits for whom: private, never in a repository. */
export interface WorkingLine {
  /** As written: a person's id or an address. */
  readonly who: string;
  readonly line: number;
}

/** `until`: the day they are back, `null` where nobody knows. */
export interface AwayLine extends WorkingLine {
  readonly until: Instant | null;
}

/** `most`: how many may wait for them at once; `null`: no limit. */
export interface LoadLine extends WorkingLine {
  readonly waiting: number;
  readonly most: number | null;
}

/** Reads lines `ana` or `ana 2026-12-01`; `#` begins a comment. Throws `usage` naming file and line. */
export function readAway(text: string, file: string): readonly AwayLine[] {
  return lines(text).map(({ words: [who = '', day, ...rest], line }) => {
    const until = day === undefined ? null : dayOf(day);
    if ((day !== undefined && until === null) || rest.length > 0) {
      throw mistake(`${file}:${line}   \`${[day, ...rest].join(' ')}\` is not a day`, 'write a name and perhaps the day they are back: ana 2026-12-01');
    }
    return { who, line, until };
  });
}

/** Reads lines `ana 3` or `ana 3/5`: what waits for them, and how much may. Throws `usage` naming file and line. */
export function readLoad(text: string, file: string): readonly LoadLine[] {
  return lines(text).map(({ words: [who = '', load = '', ...rest], line }) => {
    const found = /^(\d{1,4})(?:\/(\d{1,4}))?$/.exec(load);
    if (found === null || rest.length > 0) {
      const what = load === '' ? `\`${who}\` stands without a number` : `\`${[load, ...rest].join(' ')}\` is not a number`;
      throw mistake(`${file}:${line}   ${what}`, 'write a name, what waits for them and perhaps how much may: ana 3/5');
    }
    return { who, line, waiting: Number(found[1]), most: found[2] === undefined ? null : Number(found[2]) };
  });
}

function lines(text: string): { words: string[]; line: number }[] {
  return text.split('\n').flatMap((raw, index) => {
    const words = raw.replace(/#.*/, '').trim().split(/\s+/);
    return words[0] === '' ? [] : [{ words, line: index + 1 }];
  });
}

function mistake(message: string, hint: string): Failure {
  return new Failure('usage', 'user', message, [hint]);
}

/** `2026-12-01` as its first second; `null` for what is no day of the calendar. */
function dayOf(text: string): Instant | null {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) ? parseInstant(text) : null;
}
