export { type OpenOptions, openRepository } from './repository.ts';
export { nodeSha256 } from './objects/bytes.ts';
export { openCommitWriter } from './writing/commit-writer.ts';
