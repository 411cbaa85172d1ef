import { parseCases, runCases, untriedRules, type CaseFileContent, type CasesRun } from '../core/cases/index.ts';
import { unknownOwners } from '../core/lint/index.ts';
import { nobody, policyTexts, type CodeOwners, type People, type Policy, type PolicyProblem } from '../core/policy/index.ts';
import { Failure, type FailureCode, type Sha256 } from '../core/values/index.ts';
import { findGovernance } from './governing-policy.ts';
import type { PolicyOverrides } from './load-policy.ts';
import { pinnedBeside } from './policy-files/pinned-beside.ts';
import type { Ports, TextFiles } from './ports/index.ts';
import { readCodeOwners } from './read-code-owners.ts';
import type { PolicyTestReport } from './reports.ts';

/** Which cases to run, and under what where they name no policy of their own. */
export interface PolicyTestOptions extends PolicyOverrides {
  /** Files and folders; empty: the folder of the repository. */
  readonly paths: readonly string[];
  readonly target: string | null;
}

/** What running cases needs; the repository is opened only where no file says under which policy it is. */
export interface PolicyTestPorts {
  readonly files: TextFiles;
  readonly sha256: Sha256;
  readonly repository: () => Promise<Ports>;
}

/** Where cases are looked for in a repository. */
const casesFolder = '.countersign/tests';

/** Runs declarative cases, each through the decision that `check` makes. A file that cannot be read as cases stops all. */
export async function testPolicy(ports: PolicyTestPorts, options: PolicyTestOptions): Promise<PolicyTestReport> {
  const paths = await findFiles(ports, options.paths);
  const contents: CaseFileContent[] = [];
  const problems: PolicyProblem[] = [];
  for (const path of paths) {
    const parsed = await parseCases(await ports.files.readText(path), path);
    if (parsed.content !== null) contents.push(parsed.content);
    problems.push(...parsed.problems);
  }
  stopOn(problems, 'cases-invalid');
  const runs: (CasesRun & Ground & { readonly file: string })[] = [];
  let inForce: Promise<Ground> | null = null;
  for (const content of contents) {
    const ground = await groundOf(content, ports, options, () => (inForce ??= groundInForce(ports, options)));
    const run = await runCases(content, ground, ports.sha256);
    problems.push(...run.problems);
    runs.push({ ...run, ...ground, file: content.file });
  }
  stopOn(problems, 'cases-invalid');
  const failed = runs.flatMap(({ results }) => results).filter(({ differences }) => differences.length > 0).length;
  return {
    files: runs.map(({ file, named, results }) => ({ file, policy: named, results })),
    untried: untriedRules(runs),
    passed: runs.reduce((sum, { results }) => sum + results.length, 0) - failed,
    failed,
  };
}

async function findFiles({ files, repository }: PolicyTestPorts, paths: readonly string[]): Promise<readonly string[]> {
  const folders = paths.length > 0 ? paths : [files.beside(`${(await (await repository()).repository.facts()).path}/.`, casesFolder)];
  const found = await Promise.all(folders.map(async (path) => (await files.listYaml(path)) ?? (paths.length > 0 ? [path] : [])));
  for (const [index, list] of found.entries()) if (list.length === 0 && paths.length > 0) throw noCases(`\`${folders[index] ?? ''}\` holds no YAML file`);
  const all = [...new Set(found.flat())];
  if (all.length === 0) throw noCases(`there are no cases in \`${casesFolder}\``);
  return all;
}

/** Nothing that was run proves nothing. */
function noCases(message: string): Failure {
  return new Failure('usage', 'user', message, [`write one as docs/policy-tests.md shows, or name a file: countersign policy test FILE`]);
}

/** Under what cases are judged. */
interface Ground {
  readonly policy: Policy;
  readonly people: People;
  /** `null`: the policy takes no owners from one, or there is none. */
  readonly codeOwners: CodeOwners | null;
  /** For people. */
  readonly named: string;
}

/** The policy a file names and the people that come with it; in force where it names none. */
async function groundOf(content: CaseFileContent, { files, sha256 }: PolicyTestPorts, options: PolicyOverrides, inForce: () => Promise<Ground>): Promise<Ground> {
  const { file, policy: chosen, people } = content;
  const texts = await policyTexts();
  // A policy tried in place of the one in force meets the people in force, unless others are named.
  const alone = chosen !== null || people !== null || options.peopleFile !== null;
  const own = await (async (): Promise<Pick<Ground, 'policy' | 'named'> | null> => {
    if (chosen?.is === 'inline') return { policy: chosen.policy, named: file };
    const preset = chosen?.is === 'preset' ? chosen.name : chosen === null && alone ? options.preset : null;
    if (preset !== null) return { policy: presetNamed(preset, texts.presetPolicy(preset)), named: `preset ${preset}` };
    const path = chosen?.is === 'file' ? files.beside(file, chosen.path) : alone ? options.policyFile : null;
    if (path === null) return null;
    const text = await files.readText(path);
    const parsed = texts.parsePolicy(text, path, { texts: await pinnedBeside(files, sha256, path, text) });
    stopOn(parsed.problems, 'policy-invalid');
    return parsed.policy === null ? null : { policy: parsed.policy, named: path };
  })();
  const base = own === null ? await inForce() : { ...own, people: null, codeOwners: null };
  const { levels } = base.policy;
  const enrolled = await (async (): Promise<People> => {
    if (people?.is === 'inline') {
      const read = people.read(levels);
      stopOn(read.problems, 'cases-invalid');
      return read.people ?? nobody;
    }
    const path = people?.is === 'file' ? files.beside(file, people.path) : base.people === null ? options.peopleFile : null;
    if (path === null) return base.people ?? nobody;
    const text = await files.readText(path);
    const parsed = texts.parsePeople(text, path, levels, { texts: await pinnedBeside(files, sha256, path, text) });
    stopOn(parsed.problems, 'policy-invalid');
    return parsed.people ?? nobody;
  })();
  stopOn(unknownOwners(base.policy.areas, enrolled), 'policy-invalid');
  return { policy: base.policy, named: base.named, people: enrolled, codeOwners: base.codeOwners };
}

async function groundInForce({ repository }: PolicyTestPorts, options: PolicyTestOptions): Promise<Ground> {
  const ports = await repository();
  const { policy, people, source, target } = await findGovernance(ports, null, options.target, options);
  return { policy, people, named: source.policy, codeOwners: (await readCodeOwners(ports, target.tip, policy)).codeOwners };
}

function presetNamed(name: string, policy: Policy | null): Policy {
  if (policy === null) throw new Failure('unknown-preset', 'user', `there is no preset \`${name}\``, ['countersign policy show --help']);
  return policy;
}

/** The first error becomes the failure, the others its hints. */
function stopOn(problems: readonly PolicyProblem[], code: FailureCode): void {
  const errors = problems.filter(({ severity }) => severity === 'error');
  const [first, ...rest] = errors;
  if (first === undefined) return;
  const place = ({ at }: PolicyProblem) => `${at.file}:${at.line}:${at.column}`;
  const others = rest.slice(0, 12).map((problem) => `${place(problem)}   ${problem.message}${problem.mend === null ? '' : `: ${problem.mend}`}`);
  throw new Failure(code, 'config', first.message, [...(first.mend === null ? [] : [first.mend]), ...others], first.at);
}
