export type { Checkpoint, Hash } from './ledger.ts';
