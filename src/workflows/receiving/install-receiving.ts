import { Failure } from '../../core/values/index.ts';
import type { HookFolder, HookPlace } from '../ports/index.ts';

/** The hooks that receive a push (githooks(5)). */
export const receivingHooks = ['pre-receive', 'update', 'post-receive'] as const;

/** One of them. */
export type ReceivingHook = (typeof receivingHooks)[number];

/** How a repository receives. */
export interface ReceivingReport {
  readonly folder: string;
  readonly hooks: readonly { readonly name: ReceivingHook; readonly state: 'installed' | 'absent' | 'broken'; readonly chained: boolean; readonly sentence: string }[];
  readonly notes: readonly string[];
}

/** How to install. */
export interface ReceivingOptions {
  /** Absolute path of the key that signs what was let in; `null`: nothing is recorded. */
  readonly gateKey: string | null;
  /** Judge each ref by itself, where a host runs no `pre-receive`. */
  readonly eachRef: boolean;
}

const signature = '# countersign receive: written by `countersign receive install`, taken away by `countersign receive uninstall`.';

/** Installs the hooks of a repository that is pushed to. A hook that is there runs first, and its failure decides. */
export async function installReceiving(files: HookFolder, { gateKey, eachRef }: ReceivingOptions): Promise<ReceivingReport> {
  const place = await files.place();
  if (place.kept !== 'plain') throw elsewhere(place);
  if (gateKey !== null && !(await files.exists(gateKey))) {
    throw new Failure('file-unreadable', 'user', `\`${gateKey}\` does not exist`, ['name the private key of an enrolled gate: --gate-key FILE']);
  }
  const wanted = new Set<ReceivingHook>([eachRef ? 'update' : 'pre-receive', 'post-receive']);
  for (const name of receivingHooks) {
    if (!wanted.has(name)) await takeAway(files, place, name);
    else await putInPlace(files, place, name, script(name, files.program, gateKey));
  }
  return receivingReport(files);
}

/** Takes ours away and puts back what was there. */
export async function uninstallReceiving(files: HookFolder): Promise<ReceivingReport> {
  const place = await files.place();
  for (const name of receivingHooks) await takeAway(files, place, name);
  return receivingReport(files);
}

/** What is installed, and whether it can run. */
export async function receivingReport(files: HookFolder): Promise<ReceivingReport> {
  const place = await files.place();
  const hooks = await Promise.all(receivingHooks.map((name) => standing(files, place, name)));
  const judged = hooks.some(({ name, state }) => name !== 'post-receive' && state === 'installed');
  const notes = judged ? [] : ['a push is not judged here: countersign receive install'];
  if (place.root !== null) notes.push('this is no bare repository: only what others push to it is judged, and nothing that is committed in it');
  return { folder: place.folder, hooks, notes };
}

async function putInPlace(files: HookFolder, place: HookPlace, name: ReceivingHook, text: string): Promise<void> {
  const [hook, kept] = [`${place.folder}/${name}`, keptPath(place, name)];
  const there = await files.read(hook);
  // Copied before it is replaced: at no moment is the hook that was there not run.
  if (there !== null && !there.text.includes(signature)) await files.copy(hook, kept);
  await files.write(hook, text, true);
}

async function takeAway(files: HookFolder, place: HookPlace, name: ReceivingHook): Promise<void> {
  const [hook, kept] = [`${place.folder}/${name}`, keptPath(place, name)];
  const there = await files.read(hook);
  if (there === null || !there.text.includes(signature)) return;
  if ((await files.read(kept)) !== null) await files.move(kept, hook);
  else await files.remove(hook);
}

async function standing(files: HookFolder, place: HookPlace, name: ReceivingHook): Promise<ReceivingReport['hooks'][number]> {
  const there = await files.read(`${place.folder}/${name}`);
  const chained = (await files.read(keptPath(place, name))) !== null;
  const is = (state: 'installed' | 'absent' | 'broken', sentence: string) => ({ name, state, chained, sentence });
  if (there === null || !there.text.includes(signature)) return is('absent', there === null ? '' : 'a hook of yours is there');
  if (!there.executable) return is('broken', 'git does not run it, because it is not executable: countersign receive install');
  for (const [, path] of there.text.matchAll(/\[ -f '((?:[^']|'\\'')*)' \]/g)) {
    if (!(await files.exists(path!.replaceAll("'\\''", "'")))) return is('broken', 'the program it was installed from is gone: every push is refused until countersign receive install');
  }
  return is('installed', chained ? 'your own hook runs first, and its failure decides' : '');
}

function keptPath({ folder }: HookPlace, name: ReceivingHook): string {
  return `${folder}.before-countersign/${name}`;
}

/** The hook git runs. Where the program is gone nothing is let in: a gate that cannot look stays closed. */
function script(name: ReceivingHook, program: readonly string[], gateKey: string | null): string {
  const files = program.map((part) => `[ -f ${quoted(part)} ]`).join(' && ');
  const call = `${program.map(quoted).join(' ')} receive run ${name}${name === 'post-receive' && gateKey !== null ? ` --gate-key ${quoted(gateKey)}` : ''}${name === 'update' ? ' "$@"' : ''}`;
  const [before, feed] = name === 'update' ? ['', ''] : ['pushed=$(cat)\n', `printf '%s\\n' "$pushed" | `];
  const closed = name === 'post-receive' ? '' : `echo "countersign   refused: the program that judges pushes is not where it was installed from" >&2\necho "              who runs this server mends it: countersign receive install" >&2\nexit 1\n`;
  return `#!/bin/sh
${signature}
${before}kept="\${0%/*}.before-countersign/${name}"
if [ -x "$kept" ]; then
  ${feed}"$kept" "$@" || exit
fi
if ${files}; then
  ${feed}${call}
  exit
fi
${closed}`;
}

function quoted(part: string): string {
  return `'${part.replaceAll("'", "'\\''")}'`;
}

function elsewhere({ folder, kept }: HookPlace): Failure {
  return new Failure('usage', 'user', `git looks for the hooks of this repository in \`${folder}\`, which ${kept === 'foreign' ? 'other repositories share' : 'another tool keeps'}`, [
    'name the bare repository that is pushed to: --repo PATH',
    'git config --local --unset core.hooksPath, then run this again',
  ]);
}
