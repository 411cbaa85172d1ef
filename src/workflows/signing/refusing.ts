import type { Exclusion } from '../../core/signoff/index.ts';
import { Failure } from '../../core/values/index.ts';

/** What somebody did that keeps them from signing: from the commits where they say so, else as recorded. */
export function handOf({ reasons }: Exclusion): string {
  return reasons.find((reason) => !/entry \d/.test(reason)) ?? reasons[0] ?? 'had a hand in it';
}

/** The failure that `act` throws; anything else it throws is thrown on. */
export function failureOf(act: () => unknown): Failure | null {
  try {
    act();
    return null;
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
}
