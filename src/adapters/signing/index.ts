export { nodeCryptography } from './node-cryptography.ts';
export { openSigner } from './open-signer.ts';
