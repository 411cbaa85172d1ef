import { resolve } from 'node:path';
import { tourExample } from './tour/example.ts';
import { tourRepository } from './tour/repository.ts';

/*
 * `npm start`: Countersign on the example repository; `npm start -- PATH`: on any repository, read only.
 */

const usage = 'usage: npm start            on the example repository\n       npm start -- PATH    on a repository of yours, read only\n';

const [path, ...more] = process.argv.slice(2);
if (path === '--help' || path === '-h') {
  process.stdout.write(usage);
} else if (more.length > 0 || path?.startsWith('-')) {
  process.stderr.write(usage);
  process.exitCode = 2;
} else {
  process.exitCode = path === undefined ? await tourExample() : await tourRepository(fromCaller(path));
}

/** npm runs scripts in the package's folder; a relative path means the folder in which npm was called. */
function fromCaller(path: string): string {
  const folder = process.env['npm_lifecycle_event'] === 'start' ? process.env['INIT_CWD'] : undefined;
  return folder === undefined || folder === process.cwd() ? path : resolve(folder, path);
}
