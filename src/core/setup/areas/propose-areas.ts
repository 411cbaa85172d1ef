import { compileAreas, wordsOf, type AreaPaths, type Tier } from '../../risk/index.ts';
import { meanings, type Meaning } from './meanings.ts';
import { partsOf } from './parts.ts';
import { folderTree, isUsable, patternOf, topmost, type Folder } from './tree.ts';

/** An area as proposed. */
export interface ProposedArea {
  readonly name: string;
  /** To be written; empty where the preset's own patterns do. */
  readonly paths: readonly string[];
  readonly tier: Tier;
  /** Whether the preset has an area of this name: its tier and reason are then not written again. */
  readonly ofPreset: boolean;
  /** What harm is meant, for `because:`; `null` for ordinary parts. */
  readonly because: string | null;
  /** What was seen, in a few words. */
  readonly why: string;
  /** Paths of the head in it, those of the preset's patterns included. */
  readonly files: readonly string[];
}

/** The whole proposal. */
export interface ProposedAreas {
  /** Worst tier first; parts by how much is changed in them. */
  readonly areas: readonly ProposedArea[];
  /** Parts beyond the most changed ones. */
  readonly partsLeftOut: number;
  /** Areas of the preset that no file lies in. */
  readonly unused: readonly string[];
}

/** More than this nobody reads, let alone owns. */
const mostParts = 12;
/** A pattern for each folder up to here; more of one meaning are named by their word. */
const mostFolders = 8;
const fewestTestFiles = 3;
/** Share of a part's files that no other area has. */
const ofItsOwn = 0.2;

/** Proposes areas from the paths of a head; `commits` says how many commits touched some of them. */
export function proposeAreas(
  paths: readonly string[],
  preset: readonly AreaPaths[],
  commits: (paths: readonly string[]) => number,
): ProposedAreas {
  const root = folderTree(paths);
  const presetFiles = filesByArea(preset, paths);
  const draft = (name: string, found: Found): ProposedArea | null => areaOf(name, found, { preset, presetFiles, paths, root });
  const meant = meanings.flatMap((meaning) => draft(nameIn(meaning, preset), foldersOf(meaning, root, paths)) ?? []);
  const beside = besidesOf(root, paths).flatMap(({ name, ...found }) => draft(name, found) ?? []);
  const taken = new Set([...meant, ...beside, ...preset].map(({ name }) => name));
  // Files that mean something are asked about there; a part that holds hardly anything else needs no name of its own.
  const known = new Set([...[...meant, ...beside].flatMap(({ files }) => files), ...[...presetFiles.values()].flat()]);
  const parts = partsOf(root).filter((folder) => isUsable(patternOf(folder)) && folder.files.filter((file) => !known.has(file)).length > folder.files.length * ofItsOwn);
  const byWork = parts.map((folder) => ({ folder, changed: commits(folder.files) })).sort((a, b) => b.changed - a.changed || b.folder.written - a.folder.written);
  const named = byWork.slice(0, mostParts).map(({ folder }) => partArea(folder, taken));
  const shown = preset.filter(({ name }) => ![...meant, ...beside].some((area) => area.name === name) && (presetFiles.get(name) ?? []).length > 0);
  const ofPreset = shown.map(({ name, tier }): ProposedArea => ({
    name, tier, paths: [], ofPreset: true, because: null, why: whyOfPreset(presetFiles.get(name) ?? [], root), files: presetFiles.get(name) ?? [],
  }));
  const used = new Set([...meant, ...beside, ...ofPreset].map(({ name }) => name));
  return {
    areas: [...ofPreset.filter(({ tier }) => tier !== 'low'), ...meant, ...named, ...beside, ...ofPreset.filter(({ tier }) => tier === 'low')],
    partsLeftOut: Math.max(0, parts.length - mostParts),
    unused: preset.filter(({ name }) => !used.has(name)).map(({ name }) => name),
  };
}

/** Patterns with what they were made from. */
interface Found {
  readonly patterns: readonly string[];
  readonly tier: Tier;
  readonly because: string | null;
  readonly why: string;
}

function areaOf(
  name: string,
  { patterns, tier, because, why }: Found,
  { preset, presetFiles, paths, root }: { preset: readonly AreaPaths[]; presetFiles: ReadonlyMap<string, readonly string[]>; paths: readonly string[]; root: Folder },
): ProposedArea | null {
  const floor = preset.find((area) => area.name === name);
  const already = new Set(presetFiles.get(name) ?? []);
  // What the preset's own patterns cover needs no second one.
  const added = patterns.filter((pattern) => isUsable(pattern) && filesOf([pattern], paths).some((file) => !already.has(file)));
  const files = [...new Set([...already, ...filesOf(added, paths)])];
  if (files.length === 0) return null;
  const seen = added.length === 0 ? whyOfPreset(files, root) : why;
  return { name, paths: added, tier: floor?.tier ?? tier, ofPreset: floor !== undefined, because, why: seen, files };
}

