export { type OpenOptions, openRepository } from './repository.ts';
export { nodeSha256 } from './objects/bytes.ts';
export { openEmptyRepository } from './writing/empty-repository.ts';
export { openCommitWriter } from './writing/commit-writer.ts';
