import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestProjectInlineConfiguration } from 'vitest/config';
import { createVitest, type TestCase, type TestSpecification, type Vitest, type VitestPluginContext } from 'vitest/node';
import { edited, editsOf, type InjectedFault } from './injected.ts';

/** How one fault ended; `problem` is empty where the suite noticed it. */
interface FaultResult {
  readonly fault: InjectedFault;
  readonly problem: string;
}

const root = join(import.meta.dirname, '..', '..');
const without = 'without a fault';

/**
 * Runs the tests that each fault names: once as the sources are, and once with the fault, which is put in as the file
 * is loaded and never touches the disk. All in one run of vitest, each fault a project of its own.
 */
export async function runFaults(faults: readonly InjectedFault[]): Promise<FaultResult[]> {
  const broken = new Map(faults.map((fault) => [fault.id, whyNotInjected(fault)]));
  const injected = faults.filter(({ id }) => broken.get(id) === '');
  const made = new Set<string>();
  const projects = injected.map((fault) => project(fault.id, fault, made));
  const vitest = await createVitest('test', { config: false, root, watch: false, silent: true, reporters: [{}], maxWorkers: '100%', projects: [project(without, null, made), ...projects] });
  try {
    await vitest.standalone();
    await vitest.runTestSpecifications(specifications(vitest, injected));
    const sound = outcomes(vitest, without);
    return faults.map((fault) => {
      const wrong = broken.get(fault.id) ?? '';
      if (wrong !== '') return { fault, problem: wrong };
      const found = outcomes(vitest, fault.id);
      const red = found.filter(({ state }) => state === 'failed').map(({ name }) => name);
      return { fault, problem: judge(fault, sound, red, editsOf(fault).every(({ file }) => made.has(`${fault.id} ${file}`))) };
    });
  } finally {
    // A run that found something sets the exit code of the process; here red is what is hoped for.
    process.exitCode = 0;
    await vitest.close();
  }
}

function whyNotInjected(fault: InjectedFault): string {
  try {
    for (const edit of editsOf(fault)) edited(readFileSync(join(root, edit.file), 'utf8'), edit);
    return '';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function project(name: string, fault: InjectedFault | null, made: Set<string>): TestProjectInlineConfiguration {
  const editFor = (id: string) => (fault === null ? undefined : editsOf(fault).find(({ file }) => id.split('?')[0] === join(root, file)));
  return {
    root,
    plugins: [
      {
        name: 'countersign-fault',
        enforce: 'pre',
        // What vitest remembers of files as they are serves here too; the one with the fault is never remembered.
        api: { vitest: { ignoreFsModuleCache: true } },
        configureVitest: ({ defineCacheKeyGenerator }: VitestPluginContext) => defineCacheKeyGenerator(({ id }) => (editFor(id) === undefined ? null : false)),
        transform(code: string, id: string) {
          const edit = editFor(id);
          if (edit === undefined) return null;
          made.add(`${name} ${edit.file}`);
          return { code: edited(code, edit), map: null };
        },
      },
    ],
    test: { name, root, testTimeout: 120_000, hookTimeout: 120_000 },
  };
}

/** Each fault beside the test that it names, and every such test as it is without a fault. */
function specifications(vitest: Vitest, faults: readonly InjectedFault[]): TestSpecification[] {
  const of = new Map(vitest.projects.map((one) => [one.name, one]));
  const named = Map.groupBy(faults.map(({ caughtBy }) => caughtBy), ([file]) => file);
  const specification = (project: string, file: string, tests: readonly string[]) => of.get(project)!.createSpecification(join(root, file), { testNamePattern: new RegExp(tests.map(literally).join('|')) });
  return [...Array.from(named, ([file, all]) => specification(without, file, all.map(([, test]) => test))), ...faults.map(({ id, caughtBy: [file, test] }) => specification(id, file, [test]))];
}

function literally(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}

interface Outcome {
  readonly file: string;
  readonly name: string;
  readonly state: ReturnType<TestCase['result']>['state'];
}

function outcomes({ state }: Vitest, project: string): Outcome[] {
  return state
    .getTestModules()
    .filter((module) => module.project.name === project)
    .flatMap((module) => [...module.children.allTests()].map((test) => ({ file: module.moduleId, name: test.fullName, state: test.result().state })));
}

function judge({ id, caughtBy: [file, test] }: InjectedFault, sound: readonly Outcome[], red: readonly string[], made: boolean): string {
  const named = sound.filter((one) => one.file === join(root, file) && one.name.includes(test));
  if (named.length === 0) return `${file} has no test \`${test}\``;
  if (named.some(({ state }) => state !== 'passed')) return `\`${test}\` of ${file} fails without any fault`;
  if (!made) return `\`${test}\` of ${file} does not load what the fault is in`;
  if (red.some((name) => name.includes(test))) return '';
  return `fault \`${id}\` went unnoticed: \`${test}\` of ${file} passes with it`;
}
