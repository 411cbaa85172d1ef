// Adds to package-lock.json the packages for other platforms that npm left out.
// npm drops an optional package that the registry in use does not offer (a mirror often lacks foreign platforms'
// binaries), and then `npm ci` refuses its own lockfile: "Missing: … from lock file". What this machine could not
// fetch, it cannot hash: such an entry pins the version alone.
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

interface Entry {
  readonly version?: string;
  readonly integrity?: string;
  readonly resolved?: string;
  readonly optional?: boolean;
  readonly dev?: boolean;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly os?: readonly string[];
  readonly cpu?: readonly string[];
  readonly libc?: readonly string[];
}

/** The part of package-lock.json that is read here. */
export interface Lockfile {
  packages: Record<string, Entry>;
}

const PLATFORM = /[-/](android|darwin|freebsd|linux|netbsd|openbsd|openharmony|sunos|aix|win32)-([a-z0-9]+)(?:-(gnu|musl|[a-z]+))?$/;

/** Whether npm would find `name` from the folder `from`, walking up as Node does. */
function isLocked(lock: Lockfile, from: string, name: string): boolean {
  for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/node_modules/')))) {
    if (`${folder === '' ? '' : `${folder}/`}node_modules/${name}` in lock.packages) return true;
    if (folder === '') return false;
  }
}

/** Optional packages that a locked package asks for and the lockfile lacks, as name → entry to add. */
export function missingPlatforms(lock: Lockfile): Map<string, Entry> {
  const missing = new Map<string, Entry>();
  for (const [where, entry] of Object.entries(lock.packages)) {
    for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
      if (isLocked(lock, where, name)) continue;
      const platform = PLATFORM.exec(name);
      const libc = platform?.[3] === 'gnu' ? { libc: ['glibc'] } : platform?.[3] === 'musl' ? { libc: ['musl'] } : {};
      missing.set(name, {
        version,
        ...(platform === null ? {} : { cpu: [platform[2] ?? ''] }),
        ...(where !== '' && entry.dev === true ? { dev: true } : {}),
        ...(platform?.[1] === 'linux' ? libc : {}),
        optional: true,
        ...(platform === null ? {} : { os: [platform[1] ?? ''] }),
      });
    }
  }
  return missing;
}

if (process.argv[1] !== undefined && resolve(process.argv[1]) === import.meta.filename) {
  const file = join(import.meta.dirname, '..', 'package-lock.json');
  const lock = JSON.parse(readFileSync(file, 'utf8')) as Lockfile;
  const missing = missingPlatforms(lock);
  const packages = { ...lock.packages };
  for (const [name, entry] of missing) packages[`node_modules/${name}`] = entry;
  const sorted = Object.fromEntries(Object.entries(packages).toSorted(([a], [b]) => (a < b ? -1 : 1)));
  if (missing.size > 0) writeFileSync(file, `${JSON.stringify({ ...lock, packages: sorted }, null, 2)}\n`);
  console.log(`${missing.size} packages of other platforms added`);
}
