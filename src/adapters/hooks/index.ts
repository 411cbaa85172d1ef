export { openHookFolder } from './hook-folder.ts';