/** Where the preset's patterns match: the topmost folders that lie in the area whole. */
function whyOfPreset(files: readonly string[], root: Folder): string {
  const inside = new Set(files);
  const folders = topmost(root, (folder) => folder.files.every((file) => inside.has(file)));
  const shown = folders.toSorted((a, b) => b.files.length - a.files.length).slice(0, 2).map(({ path }) => `${path}/`);
  if (shown.length === 0) return "the preset's patterns";
  return `${shown.join(', ')}${folders.length > shown.length ? ` and ${folders.length - shown.length} more` : ''} (the preset's)`;
}

function nameIn(meaning: Meaning, preset: readonly AreaPaths[]): string {
  return [meaning.name, ...meaning.alsoNamed].find((name) => preset.some((area) => area.name === name)) ?? meaning.name;
}

function foldersOf(meaning: Meaning, root: Folder, paths: readonly string[]): Found {
  const means = (folder: Folder) =>
    folder.kind === 'product' && folder.written > 0 && wordsOf(folder.name).some((word) => meaning.words.has(word));
  const folders = topmost(root, means);
  const places = meaning.places.filter((place) => paths.some((path) => path === place || (place.endsWith('/') && path.startsWith(place))));
  const { tier, because } = meaning;
  const names = [...new Set(folders.map(({ name }) => name))];
  const patterns = folders.length <= mostFolders ? folders.map(patternOf) : names.slice(0, mostFolders).map((name) => `**/${name.replace(/[\\*?[\]]/g, '\\$&')}/**`);
  const shown = [...names.map((name) => `${name}/`), ...places];
  const why = `${shown.slice(0, 3).join(', ')}${shown.length > 3 ? ` and ${shown.length - 3} more` : ''}`;
  return { patterns: [...patterns, ...places.map((path) => (path.endsWith('/') ? `/${path}**` : `/${path}`))], tier, because, why };
}

/** Tests, examples and documentation: low, because nothing in them ships. */
function besidesOf(root: Folder, paths: readonly string[]): readonly (Found & { name: string })[] {
  const of = (kind: Folder['kind']) => topmost(root, (folder) => folder.kind === kind);
  const pattern = (folders: readonly Folder[]) => {
    const patterns = new Set<string>();
    for (const folder of folders) {
      // Nested ones share a name (`packages/x/__tests__`): one pattern for all.
      patterns.add(folder.path.includes('/') ? `**/${folder.name}/**` : patternOf(folder));
    }
    return [...patterns].filter((each, _, all) => !each.startsWith('/') || !all.includes(`**${each}`));
  };
  const endings = ['*.test.*', '*.spec.*', '*_test.go', '*_test.py', 'test_*.py', '*Test.java', '*Test.kt', '*_spec.rb'].filter(
    (ending) => filesOf([ending], paths).filter((path) => !/(?:^|\/)(?:tests?|__tests__|specs?)\//.test(path)).length >= fewestTestFiles,
  );
  const found = (name: string, patterns: readonly string[], why: string) => ({ name, patterns, tier: 'low' as const, because: null, why });
  return [
    found('tests', [...pattern(of('tests')), ...endings], 'tries the product, is not shipped'),
    found('examples', pattern(of('examples')), 'shows the product, is not shipped'),
    found('docs', pattern(of('docs')), 'documentation'),
  ];
}

function partArea(folder: Folder, taken: Set<string>): ProposedArea {
  const parent = folder.path.split('/').at(-2) ?? 'part';
  const names = [folder.name, `${parent}-${folder.name}`].map((name) => name.replace(/[^A-Za-z0-9_.-]+/g, '-').replace(/^[^A-Za-z]+/, '').slice(0, 60));
  let name = names.find((each) => each !== '' && !taken.has(each)) ?? '';
  for (let number = 2; name === ''; number++) if (!taken.has(`part-${number}`)) name = `part-${number}`;
  taken.add(name);
  return { name, paths: [patternOf(folder)], tier: 'medium', ofPreset: false, because: null, why: `${folder.path}/`, files: folder.files };
}

function filesByArea(areas: readonly AreaPaths[], paths: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const matcher = compileAreas(areas);
  const found = new Map<string, string[]>(areas.map(({ name }) => [name, []]));
  for (const path of paths) for (const index of matcher.match(path)) found.get(areas[index]!.name)!.push(path);
  return found;
}

function filesOf(patterns: readonly string[], paths: readonly string[]): readonly string[] {
  if (patterns.length === 0) return [];
  const matcher = compileAreas([{ name: '', paths: patterns, tier: 'low', at: null }]);
  return paths.filter((path) => matcher.match(path).length > 0);
}
