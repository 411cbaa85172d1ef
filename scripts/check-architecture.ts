// Holds the sources to architecture.json: reads every import under `src` and says which ones cross a line.
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { join, posix, relative, resolve, sep } from 'node:path';
import { parseSync, visitorKeys } from 'oxc-parser';

/** One folder's entry in architecture.json. `imports` names folders; `x/*` stands for every folder under `x`. */
export interface FolderRule {
  readonly job: string;
  readonly imports: readonly string[];
}

export type Rules = Readonly<Record<string, FolderRule>>;

/** A line that was crossed: which rule, where (`path:line`, relative to the root), and what to do. */
export interface Violation {
  readonly rule: string;
  readonly where: string;
  readonly message: string;
}

/** An import as written: its target is a path under `src` without `src/`, or a package or `node:` name. */
interface Import {
  readonly file: string;
  readonly line: number;
  readonly target: string;
  readonly local: boolean;
  /** `export … from` and `import type` count like any other import. */
  readonly specifier: string;
}

export interface Survey {
  readonly files: number;
  readonly violations: readonly Violation[];
  /** Folder → the folders it really imports. */
  readonly graph: ReadonlyMap<string, ReadonlySet<string>>;
}

const BANNED_NAMES = ['common', 'utils', 'util', 'helpers', 'helper', 'lib', 'misc', 'types', 'interfaces', 'manager', 'service'];
const MAX_LINES = 400;
const MAX_FILES = 15;
const MAX_DEPTH = 3;
const SOURCE = /\.(ts|tsx|mts|cts|js|mjs|cjs)$/;
const TEST = /\.test\.tsx?$/;

/** The npm packages each folder of the core may import; every other folder of the core may import none. */
const CORE_PACKAGES: Readonly<Record<string, readonly string[]>> = {
  'core/policy': ['yaml', 'zod', '@marcbachmann/cel-js'],
  'core/brief': ['yaml'],
  'core/cases': ['yaml'],
  'core/setup': ['yaml'],
  'core/requirements': ['@marcbachmann/cel-js'],
};

/** Names whose value depends on the machine: its clock, its locale, its chance. */
const CORE_GLOBALS = ['Date', 'Intl', 'globalThis', 'performance'];

interface Node {
  readonly type: string;
  readonly start: number;
  readonly [key: string]: unknown;
}

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && 'type' in value;

function walk(node: Node, visit: (node: Node, parent: Node | undefined) => void, parent?: Node): void {
  visit(node, parent);
  for (const key of visitorKeys[node.type] ?? []) {
    const child = node[key];
    for (const each of Array.isArray(child) ? child : [child]) if (isNode(each)) walk(each, visit, node);
  }
}

const slashed = (path: string): string => path.split(sep).join('/');

/** Every source file under `folder`, sorted, as paths relative to it. */
function filesUnder(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => statSync(join(folder, name)).isFile())
    .map(slashed)
    .toSorted();
}

/** The declared folder a file under `src` lies in: the longest entry that is its folder or above it. */
function folderOf(rules: Rules, file: string): string | undefined {
  for (let folder = posix.dirname(file); folder !== '.'; folder = posix.dirname(folder)) {
    if (folder in rules) return folder;
  }
  return undefined;
}

const hasFrontDoor = (folder: string): boolean => /^(core|adapters)\//.test(folder);

function allows(allowed: readonly string[], target: string): boolean {
  return allowed.some((entry) => (entry.endsWith('/*') ? target.startsWith(entry.slice(0, -1)) : entry === target));
}

const packageName = (specifier: string): string =>
  specifier.split('/').slice(0, specifier.startsWith('@') ? 2 : 1).join('/');

/** The string an import expression names, when it is a plain string. */
function literal(source: unknown): string | undefined {
  if (!isNode(source)) return undefined;
  if (source.type === 'Literal' && typeof source['value'] === 'string') return source['value'];
  if (source.type === 'TSLiteralType') return literal(source['literal']);
  if (source.type === 'TemplateLiteral') {
    const quasis = source['quasis'] as { value: { cooked: string } }[];
    return quasis.length === 1 ? quasis[0]?.value.cooked : undefined;
  }
  return undefined;
}

