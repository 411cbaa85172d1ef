import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse } from 'yaml';
import { bin, git } from '../cli/bin.ts';

/*
 * The two ways a forge runs the gate, as written in action.yml and ci/gitlab.yml, with one thing replaced: `npm` is a
 * program that notes how and where it was called, for tests have no network; the program beside ci/ is the bundle.
 */

const root = join(import.meta.dirname, '..', '..');
const read = (file: string): unknown => parse(readFileSync(join(root, file), 'utf8'));

/** What a job left behind. */
export interface Job {
  readonly status: number | null;
  /** What the runner was shown, both channels. */
  readonly log: string;
  /** The page of the job. */
  readonly page: string;
  /** What `$GITHUB_OUTPUT` was given. */
  readonly outputs: string;
  /** How `npm` was called: its folder, then its arguments. */
  readonly npm: readonly string[];
  /** Files that outlived the job in the runner's folder for such. */
  readonly left: string;
}

export type Vars = Readonly<Record<string, string>>;

/** A machine that runs jobs: `folder` holds all it has, and `origin.git` there is the repository jobs are about. */
export class Runner {
  readonly folder: string;
  /** Where a checkout would be; a test may put what it likes there. */
  readonly workspace: string;
  /** The action's own checkout, at the commit a workflow names. */
  readonly tool: string;
  #jobs = 0;

  constructor(folder: string) {
    this.folder = folder;
    this.workspace = join(folder, 'workspace');
    this.tool = join(folder, 'tool');
    for (const path of [this.workspace, this.tool, join(folder, 'home'), join(folder, 'bin')]) mkdirSync(path, { recursive: true });
    for (const path of ['ci', 'action.yml', 'package.json', 'package-lock.json', '.npmrc']) cpSync(join(root, path), join(this.tool, path), { recursive: true });
    cpSync(dirname(dirname(bin)), this.tool, { recursive: true });
    git(this.tool, 'init', '--quiet', '--initial-branch=main');
    git(this.tool, 'add', '--all');
    git(this.tool, 'commit', '--quiet', '--message', 'The action');
    const npm = join(folder, 'bin', 'npm');
    writeFileSync(npm, `#!/bin/sh\n{ pwd -P; for one in "$@"; do echo "$one"; done; } > "$NPM_SEEN"\n`);
    chmodSync(npm, 0o755);
  }

  /** Runs every step of action.yml until one fails, as a job of GitHub would. */
  action(inputs: Vars, event: string, payload: unknown, more: Vars = {}): Job {
    const action = read('action.yml') as { inputs: Record<string, { default?: string; required?: boolean }>; runs: { using: string; steps: readonly Step[] } };
    const given = (name: string) => inputs[name] ?? action.inputs[name]?.default ?? '';
    const filled = (text: string) => text.replaceAll(/\$\{\{ inputs\.([\w-]+) \}\}/g, (_, name: string) => given(name)).replaceAll('${{ github.token }}', 'a-token');
    return this.#job((place) => {
      const file = join(place, 'event.json');
      writeFileSync(file, JSON.stringify(payload));
      const github = {
        CI: 'true', GITHUB_ACTIONS: 'true', GITHUB_ACTION_PATH: this.tool, GITHUB_WORKSPACE: this.workspace, GITHUB_EVENT_NAME: event, GITHUB_EVENT_PATH: file,
        GITHUB_SERVER_URL: `file://${this.folder}`, GITHUB_REPOSITORY: 'origin', GITHUB_OUTPUT: join(place, 'output'), GITHUB_STEP_SUMMARY: join(place, 'summary'), ...more,
      };
      let log = '';
      for (const step of action.runs.steps) {
        const env = Object.fromEntries(Object.entries(step.env ?? {}).map(([name, value]) => [name, filled(value)]));
        const { status, said } = this.#shell(place, step.run, { ...github, ...env });
        log += said;
        if (status !== 0) return { status, log };
      }
      return { status: 0, log };
    }, 'summary');
  }

  /** Runs the script of one job of ci/gitlab.yml, as a runner of GitLab would. */
  gitlab(name: string, more: Vars): Job {
    const jobs = read('ci/gitlab.yml') as Record<string, { extends?: string; variables?: Vars; script?: readonly string[] }>;
    const job = jobs[name]!;
    const base = jobs[job.extends ?? ''] ?? {};
    return this.#job((place) => {
      const known: Vars = {
        CI: 'true', CI_JOB_TOKEN: 'a-token', CI_PROJECT_DIR: this.workspace, CI_PROJECT_URL: `file://${this.folder}/origin`, CI_PROJECT_ID: '7',
        COUNTERSIGN_URL: this.tool, COUNTERSIGN_COMMIT: git(this.tool, 'rev-parse', 'HEAD'), TMPDIR: join(place, 'temp'), ...more,
      };
      const variables = Object.entries({ ...base.variables, ...job.variables }).map(([key, value]) => [key, value.replaceAll(/\$(\w+)/g, (_, one: string) => known[one] ?? '')]);
      const { status, said } = this.#shell(place, (job.script ?? base.script ?? []).join('\n'), { ...known, ...Object.fromEntries(variables), ...more });
      const page = join(this.workspace, 'countersign.md');
      if (existsSync(page)) cpSync(page, join(place, 'summary'));
      return { status, log: said };
    }, 'summary');
  }

  #job(run: (place: string) => { status: number | null; log: string }, page: string): Job {
    const place = join(this.folder, `job-${(this.#jobs += 1)}`);
    mkdirSync(join(place, 'temp'), { recursive: true });
    const text = (name: string) => (existsSync(join(place, name)) ? readFileSync(join(place, name), 'utf8') : '');
    const { status, log } = run(place);
    const left = spawnSync('find', [join(place, 'temp'), '-name', '*gate-key*', '-o', '-name', 'objects.git'], { encoding: 'utf8' }).stdout;
    return { status, log, page: text(page), outputs: text('output'), npm: text('npm').split('\n'), left };
  }

  /** `bash` as GitHub starts it, in the workspace, with nothing of this process's environment but the path. */
  #shell(place: string, script: string, env: Vars): { status: number | null; said: string } {
    const file = join(place, 'step.sh');
    writeFileSync(file, script);
    const { status, stdout, stderr } = spawnSync('bash', ['--noprofile', '--norc', '-eo', 'pipefail', file], {
      cwd: this.workspace,
      encoding: 'utf8',
      env: {
        PATH: `${join(this.folder, 'bin')}:${dirname(process.execPath)}:${process.env['PATH'] ?? ''}`, HOME: join(this.folder, 'home'),
        RUNNER_TEMP: join(place, 'temp'), NPM_SEEN: join(place, 'npm'), ...env,
      },
    });
    return { status, said: `${stdout}${stderr}` };
  }
}

interface Step {
  readonly run: string;
  readonly env?: Vars;
}
