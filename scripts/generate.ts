// Writes what can be read off the sources into the documents, between markers, so that it cannot drift from them.
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Rules, type Survey, survey } from './check-architecture.ts';
import { conditionFunctions, conditionVariables } from '../src/core/policy/index.ts';
import { hostileTable, promiseTable } from './hostile-page.ts';
import { pageScriptModule, pageScriptPath } from './page-script.ts';
import { showsStory, tellStory, withStory, withTranscripts } from './transcripts.ts';

/** A file that is generated whole or in part: its path from the root and its text as it should be. */
interface Generated {
  readonly path: string;
  readonly text: string;
}

/** The folder table: what each folder is for and what it may import. */
function folderTable(rules: Rules): string {
  const rows = Object.entries(rules).map(
    ([folder, { job, imports }]) => `| \`${folder}\` | ${job} | ${imports.length === 0 ? 'nothing' : imports.join(', ')} |`,
  );
  return ['| folder | its one job | may import |', '|---|---|---|', ...rows].join('\n');
}

/**
 * The imports there are, folder to folder, as a Mermaid graph. An arrow that a longer way through other arrows
 * already implies is left out: the map shows the order of the stages, the table above shows every permission.
 */
function importGraph({ graph }: Survey): string {
  const reaches = (from: string, to: string, seen = new Set<string>()): boolean => {
    for (const next of graph.get(from) ?? []) {
      if (next === to) return true;
      if (!seen.has(next) && seen.add(next) && reaches(next, to, seen)) return true;
    }
    return false;
  };
  const id = (folder: string): string => folder.replaceAll(/\W/g, '_');
  const lines = [];
  for (const from of [...graph.keys()].toSorted()) {
    const targets = [...(graph.get(from) ?? [])].toSorted();
    for (const to of targets) {
      const implied = targets.some((other) => other !== to && reaches(other, to));
      if (!implied) lines.push(`  ${id(from)}["${from}"] --> ${id(to)}["${to}"]`);
    }
  }
  return ['```mermaid', 'graph TD', ...lines, '```'].join('\n');
}

/** `text` with what stands between the markers of `name` replaced, or undefined when it has no such markers. */
function withBlock(text: string, name: string, block: string): string | undefined {
  const begin = `<!-- generated: ${name} (npm run generate) -->`;
  const end = `<!-- end: ${name} -->`;
  const from = text.indexOf(begin);
  const to = text.indexOf(end);
  return from < 0 || to < from ? undefined : `${text.slice(0, from + begin.length)}\n${block}\n${text.slice(to)}`;
}

/** A module of the tree that documents are generated for. */
function load(root: string, ...path: string[]): Promise<unknown> {
  return import(pathToFileURL(join(root, 'src', ...path)).href);
}

/** The published JSON Schemas: of everything printed as JSON, and of the two files people write, for editors. */
async function schemaFiles(root: string): Promise<Generated[]> {
  const { contractSchemas } = (await load(root, 'contract', 'index.ts')) as typeof import('../src/contract/index.ts');
  const { policyTexts } = (await load(root, 'core', 'policy', 'index.ts')) as typeof import('../src/core/policy/index.ts');
  const { peopleSchema, policySchema } = await policyTexts();
  const schemas = { ...contractSchemas(), 'policy-file': policySchema(), 'people-file': peopleSchema() };
  return Object.entries(schemas).map(([name, schema]) => ({
    path: `docs/schemas/${name}.json`,
    text: `${JSON.stringify(schema, null, 2)}\n`,
  }));
}

/** What a condition may read and call, as the policy page shows it. */
function conditionTable(): string {
  const rows = Object.entries(conditionVariables).flatMap(([variable, fields]) =>
    Object.entries(fields).map(([field, { type, doc }]) => `| \`${variable}.${field}\` | ${type} | ${doc} |`),
  );
  const functions = conditionFunctions.map((name) => `\`${name}\``).join(', ');
  return ['| name | type | |', '|---|---|---|', ...rows, '', `Functions: ${functions}.`].join('\n');
}

/** Pages with tables made of what the sources say: their names, and how they are made. */
const tables: Readonly<Record<string, Readonly<Record<string, () => string>>>> = {
  'docs/policy.md': { conditions: conditionTable },
  'docs/hostile.md': { attacks: hostileTable, promises: promiseTable },
};

/** A page with its generated tables, where it has any. */
function withTables(path: string, text: string): string {
  return Object.entries(tables[path] ?? {}).reduce((page, [name, make]) => {
    const next = withBlock(page, name, make());
    if (next === undefined) throw new Error(`${path} has lost the markers of its generated block \`${name}\``);
    return next;
  }, text);
}

/** `told`: with the walkthrough, which takes as long as all the rest; `npm test` holds the README to it. */
async function generated(root: string, told: boolean): Promise<Generated[]> {
  const rules = JSON.parse(readFileSync(join(root, 'architecture.json'), 'utf8')) as Rules;
  const map = survey(root);
  let text = readFileSync(join(root, 'ARCHITECTURE.md'), 'utf8');
  for (const [name, block] of [['folders', folderTable(rules)], ['imports', importGraph(map)]] as const) {
    const next = withBlock(text, name, block);
    if (next === undefined) throw new Error(`ARCHITECTURE.md has lost the markers of its generated block \`${name}\``);
    text = next;
  }
  return [{ path: 'ARCHITECTURE.md', text }, { path: pageScriptPath, text: await pageScriptModule() }, ...(await transcripts(root, told)), ...(await schemaFiles(root))];
}

/** The documents that show what the program prints. */
async function transcripts(root: string, told: boolean): Promise<Generated[]> {
  const docs = join(root, 'docs');
  const pages = (existsSync(docs) ? readdirSync(docs) : []).filter((name) => name.endsWith('.md'));
  const shown = ['README.md', ...pages.map((name) => `docs/${name}`)].filter((path) => existsSync(join(root, path)));
  const texts = shown.map((path) => ({ path, text: withTables(path, readFileSync(join(root, path), 'utf8')) }));
  const story = told && texts.some(({ text }) => showsStory(text)) ? await tellStory() : null;
  return Promise.all(
    texts.map(async ({ path, text }) => ({ path, text: await withTranscripts(root, story === null ? text : withStory(text, story)) })),
  );
}

/** What no longer says what the sources say, one line each. */
export async function staleBlocks(root: string): Promise<string[]> {
  const files = await generated(root, false);
  const stale = files
    .filter(({ path, text }) => !existsSync(join(root, path)) || readFileSync(join(root, path), 'utf8') !== text)
    .map(({ path }) => `${path}  is not what the sources say now`);
  const schemas = join(root, 'docs', 'schemas');
  const left = (existsSync(schemas) ? readdirSync(schemas) : [])
    .filter((name) => name.endsWith('.json') && !files.some(({ path }) => path === `docs/schemas/${name}`))
    .map((name) => `docs/schemas/${name}  has no schema in the sources any more`);
  return [...stale, ...left];
}

/** Writes what is not fresh and returns the paths written. */
export async function writeGenerated(root: string): Promise<string[]> {
  const written: string[] = [];
  for (const { path, text } of await generated(root, true)) {
    const file = join(root, path);
    if (existsSync(file) && readFileSync(file, 'utf8') === text) continue;
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    written.push(path);
  }
  return written;
}

if (process.argv[1] !== undefined && resolve(process.argv[1]) === import.meta.filename) {
  const root = join(import.meta.dirname, '..');
  for (const path of await writeGenerated(root)) console.log(`wrote ${path}`);
  for (const line of await staleBlocks(root)) console.log(`${line}: delete it`);
}