interface Reading {
  readonly imports: readonly Import[];
  readonly violations: readonly Violation[];
}

/** Reads one file: what it imports, and which names it uses that its folder may not. */
function read(root: string, file: string, inCore: boolean): Reading {
  const text = readFileSync(join(root, 'src', file), 'utf8');
  const lineAt = (offset: number): number => text.slice(0, offset).split('\n').length;
  const imports: Import[] = [];
  const violations: Violation[] = [];
  const broke = (rule: string, offset: number, message: string): void => {
    violations.push({ rule, where: `src/${file}:${lineAt(offset)}`, message });
  };
  const parsed = parseSync(file, text);
  if (parsed.errors.length > 0) broke('unreadable', 0, `does not parse: ${parsed.errors[0]?.message ?? ''}`);
  walk(parsed.program as unknown as Node, (node, parent) => {
    const specifier = importedBy(node);
    if (specifier === null) broke('computed import', node.start, 'imports a computed name, which no rule can check; write the path out');
    if (typeof specifier === 'string') {
      const local = specifier.startsWith('.') || specifier.startsWith('/');
      const target = local ? posix.normalize(posix.join(posix.dirname(file), specifier)) : specifier;
      imports.push({ file, line: lineAt(node.start), target, local, specifier });
    }
    if (inCore && !TEST.test(file)) {
      const banned = bannedInCore(node, parent);
      if (banned !== undefined) broke('machine-dependent', node.start, `uses \`${banned}\`, whose value depends on the machine; take it as an argument`);
    }
  });
  return { imports, violations };
}

/** What this node imports: a specifier, null when it is computed, undefined when the node imports nothing. */
function importedBy(node: Node): string | null | undefined {
  switch (node.type) {
    case 'ImportDeclaration':
    case 'ExportAllDeclaration':
      return literal(node['source']) ?? null;
    case 'ExportNamedDeclaration':
      return isNode(node['source']) ? (literal(node['source']) ?? null) : undefined;
    case 'ImportExpression':
    case 'TSImportType':
      return literal(node['source'] ?? node['argument']) ?? null;
    case 'TSExternalModuleReference':
      return literal(node['expression']) ?? null;
    case 'CallExpression': {
      const callee = node['callee'] as Node;
      const named = callee.type === 'Identifier' && callee['name'] === 'require';
      return named ? (literal((node['arguments'] as unknown[])[0]) ?? null) : undefined;
    }
    default:
      return undefined;
  }
}

function bannedInCore(node: Node, parent: Node | undefined): string | undefined {
  const name = node['name'];
  if (node.type === 'MemberExpression') {
    const property = node['property'] as Node;
    const member = property.type === 'Identifier' && node['computed'] !== true ? property['name'] : literal(property);
    if (typeof member !== 'string') return undefined;
    if (member === 'localeCompare' || member.startsWith('toLocale')) return member;
    const object = node['object'] as Node;
    if (member === 'random' && object.type === 'Identifier' && object['name'] === 'Math') return 'Math.random';
    return undefined;
  }
  if (node.type !== 'Identifier' || typeof name !== 'string' || !CORE_GLOBALS.includes(name)) return undefined;
  const isMember = parent?.type === 'MemberExpression' && parent['property'] === node && parent['computed'] !== true;
  const isKey = parent !== undefined && 'key' in parent && parent['key'] === node && parent['shorthand'] !== true;
  return isMember || isKey ? undefined : name;
}

