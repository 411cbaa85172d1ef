import { Failure } from '../../core/values/index.ts';
import type { HookFolder, HookPlace } from '../ports/index.ts';
import {
  callOfOurs, hasBlock, type HookName, hookNames, keptFolder, lefthookLocal, ownScript, scriptFolder, signature, withBlock, withoutBlock, wrapperScript,
} from './hook-scripts.ts';

/** How one hook stands. */
export interface HookStanding {
  readonly name: HookName;
  /** `replaced`: it was installed, and another tool has since put its own in place. */
  readonly state: 'installed' | 'absent' | 'replaced' | 'broken';
  /** Whether a hook of the user's own runs before it. */
  readonly chained: boolean;
  readonly sentence: string;
}

/** The hooks of a repository. */
export interface HooksReport {
  readonly place: HookPlace;
  readonly hooks: readonly HookStanding[];
  /** What to know or to do; a command where there is one. */
  readonly notes: readonly string[];
}

/** Installs what is missing and brings the rest up to date; the same twice changes nothing. */
export async function installHooks(files: HookFolder): Promise<HooksReport> {
  const place = await files.place();
  if (place.kept === 'foreign') throw sharedFolder(place);
  if (place.kept === 'lefthook') await mustBeOurs(files, place);
  for (const name of hookNames) await files.write(ownPath(place, name), ownScript(name, files.program), true);
  if (place.kept === 'lefthook') await files.write(lefthookPath(place), lefthookLocal(), false);
  else for (const name of hookNames) await (place.kept === 'husky' ? addBlock(files, place, name) : chain(files, place, name));
  return hooksReport(files);
}

/** Takes everything away that `installHooks` brought, and puts back what was there. */
export async function uninstallHooks(files: HookFolder): Promise<HooksReport> {
  const place = await files.place();
  for (const name of hookNames) {
    if (place.kept === 'husky') await dropBlock(files, place, name);
    else await unchain(files, place, name);
    await files.remove(ownPath(place, name));
  }
  const local = place.kept === 'lefthook' ? await files.read(lefthookPath(place)) : null;
  if (local?.text.startsWith(signature) === true) await files.remove(lefthookPath(place));
  await files.remove(`${place.commonDir}/countersign/asked`);
  return hooksReport(files);
}

/** What is installed, and whether it runs. */
export async function hooksReport(files: HookFolder): Promise<HooksReport> {
  const place = await files.place();
  const hooks: HookStanding[] = [];
  for (const name of hookNames) hooks.push(await standing(files, place, name));
  return { place, hooks, notes: notesOn(place, hooks) };
}

async function chain(files: HookFolder, place: HookPlace, name: HookName): Promise<void> {
  const [hook, kept] = [`${place.folder}/${name}`, `${keptFolder(place.folder)}/${name}`];
  const there = await files.read(hook);
  if (there !== null && !isOurs(there.text)) {
    // Copied before it is replaced: at no moment is the user's hook not run.
    await files.copy(hook, kept);
  }
  await files.write(hook, wrapperScript(name), true);
}

async function unchain(files: HookFolder, place: HookPlace, name: HookName): Promise<void> {
  const [hook, kept] = [`${place.folder}/${name}`, `${keptFolder(place.folder)}/${name}`];
  const there = await files.read(hook);
  if (there !== null && !isOurs(there.text)) return;
  if ((await files.read(kept)) !== null) await files.move(kept, hook);
  else if (there !== null) await files.remove(hook);
}

async function addBlock(files: HookFolder, place: HookPlace, name: HookName): Promise<void> {
  const path = `${place.folder}/${name}`;
  const there = await files.read(path);
  await files.write(path, withBlock(there?.text ?? null, name), there?.executable ?? true);
}

async function dropBlock(files: HookFolder, place: HookPlace, name: HookName): Promise<void> {
  const path = `${place.folder}/${name}`;
  const there = await files.read(path);
  if (there === null || !hasBlock(there.text)) return;
  const before = withoutBlock(there.text);
  // A script of ours alone was not there before.
  if (before === '') await files.remove(path);
  else await files.write(path, before, there.executable);
}

