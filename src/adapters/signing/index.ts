export { nodeCryptography } from './node-cryptography.ts';
export { openSigner } from './open-signer.ts';
export { drawWitnessKey, readWitnessKey } from './witness-key.ts';
