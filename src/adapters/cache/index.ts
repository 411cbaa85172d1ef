export { openCache, type Cache } from './cache.ts';
