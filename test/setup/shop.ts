import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { git } from '../cli/bin.ts';

/** One commit: who, when, what, and files written. */
export interface Step {
  readonly name: string;
  readonly email: string;
  /** RFC 3339. */
  readonly at: string;
  readonly message: string;
  readonly files: Readonly<Record<string, string>>;
}

/** A small shop: two services, sign-in, CI, tests, documentation. */
export const files: Readonly<Record<string, string>> = {
  'README.md': '# Shop\n',
  LICENSE: 'MIT\n',
  'docs/guide.md': 'Guide\n',
  '.github/workflows/ci.yml': 'on: push\n',
  ...Object.fromEntries(['cart', 'mail'].flatMap((name) => ['a', 'b', 'c'].map((file) => [`services/${name}/${file}.ts`, `export const ${file} = 1;\n`]))),
  'services/web/auth/session.ts': 'export const s = 1;\n',
  'services/web/page.ts': 'export const p = 1;\n',
  'services/web/list.ts': 'export const l = 1;\n',
  'tests/cart.test.ts': 'test\n',
};

/** Writes a history into `main` in one run of git, and checks it out. */
export function history(cwd: string, steps: readonly Step[]): void {
  git(cwd, 'init', '--quiet', '--initial-branch', 'main');
  const bytes = (text: string) => `data ${Buffer.byteLength(text)}\n${text}\n`;
  const stream = steps.map(({ name, email, at, message, files: written }, index) => {
    const when = `${Date.parse(at) / 1000} +0000`;
    const who = `${name} <${email}> ${when}`;
    const head = `commit refs/heads/main\nmark :${index + 1}\nauthor ${who}\ncommitter ${who}\n${bytes(message)}${index > 0 ? `from :${index}\n` : ''}`;
    return head + Object.entries(written).map(([path, text]) => `M 100644 inline ${path}\n${bytes(text)}`).join('');
  });
  const { status, stderr } = spawnSync('git', ['fast-import', '--quiet'], { cwd, input: stream.join(''), encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  git(cwd, 'reset', '--quiet', '--hard');
}

/** The shop with a history of four people and a bot. */
export const shop: readonly Step[] = [
  { name: 'Bo Lind', email: 'bo@example.com', at: '2026-11-09T09:00:00Z', message: 'Begin', files: { ...files, '.mailmap': 'Ana Ruiz <ana@example.com> <ana@home.example>\n' } },
  ...['2026-11-10T09:00:00Z', '2026-11-11T09:00:00Z', '2026-11-12T09:00:00Z'].flatMap((at) =>
    (
      [
        ['Ana Ruiz', 'ana@example.com', 'services/cart/a.ts'],
        ['ana', 'ana@home.example', 'services/cart/b.ts'],
        ['Ana Ruiz', '7+ana-r@users.noreply.github.com', 'services/web/auth/session.ts'],
        ['Li Wen', 'li@example.com', 'services/mail/a.ts'],
        ['Li Wen', 'li@example.com', 'services/web/page.ts'],
        ['Mina Okafor', '9+mina@users.noreply.github.com', 'tests/cart.test.ts'],
        ['dependabot[bot]', '49699333+dependabot[bot]@users.noreply.github.com', 'package.json'],
      ] as const
    ).map(([name, email, path]): Step => ({ name, email, at, message: `Change ${path}`, files: { [path]: `${name} ${at}\n` } })),
  ),
];

const folders: string[] = [];
let template: string | null = null;

/** A folder nothing else uses, removed by `removeAll`. */
export function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'countersign-setup-'));
  folders.push(made);
  return made;
}

/** A copy of the shop. */
export function newShop(): string {
  if (template === null) {
    template = folder();
    history(template, shop);
  }
  const made = folder();
  cpSync(template, made, { recursive: true });
  return made;
}

export function removeAll(): void {
  for (const made of folders.splice(0)) rmSync(made, { recursive: true, force: true });
  template = null;
}
