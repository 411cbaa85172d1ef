import { carry } from './faults/carry.ts';
import { decision } from './faults/decision.ts';
import { landings } from './faults/landings.ts';
import { ledger } from './faults/ledger.ts';
import { signatures } from './faults/signatures.ts';
import { touches } from './faults/touches.ts';
import { words } from './faults/words.ts';
import type { InjectedFault } from './injected.ts';

/** What must never go unnoticed. */
export const faults: readonly InjectedFault[] = [...signatures, ...words, ...ledger, ...decision, ...touches, ...carry, ...landings];
