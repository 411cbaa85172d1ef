import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { bin } from '../cli/bin.ts';

/** A policy that blocks, with one critical area that has owners. What is said to be by hand may land: an attack is not to fail for that. */
export const policy = `version: 1
fork: amazon-2026
mode: enforce
protected: [refs/heads/main]
areas:
  shop: { paths: [shop/**], tier: critical, owners: [ana, li] }
rules:
  - { name: answered-for, require: [] }
`;

export const people = `people:
  ana: { name: Ana Ruiz, level: senior, emails: [ana@example.com, ana@home.example] }
  li: { name: Li Wen, level: senior, emails: [li@example.com] }
  edda: { name: Edda Sund, level: principal, emails: [edda@example.com] }
  ole: { name: Ole Dahl, level: principal, emails: [ole@example.com] }
  mina: { name: Mina Okafor, level: mid, emails: [mina@example.com] }
  bo: { name: Bo Lind, level: junior, emails: [bo@example.com] }
`;

/** The trailers an author answers with. */
export const byHand = 'Assisted-by: none';
export const withAi = 'Assisted-by: Claude';

/** What `check` said. `approved` is its word, `status` its exit code: an attack succeeds by either. */
export interface Verdict {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly milliseconds: number;
}

const made: string[] = [];

export function removeTeams(): void {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
  ready = null;
}

/** What `Team.ready` gives, made once for a file and copied for each test. */
let ready: Team | null = null;

/** A team's real repository, whose commits anybody may write in anybody's name, as in life. */
export class Team {
  readonly path: string;
  #seconds = 1_795_200_000;

  /** A new repository, or `of` another one a copy as it stands. */
  constructor(branch = 'main', of: Team | null = null) {
    this.path = mkdtempSync(join(tmpdir(), 'countersign-hostile-'));
    made.push(this.path);
    if (of === null) {
      this.git('init', '-q', '--template=', '-b', branch);
    } else {
      cpSync(of.path, this.path, { recursive: true, preserveTimestamps: true });
      this.#seconds = of.#seconds;
    }
  }

  /** The protected branch with policy, people and some code; then a branch `topic` to attack from. */
  static ready(policyText: string | Buffer = policy, branch = 'main'): Team {
    const usual = policyText === policy && branch === 'main';
    if (usual && ready !== null) return new Team(branch, ready);
    const team = new Team(branch);
    team.write('.countersign/policy.yaml', policyText).write('.countersign/people.yaml', people);
    team.write('shop/cart.ts', 'export const cart = 1;\n').write('lib/a.ts', 'export const a = 1;\n').commit('Start', 'edda');
    team.git('switch', '-qc', 'topic');
    if (usual) ready = new Team(branch, team);
    return team;
  }

  git(...args: string[]): string {
    return this.run(args, '', {});
  }

  /** Git with something on its standard input. */
  feed(input: string | Buffer, ...args: string[]): string {
    return this.run(args, input, {});
  }

  private run(args: readonly string[], input: string | Buffer, as: Record<string, string>): string {
    const env = { PATH: process.env['PATH'], GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null', ...this.names('bo', 'bo'), ...as };
    const { status, stdout, stderr } = spawnSync('git', args, { cwd: this.path, encoding: 'utf8', input, env, maxBuffer: 1 << 28 });
    if (status !== 0) throw new Error(`git ${args.join(' ')}: ${stderr}`);
    return stdout.trim();
  }

  private names(author: string, committer: string): Record<string, string> {
    const date = `${this.#seconds} +0000`;
    const email = (who: string) => (who.includes('@') ? who : `${who}@example.com`);
    return {
      GIT_AUTHOR_NAME: author, GIT_AUTHOR_EMAIL: email(author), GIT_AUTHOR_DATE: date,
      GIT_COMMITTER_NAME: committer, GIT_COMMITTER_EMAIL: email(committer), GIT_COMMITTER_DATE: date,
    };
  }

  write(path: string, content: string | Buffer): this {
    mkdirSync(dirname(join(this.path, path)), { recursive: true });
    writeFileSync(join(this.path, path), content);
    return this;
  }

  /** Commits everything in the worktree; people are named by the part of their address before `@example.com`. */
  commit(message: string, author = 'bo', committer = author): string {
    this.git('add', '-A');
    return this.record(message, author, committer);
  }

  /** Commits what is in the index. */
  record(message: string, author = 'bo', committer = author): string {
    this.#seconds += 60;
    this.run(['commit', '-q', '--allow-empty', '--cleanup=verbatim', '-F', '-'], message, this.names(author, committer));
    return this.git('rev-parse', 'HEAD');
  }

  /** Runs the real command as a gate would. */
  check(args: readonly string[], env: Record<string, string> = {}): Verdict {
    return this.countersign(['check', ...args, '--at', '2026-11-25'], env);
  }

  countersign(args: readonly string[], env: Record<string, string | undefined> = {}): Verdict {
    const started = process.hrtime.bigint();
    const { status, stdout, stderr } = spawnSync(process.execPath, [bin, ...args, '--repo', this.path], {
      encoding: 'utf8',
      cwd: tmpdir(),
      env: { PATH: process.env['PATH'], NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'], HOME: this.path, XDG_CACHE_HOME: join(this.path, '.git', 'cache'), NO_COLOR: '1', ...env },
      maxBuffer: 1 << 28,
      timeout: 60_000,
      killSignal: 'SIGKILL',
    });
    return { status, stdout, stderr, milliseconds: Number((process.hrtime.bigint() - started) / 1_000_000n) };
  }
}
