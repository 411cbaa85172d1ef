import type { WaitingChange } from '../step.ts';
import { docsReturns, testRounding } from './by-hand.ts';
import { aiInKms, kmsRotation } from './keys.ts';
import { loosenPolicy } from './loosen-policy.ts';
import { loyaltyPoints } from './loyalty-points.ts';
import { priceCache } from './price-cache.ts';
import { recreateStaging } from './recreate-staging.ts';
import { reserveStock } from './reserve-stock.ts';
import { retryPayment } from './retry-payment.ts';
import { seniorRefactor } from './senior-refactor.ts';

/** What waits on main, in the order in which the tour shows it. */
export const waiting: readonly WaitingChange[] = [
  reserveStock,
  priceCache,
  retryPayment,
  recreateStaging,
  loyaltyPoints,
  seniorRefactor,
  kmsRotation,
  aiInKms,
  loosenPolicy,
  testRounding,
  docsReturns,
];
