// How the command line becomes a few files that load fast: for the published package, and for the tests.
import { join } from 'node:path';
import { build } from 'esbuild';

/**
 * Bundles `entries` (name of the file made, source) for the folder `outdir`. `define` sets constants of the sources.
 * Nothing is written: the files are in the answer, beside what went into them.
 */
export function bundle(entries: Readonly<Record<string, string>>, outdir: string, define: Readonly<Record<string, string>> = {}) {
  return build({
    absWorkingDir: join(import.meta.dirname, '..'),
    entryPoints: { ...entries },
    outdir,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
    target: 'node22',
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: 'none',
    // For the CommonJS packages among those bundled.
    banner: { js: "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);" },
    logLevel: 'warning',
    define: { ...define },
    metafile: true,
    write: false,
  });
}