function judge(rules: Rules, found: Import, exists: (file: string) => boolean): Violation[] {
  const violations: Violation[] = [];
  const broke = (rule: string, message: string): void => {
    violations.push({ rule, where: `src/${found.file}:${found.line}`, message });
  };
  const from = folderOf(rules, found.file);
  if (from === undefined) return [];
  const test = TEST.test(found.file);
  if (!found.local) {
    const name = packageName(found.specifier);
    if (from.startsWith('core/') && !test && !(CORE_PACKAGES[from] ?? []).includes(name)) {
      broke('core package', `${from} imports \`${name}\`, which is not on its list in the architecture check`);
    }
    return violations;
  }
  if (found.target.startsWith('..')) {
    // The sources stand alone; only the command line reads its own version, and tests may read example data.
    const ownVersion = from === 'cli' && found.target === '../package.json';
    if (!test && !ownVersion) broke('outside', `imports \`${found.specifier}\`, which lies outside src`);
    return violations;
  }
  if (!exists(found.target)) {
    broke('missing', `imports \`${found.specifier}\`, and there is no src/${found.target}`);
    return violations;
  }
  const to = folderOf(rules, found.target);
  if (to === undefined || to === from) return violations;
  const isMain = found.file === 'cli/main.ts' || found.file === 'server/main.ts' || found.file.startsWith('published/');
  if (from.startsWith('adapters/') && to.startsWith('adapters/')) {
    broke('adapter to adapter', `${from} imports ${to}; adapters meet only in main.ts`);
  } else if (to.startsWith('adapters/') && !isMain) {
    broke('adapter', `imports ${to}; only cli/main.ts and what is published may, and pass it on as a port`);
  } else if (!allows(rules[from]?.imports ?? [], to)) {
    broke('forbidden', `${from} may not import ${to} (architecture.json)`);
  }
  if (hasFrontDoor(to) && found.target !== `${to}/index.ts`) {
    broke('front door', `imports \`${found.specifier}\`; from another folder only ${to}/index.ts may be imported`);
  }
  return violations;
}

/** What imports itself in a ring: each ring once, as the list of what is on it. */
function rings(edges: ReadonlyMap<string, readonly string[]>): string[][] {
  const state = new Map<string, 'open' | 'done'>();
  const trail: string[] = [];
  const found: string[][] = [];
  const enter = (file: string): void => {
    state.set(file, 'open');
    trail.push(file);
    for (const next of edges.get(file) ?? []) {
      if (state.get(next) === 'open') found.push([...trail.slice(trail.indexOf(next)), next]);
      else if (!state.has(next) && edges.has(next)) enter(next);
    }
    trail.pop();
    state.set(file, 'done');
  };
  for (const file of edges.keys()) if (!state.has(file)) enter(file);
  return found;
}

