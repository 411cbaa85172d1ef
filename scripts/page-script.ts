// The script of the page that asks for a passkey, as one file a browser runs: made of the sources, and kept beside them.
import { join } from 'node:path';
import { build } from 'esbuild';

const root = join(import.meta.dirname, '..');

/** Where it is kept, from the root. */
export const pageScriptPath = 'src/adapters/passkey/page-script.ts';

/** The text of that file. The same sources give the same text on every machine. */
export async function pageScriptModule(): Promise<string> {
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: ['src/adapters/passkey/page/main.ts'],
    bundle: true,
    format: 'esm',
    target: 'es2022',
    charset: 'ascii',
    legalComments: 'none',
    minifyWhitespace: true,
    lineLimit: 160,
    treeShaking: true,
    write: false,
    logLevel: 'warning',
  });
  const script = outputFiles[0]!.text;
  const escaped = script.replaceAll('\\', '\\\\').replaceAll('`', '\\`').replaceAll('${', '\\${');
  return `/** What the page runs: \`page/\` and what it takes from the core, put together by \`npm run generate\`, with every name left as it is. */\nexport const pageScript = \`${escaped}\`;\n`;
}
