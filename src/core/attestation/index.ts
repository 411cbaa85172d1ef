export type { Cryptography, KeyMaterial, SignatureCheck } from './cryptography.ts';
export type { RecordedStatement, RefusedEntry } from './recorded.ts';
export type { Read, Refusal, RefusalCode } from './refusal.ts';
export type { CheckedSignature } from './signature.ts';
export type { PredicateName, Predicates, Statement, StatementOf, Subject } from './statement.ts';
export type * as v1 from './v1/index.ts';
