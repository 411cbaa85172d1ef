export { openWorkingFiles } from './working-files.ts';