async function standing(files: HookFolder, place: HookPlace, name: HookName): Promise<HookStanding> {
  const entry = await files.read(place.kept === 'lefthook' ? lefthookPath(place) : `${place.folder}/${name}`);
  const kept = place.kept === 'plain' ? await files.read(`${keptFolder(place.folder)}/${name}`) : null;
  const own = await files.read(ownPath(place, name));
  const text = entry?.text ?? '';
  const ours = place.kept === 'husky' ? hasBlock(text) : isOurs(text);
  const chained = ours && (place.kept === 'husky' ? withoutBlock(text).trim() !== '' : kept !== null);
  const is = (state: HookStanding['state'], sentence: string) => ({ name, state, chained, sentence });
  if (!ours && own === null) return is('absent', entry === null || place.kept === 'lefthook' ? 'not installed' : 'not installed; a hook of yours is there');
  if (!ours && place.kept === 'foreign') return is('replaced', `installed once, and not run: git looks in ${place.folder} now (core.hooksPath)`);
  if (!ours) return is('replaced', 'installed once, and replaced since by another tool: countersign hook install chains that one');
  if (own === null) return is('broken', 'the hook is there, the script it runs is not: countersign hook install mends it');
  const startable = await programIsThere(files, own.text);
  if (!startable) return is('broken', 'the program it was installed from is gone: countersign hook install mends it');
  if (place.kept === 'plain' && entry?.executable !== true) return is('broken', 'git does not run it, because it is not executable');
  return is('installed', chained ? 'installed; your own hook runs first, and its failure decides' : 'installed');
}

async function programIsThere(files: HookFolder, script: string): Promise<boolean> {
  const paths = [...script.matchAll(/\[ -f '((?:[^']|'\\'')*)' \]/g)].map(([, path]) => path!.replaceAll("'\\''", "'"));
  for (const path of paths) if (!(await files.exists(path))) return false;
  return paths.length > 0;
}

function isOurs(text: string): boolean {
  return text.includes(signature);
}

function ownPath(place: HookPlace, name: HookName): string {
  return `${place.commonDir}/${scriptFolder}/${name}`;
}

function lefthookPath(place: HookPlace): string {
  return `${place.root ?? place.commonDir}/lefthook-local.yml`;
}

function sharedFolder(place: HookPlace): Failure {
  return new Failure('usage', 'user', `core.hooksPath is \`${place.hooksPath}\`, which other repositories share: a hook there would run for all of them`, [
    'git config --local core.hooksPath .git/hooks, then run this again',
    `or add to your own hooks there: ${callOfOurs('commit-msg').replaceAll('commit-msg', 'NAME')}`,
  ]);
}

async function mustBeOurs(files: HookFolder, place: HookPlace): Promise<void> {
  const local = await files.read(lefthookPath(place));
  if (local === null || local.text.startsWith(signature)) return;
  throw new Failure('usage', 'user', '`lefthook-local.yml` is there already, and is yours to edit', [
    `add a command to each of ${hookNames.join(', ')}: run: ${callOfOurs('commit-msg', '{0}').replaceAll('commit-msg', 'NAME')}`,
    'post-rewrite also needs use_stdin: true',
  ]);
}

function notesOn(place: HookPlace, hooks: readonly HookStanding[]): string[] {
  const notes: string[] = [];
  if (place.kind === 'worktree') notes.push('this is a linked worktree: the hooks are those of all worktrees of the repository');
  if (place.kind === 'submodule') notes.push('this is a submodule: its hooks are its own, the superproject has others');
  const installed = hooks.some(({ state }) => state === 'installed');
  if (place.kept === 'husky' && installed) notes.push('husky: the line stands in .husky, which is committed; in clones without countersign it does nothing');
  if (place.kept === 'lefthook' && installed) notes.push('lefthook: lefthook-local.yml was written; run lefthook install, and keep that file out of commits');
  return notes;
}