/** The files and folders that the section “Sizes” of ARCHITECTURE.md lists as `- \`path\`: reason`. */
function sizeReasons(root: string): ReadonlySet<string> {
  const file = join(root, 'ARCHITECTURE.md');
  const section = existsSync(file) ? (readFileSync(file, 'utf8').split(/^## Sizes$/m)[1] ?? '').split(/^## /m)[0] : '';
  return new Set([...(section ?? '').matchAll(/^- `([^`]+)`: \S/gm)].map((match) => match[1] ?? ''));
}

function placeViolations(root: string, rules: Rules, files: readonly string[]): Violation[] {
  const violations: Violation[] = [];
  const reasons = sizeReasons(root);
  const perFolder = new Map<string, number>();
  for (const file of files) {
    const where = `src/${file}`;
    const parts = file.split('/');
    const banned = parts.map((part) => part.split('.')[0] ?? '').find((part) => BANNED_NAMES.includes(part));
    if (banned !== undefined) violations.push({ rule: 'banned name', where, message: `\`${banned}\` says nothing about what it holds; name it after its subject` });
    if (!SOURCE.test(file)) continue;
    const folder = posix.dirname(file);
    if (!TEST.test(file)) perFolder.set(folder, (perFolder.get(folder) ?? 0) + 1);
    if (folderOf(rules, file) === undefined) violations.push({ rule: 'undeclared folder', where, message: `\`${folder}\` is not declared in architecture.json` });
    if (parts.length - 1 > MAX_DEPTH) violations.push({ rule: 'depth', where, message: `lies ${parts.length - 1} folders deep; ${MAX_DEPTH} is the most` });
    const lines = readFileSync(join(root, 'src', file), 'utf8').split('\n').length - 1;
    if (lines > MAX_LINES && !reasons.has(where)) {
      violations.push({ rule: 'length', where, message: `has ${lines} lines; past ${MAX_LINES}, “Sizes” in ARCHITECTURE.md must list it with its reason` });
    }
  }
  for (const [folder, count] of perFolder) {
    const where = `src/${folder}`;
    if (count > MAX_FILES && !reasons.has(where)) {
      violations.push({ rule: 'folder size', where, message: `holds ${count} source files; past ${MAX_FILES}, “Sizes” in ARCHITECTURE.md must list it with its reason` });
    }
  }
  for (const [folder, rule] of Object.entries(rules)) {
    const held = files.filter((file) => SOURCE.test(file) && folderOf(rules, file) === folder);
    if (held.length === 0) {
      violations.push({ rule: 'empty folder', where: `src/${folder}`, message: 'is declared in architecture.json and holds no source file' });
    }
    if (held.length > 0 && hasFrontDoor(folder) && !held.includes(`${folder}/index.ts`)) {
      violations.push({ rule: 'no front door', where: `src/${folder}`, message: 'has no index.ts, so nothing may import it' });
    }
    for (const allowed of rule.imports) {
      const known = allowed.endsWith('/*') || allowed in rules;
      if (!known) violations.push({ rule: 'unknown folder', where: 'architecture.json', message: `\`${folder}\` may import \`${allowed}\`, which is not declared` });
    }
  }
  return violations;
}

/** Reads every source under `root/src` and judges it by `root/architecture.json`. */
export function survey(root: string): Survey {
  const rules = JSON.parse(readFileSync(join(root, 'architecture.json'), 'utf8')) as Rules;
  const src = join(root, 'src');
  const files = existsSync(src) ? filesUnder(src) : [];
  const sources = files.filter((file) => SOURCE.test(file));
  const violations = placeViolations(root, rules, files);
  if (sources.length === 0) violations.push({ rule: 'nothing read', where: 'src', message: 'no source file was read: a check that reads nothing proves nothing' });

  const present = new Set(files);
  const edges = new Map<string, string[]>();
  const graph = new Map<string, Set<string>>();
  for (const file of sources) {
    const from = folderOf(rules, file);
    const reading = read(root, file, file.startsWith('core/'));
    violations.push(...reading.violations);
    for (const found of reading.imports) {
      violations.push(...judge(rules, found, (target) => present.has(target)));
      if (!found.local || TEST.test(file)) continue;
      edges.set(file, [...(edges.get(file) ?? []), found.target]);
      const to = folderOf(rules, found.target);
      if (from !== undefined && to !== undefined && to !== from) graph.set(from, (graph.get(from) ?? new Set()).add(to));
    }
  }
  for (const ring of rings(edges)) {
    violations.push({ rule: 'cycle', where: `src/${ring[0] ?? ''}`, message: `imports itself in a ring: ${ring.join(' → ')}` });
  }
  for (const ring of rings(new Map([...graph].map(([from, to]) => [from, [...to]])))) {
    violations.push({ rule: 'folder cycle', where: `src/${ring[0] ?? ''}`, message: `imports itself in a ring: ${ring.join(' → ')}` });
  }
  return { files: sources.length, violations, graph };
}

if (process.argv[1] !== undefined && resolve(process.argv[1]) === import.meta.filename) {
  const root = resolve(process.argv[2] ?? join(import.meta.dirname, '..'));
  const { files, violations } = survey(root);
  for (const { rule, where, message } of violations) console.log(`${where}  ${rule}: ${message}`);
  console.log(`${files} files read in ${relative(process.cwd(), root) || '.'}, ${violations.length} violations`);
  process.exitCode = violations.length === 0 ? 0 : 1;
}
