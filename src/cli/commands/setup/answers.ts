import { fold } from '../../../core/setup/index.ts';
import { Failure } from '../../../core/values/index.ts';

/** People proposed where nothing is said: more than one reads with care is more than one can give a level. */
const usualMost = 40;

/** `--at-most` as typed. */
export function atMostOf(text: string | undefined, command: string): number {
  if (text === undefined) return usualMost;
  const most = Number(text);
  if (!/^\d{1,5}$/.test(text) || most < 1) throw new Failure('usage', 'user', `\`--at-most ${text}\` is no number of people`, [`countersign ${command} --at-most 100`]);
  return most;
}

/** Only a plain yes is one. */
export function isYes(answer: string | null): boolean {
  return answer !== null && ['y', 'yes'].includes(fold(answer));
}
