import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { inflate } from '@sparticuz/chromium';

/** A browser that can be started: the program, and what its environment needs besides ours. */
export interface Program {
  readonly file: string;
  readonly env: Readonly<Record<string, string>>;
}

const modules = join(import.meta.dirname, '..', '..', 'node_modules');

/** Why the npm package's Chromium cannot run on this machine, or null when it can. */
export function carriedObstacle(platform: string = process.platform, arch: string = process.arch): string | null {
  return platform === 'linux' && arch === 'x64' ? null : `the Chromium that npm brings is for linux-x64, and this machine is ${platform}-${arch}`;
}

/** The Chromium that an npm package carries, with the libraries and a font that a bare machine lacks. */
export async function carriedBrowser(): Promise<Program> {
  const entry = createRequire(import.meta.url).resolve('@sparticuz/chromium');
  const pack = dirname(dirname(entry));
  const { version } = JSON.parse(readFileSync(join(pack, 'package.json'), 'utf8')) as { version: string };
  const home = join(modules, '.cache', `chromium-${version}`);
  if (!existsSync(home)) await unpack(join(pack, 'bin'), home);
  const fonts = join(home, 'fonts.conf');
  return { file: join(home, 'chromium'), env: { LD_LIBRARY_PATH: join(home, 'al2023', 'lib'), FONTCONFIG_FILE: fonts } };
}

/** Into a folder of its own that gets its name when it is whole: a test run beside this one never sees half of it. */
async function unpack(from: string, home: string): Promise<void> {
  mkdirSync(dirname(home), { recursive: true });
  const making = mkdtempSync(`${home}-`);
  // The package unpacks into the temporary folder, and takes whatever lies there under the name for its own.
  const before = process.env['TMPDIR'];
  try {
    process.env['TMPDIR'] = making;
    await Promise.all(['chromium.br', 'al2023.tar.br', 'fonts.tar.br'].map((name) => inflate(join(from, name))));
  } finally {
    if (before === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = before;
  }
  // The package's own fonts.conf names folders of a cloud machine. The machine's fonts come first where it has any.
  writeFileSync(join(making, 'fonts.conf'), fontsConfiguration(join(home, 'fonts-cache')));
  try {
    renameSync(making, home);
  } catch (error) {
    rmSync(making, { recursive: true, force: true });
    if (!existsSync(home)) throw error; // else another run was first
  }
}

/** `cache` is absolute: fontconfig takes any other for a folder of the one the browser is started in. */
export function fontsConfiguration(cache: string): string {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir prefix="relative">fonts</dir>
  <cachedir>${cache.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</cachedir>
</fontconfig>
`;
}
