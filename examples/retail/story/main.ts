import { adoption } from './adoption.ts';
import { deadlock } from './deadlock.ts';
import { everyday } from './everyday.ts';
import { firstSummer } from './first-summer.ts';
import { founding } from './founding.ts';
import { growth } from './growth.ts';
import { pages } from './pages.ts';
import { recreate } from './recreate.ts';
import { retryStorm } from './retry-storm.ts';
import { staleCache } from './stale-cache.ts';
import type { Step } from './step.ts';

/** Everything that landed, thread by thread; the build puts it in the order of time. */
export const main: readonly Step[] = [
  ...founding,
  ...firstSummer,
  ...everyday,
  ...recreate,
  ...deadlock,
  ...staleCache,
  ...retryStorm,
  ...pages,
  ...growth,
  ...adoption,
];
