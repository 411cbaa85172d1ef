// Builds the published package into dist/package: the bundled command line, its launcher and the legal texts.
// Everything is bundled, so that installing Countersign installs nothing else.
import { execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { bundle } from './bundle.ts';

const root = join(import.meta.dirname, '..');
const out = join(root, 'dist', 'package');

interface Manifest {
  readonly [key: string]: unknown;
  readonly name: string;
  readonly version: string;
}

const manifestOf = (folder: string): Manifest => JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;

/** The packages whose code is in the bundle, as folders under node_modules. */
function bundledPackages(inputs: readonly string[]): string[] {
  const folders = inputs.flatMap((input) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0] ?? []);
  return [...new Set(folders)].toSorted();
}

/** Their licences ask that the text goes where the code goes. */
function notices(folders: readonly string[]): string {
  const texts = folders.map((folder) => {
    const { name, version, license } = manifestOf(join(root, folder));
    const file = readdirSync(join(root, folder)).find((entry) => /^licen[cs]e/i.test(entry));
    if (file === undefined) throw new Error(`\`${name}\` is bundled and has no licence file`);
    return `${name} ${version} (${String(license)})\n\n${readFileSync(join(root, folder, file), 'utf8').trim()}\n`;
  });
  return `Countersign contains code of these packages.\n\n${texts.join(`\n${'-'.repeat(80)}\n\n`)}`;
}

/** Tells one build from another, so that what an earlier one remembered is not taken for ours. */
function sourcesDigest(): string {
  const digest = createHash('sha256');
  for (const folder of ['src', 'package.json', 'package-lock.json'].map((name) => join(root, name))) {
    const inside = statSync(folder).isFile() ? [''] : readdirSync(folder, { recursive: true, encoding: 'utf8' }).toSorted();
    for (const file of inside.map((name) => join(folder, name)).filter((path) => statSync(path).isFile())) {
      digest.update(relative(root, file)).update('\0').update(readFileSync(file)).update('\0');
    }
  }
  return digest.digest('hex');
}

/** What a published module declares. It names no type of another file, so that one file says it all. */
function declarations(module: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-types-'));
  try {
    const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
    const options = ['--declaration', '--emitDeclarationOnly', '--noEmit', 'false', '--outDir', folder, '--rootDir', join(root, 'src')];
    execFileSync(process.execPath, [tsc, '--ignoreConfig', '--module', 'nodenext', '--target', 'es2023', '--lib', 'es2024,esnext.array', '--types', 'node', '--strict', '--skipLibCheck', '--allowImportingTsExtensions', '--resolveJsonModule', ...options, join(root, module)], { cwd: root, stdio: 'inherit' });
    const text = readFileSync(join(folder, relative('src', module).replace(/\.ts$/, '.d.ts')), 'utf8');
    if (/^import |import\(/m.test(text)) throw new Error(`\`${module}\` declares types of other files`);
    return text;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

rmSync(out, { recursive: true, force: true });
const entries = { main: 'src/cli/main.ts', verify: 'src/published/verify.ts' };
const { metafile, outputFiles } = await bundle(entries, join(out, 'cli'), { COUNTERSIGN_BUILD: JSON.stringify(sourcesDigest()) });

mkdirSync(join(out, 'cli'), { recursive: true });
for (const { path, contents } of outputFiles) writeFileSync(path, contents);
writeFileSync(join(out, 'cli', 'verify.d.mts'), declarations('src/published/verify.ts'));
mkdirSync(join(out, 'bin'), { recursive: true });
copyFileSync(join(root, 'bin', 'countersign.cjs'), join(out, 'bin', 'countersign.cjs'));
chmodSync(join(out, 'bin', 'countersign.cjs'), 0o755);
for (const file of ['README.md', 'LICENSE', 'CHANGELOG.md', 'SECURITY.md']) {
  if (existsSync(join(root, file))) copyFileSync(join(root, file), join(out, file));
}
writeFileSync(join(out, 'THIRD-PARTY-NOTICES.txt'), notices(bundledPackages(Object.keys(metafile.inputs))));

const { name, version, description, license, engines } = manifestOf(root);
const published = {
  name, version, description, license,
  keywords: ['code-review', 'ai', 'provenance', 'sign-off', 'policy', 'git'],
  bin: { countersign: 'bin/countersign.cjs' },
  exports: { './verify': { types: './cli/verify.d.mts', default: './cli/verify.mjs' }, './package.json': './package.json' },
  engines,
};
writeFileSync(join(out, 'package.json'), `${JSON.stringify(published, null, 2)}\n`);

const written = readdirSync(out, { recursive: true, encoding: 'utf8' }).filter((file) => statSync(join(out, file)).isFile());
const bytes = written.reduce((total, file) => total + statSync(join(out, file)).size, 0);
console.log(`${relative(root, out)}: ${written.length} files, ${Math.round(bytes / 1024)} KB`);
