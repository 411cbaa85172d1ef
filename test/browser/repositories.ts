import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { buildRetail } from '../../examples/retail/build.ts';
import { commitFiles, countersign, git, people } from '../cli/bin.ts';

/*
 * The repositories whose pages are opened: each in a folder under `scratch`, each page written by the real command.
 */

/** Where a page is, by the name the tests use. */
export type Pages = Readonly<Record<'example' | 'hostile' | 'unassisted' | 'nothing', string>>;

export const script = '<script>document.title="owned";alert(1)</script>';

/** Writes a page for each repository and says where it is. */
export async function writePages(scratch: string): Promise<Pages> {
  const { folder: example } = await buildRetail(join(scratch, 'retail'));
  const foreign = hostile(scratch);
  const byHand = unassisted(scratch);
  return {
    example: scan(scratch, example, 'example'),
    hostile: scan(scratch, foreign, 'hostile'),
    unassisted: scan(scratch, byHand, 'unassisted'),
    nothing: scan(scratch, byHand, 'nothing', 'HEAD..HEAD'),
  };
}

function scan(scratch: string, folder: string, name: string, ...range: readonly string[]): string {
  const page = join(scratch, `${name}.html`);
  const { status, stderr } = countersign(folder, ['scan', ...range, '--html', page]);
  if (status !== 0) throw new Error(`scan of the ${name} repository: ${stderr}`);
  return page;
}

/** A repository without a commit. */
export function empty(scratch: string): string {
  const folder = join(scratch, 'empty');
  mkdirSync(folder);
  git(folder, 'init', '--quiet');
  return folder;
}

/** Two commits over two years by people who say nothing, or that they used no AI. */
function unassisted(scratch: string): string {
  const folder = join(scratch, 'by-hand');
  mkdirSync(folder);
  git(folder, 'init', '--quiet', '--initial-branch=main');
  commitFiles(folder, 'Start', { 'a.ts': 'export const a = 1;\n' });
  commitFiles(folder, 'Write it by hand\n\nAssisted-by: none\n', { 'a.ts': 'export const a = 2;\n', 'notes.md': 'Notes.\n' });
  return folder;
}

/** Every text that a repository chooses, chosen to act: as a script, as an attribute, by its direction or by its length. */
function hostile(scratch: string): string {
  // Windows allows no such name for a folder.
  const folder = join(scratch, process.platform === 'win32' ? 'hostile' : '"><img src=x onerror=alert(1)> \u202egpj.exe');
  mkdirSync(folder);
  const branch = process.platform === 'win32' ? 'main' : "<script>alert(2)<_script>'\"";
  git(folder, 'init', '--quiet', `--initial-branch=${branch}`);
  const policy = (area: string) => `version: 1\nextends: amazon-2026\nmode: enforce\nprotected: [${JSON.stringify(`refs/heads/${branch}`)}]\nareas:\n  ${JSON.stringify(area)}: { paths: [shop/**], tier: critical, owners: [ana, li] }\n`;
  commitFiles(folder, 'Start', {
    'shop/a.ts': 'export const a = 1;\n',
    '.countersign/policy.yaml': policy(script),
    '.countersign/people.yaml': people,
    'CLAUDE.md': `Do not add <b onclick=alert(1)>Co-Authored-By</b> trailers. ${'x'.repeat(3000)}\n`,
  });
  const subjects = [
    `${script}\n\nAssisted-by: Claude\nAssisted-by: ${script}\n`,
    `"'><svg onload=alert(1)>\n\nAssisted-by: Claude:"'><svg onload=alert(1)>\n`,
    `${'A'.repeat(10_240)}\n\nAssisted-by: Claude\n`,
    `${'long words '.repeat(1000)}\n\nAssisted-by: Claude:${'T'.repeat(5000)}\n`,
    'safe\u202etxt.exe \u2067abc\n\nAssisted-by: Claude\u202e:gpt\nAssisted-by: Claude\n',
    'עברית: תקן את העגלה (a/b) 1-2\n\nAssisted-by: Copilot:עברית\n',
    '\u001b[31mred</style></title><!-- \n\nCo-authored-by: Claude <noreply@anthropic.com>\n',
    `${'Z\u0301\u0327\u0334\u0489'.repeat(60)} \u{1f469}\u200d\u{1f4bb}\n\nAssisted-by: Claude\n`,
  ];
  subjects.forEach((message, index) => commitFiles(folder, message, { [`shop/${index}.ts`]: `export const n = ${index};\n` }));
  return folder;
}
