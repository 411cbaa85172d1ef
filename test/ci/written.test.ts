import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';

const root = join(import.meta.dirname, '..', '..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');

interface Workflow {
  readonly on: string | Readonly<Record<string, unknown>>;
  readonly permissions: unknown;
  readonly jobs: Readonly<Record<string, { readonly permissions: unknown; readonly steps: readonly { readonly uses?: string; readonly run?: string; readonly with?: Readonly<Record<string, string>> }[] }>>;
}

const pages = ['README.md', ...readdirSync(join(root, 'docs')).filter((name) => name.endsWith('.md')).map((name) => `docs/${name}`)];
const blocks = pages.flatMap((page) => [...read(page).matchAll(/^```ya?ml\n([\s\S]*?)^```$/gm)].map(([, text]) => ({ page, text: text! })));
const workflows = blocks.filter(({ page, text }) => page === 'docs/ci.md' && text.startsWith('# .github/workflows/')).map(({ text }) => [/[\w-]+\.yml/.exec(text)![0], parse(text) as Workflow] as const);
const action = parse(read('action.yml')) as { inputs: Record<string, { required?: boolean }>; runs: { steps: { run: string; env?: Record<string, string> }[] } };

/** Every text under a `run` or `script`, however deep. */
function scripts(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => (key === 'run' || key === 'script' ? [JSON.stringify(inner)] : scripts(inner)));
}

describe('what is written for forges', () => {
  it('names every action of another repository by a full commit, on every page', () => {
    const used = [...blocks.map(({ text }) => text), read('action.yml'), read('ci/gitlab.yml')].flatMap((text) => [...text.matchAll(/\buses: *["']?([^\s"']+)/g)].map(([, name]) => name!));
    expect(used.length).toBeGreaterThanOrEqual(5);
    expect(used.filter((name) => !/@[0-9a-f]{40}$/.test(name))).toEqual([]);
    const ids = [...read('docs/ci.md').matchAll(/\b(?:ref|COUNTERSIGN_COMMIT): (\S+)/g)].map(([, id]) => id!);
    expect(ids).toHaveLength(2);
    expect(ids.filter((id) => !/^"[0-9a-f]{40}"$/.test(id))).toEqual([]);
  });

  it('puts no expression into a script: what an event says reaches one through the environment or not at all', () => {
    const all = [action, ...blocks.filter(({ text }) => text.startsWith('# .github/')).map(({ text }) => parse(text) as unknown)].flatMap(scripts);
    expect(all.length).toBeGreaterThanOrEqual(3);
    expect(all.filter((text) => text.includes('${{'))).toEqual([]);
    // And what is not a script takes ids and names the forge gives, nothing its author wrote.
    const taken = blocks.flatMap(({ page, text }) => (page === 'docs/ci.md' ? [...text.matchAll(/\$\{\{ *([^}]*?) *\}\}/g)].map(([, one]) => one!) : []));
    expect(taken.filter((one) => !/^(?:secrets\.\w+|github\.token|github\.event\.workflow_run\.id|github\.event_name == .*)$/.test(one))).toEqual([]);
  });

  it('quotes every variable in a script of ours', () => {
    const lines = [...action.runs.steps.map(({ run }) => run), ...(parse(read('ci/gitlab.yml')) as { '.countersign': { script: string[] } })['.countersign'].script].join('\n');
    expect(lines.replaceAll(/"[^"]*"/g, '')).not.toContain('$');
  });

  it('asks the action only for what it takes, and all that it requires', () => {
    expect(workflows.map(([name]) => name)).toEqual(['countersign.yml', 'countersign-landed.yml', 'countersign-results.yml']);
    const required = Object.entries(action.inputs).filter(([, { required }]) => required === true).map(([name]) => name);
    expect(required).toEqual(['command', 'target']);
    for (const [, { jobs }] of workflows) {
      const ours = Object.values(jobs).flatMap(({ steps }) => steps).filter(({ uses }) => uses?.startsWith('YOUR-ORG/countersign@'));
      expect(ours.length).toBeGreaterThan(0);
      for (const { with: given = {} } of ours) {
        expect(Object.keys(given).filter((name) => !(name in action.inputs))).toEqual([]);
        expect(required.filter((name) => !(name in given))).toEqual([]);
      }
    }
  });

  it('hands every input to the script, and nothing else', () => {
    const handed = Object.values(action.runs.steps.at(-1)!.env ?? {}).map((value) => /^\$\{\{ inputs\.([\w-]+) \}\}$/.exec(value)?.[1] ?? value);
    expect(handed.toSorted()).toEqual(Object.keys(action.inputs).toSorted());
  });

  it('gives `pull_request_target` one step, no secret, no checkout and a token that reads', () => {
    const [, judging] = workflows[0]!;
    const { countersign } = judging.jobs;
    expect(Object.keys(judging.on)).toEqual(['pull_request_target', 'merge_group']);
    expect([judging.permissions, countersign!.permissions]).toEqual([{}, { contents: 'read' }]);
    expect(countersign!.steps).toHaveLength(1);
    expect(JSON.stringify(judging)).not.toMatch(/secrets|checkout|github\.event\./);
  });

  it('lets no job with a key run where a change could have written the workflow, or check anything out', () => {
    const keyed = workflows.filter(([, workflow]) => JSON.stringify(workflow).includes('secrets.'));
    expect(keyed.map(([, { on }]) => Object.keys(on))).toEqual([['push'], ['workflow_run']]);
    expect(JSON.stringify(keyed)).not.toContain('checkout');
  });

  it('has GitLab lay nothing of the branch on disk, and take nothing of its configuration', () => {
    const { '.countersign': job } = parse(read('ci/gitlab.yml')) as { '.countersign': { variables: Record<string, string>; inherit: unknown } };
    expect(job).toMatchObject({ inherit: { default: false, variables: false }, variables: { GIT_STRATEGY: 'none', GIT_SUBMODULE_STRATEGY: 'none' } });
  });
});
