export { nodeCryptography } from './node-cryptography.ts';
