export { canonicalJson, type Json } from './canonical-json.ts';
export type { Sha256 } from './digest.ts';
export { Failure, type FailureCode, type FailureKind, type Position } from './failure.ts';
export { formatInstant, type Instant, parseInstant } from './instant.ts';
export { linesSeen, onOneLine } from './lines-seen.ts';
export { compareUtf8, decodeUtf8, encodeUtf8 } from './utf8.ts';
