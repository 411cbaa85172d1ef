import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { bin } from '../cli/bin.ts';
import { answersFile, signingPlace, type SigningPlace } from '../signing/place.ts';

/** How a command ended, with what it said on both channels, blanks joined. */
export interface Ended {
  readonly status: number | null;
  readonly words: string;
}

/** A shop whose bare origin judges every push, adopted by its root. */
export interface GatedShop extends SigningPlace {
  cs(...args: readonly string[]): Ended;
  /** As `who` would with their own git; nothing of ours in the environment. */
  git(...args: readonly string[]): Ended;
  sign(who: keyof SigningPlace['keys'], range?: string): Ended;
}

/** Builds it; `edit` as for the place. */
export function gatedShop(edit: Parameters<typeof signingPlace>[0] = {}): GatedShop {
  const people = (text: string) => (edit.people ?? ((same: string) => same))(text.replace('may: [evidence]', 'may: [evidence, landing, adoption]'));
  const place = signingPlace({ ...edit, people });
  const env = { ...process.env, GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null', NO_COLOR: '1', SSH_AUTH_SOCK: '', CI: '' };
  const run = (program: string, args: readonly string[]): Ended => {
    const { status, stdout, stderr } = spawnSync(program, args, { cwd: place.repo, env, encoding: 'utf8' });
    return { status, words: `${stdout}${stderr}`.replaceAll('remote: ', '').replace(/\s+/g, ' ') };
  };
  const cs = (...args: readonly string[]) => run(process.execPath, [bin, ...args]);
  const answers = join(dirname(place.repo), 'answers.yaml');
  writeFileSync(answers, answersFile);
  must(cs('adopt', '--key', place.keys.root.path));
  must(cs('receive', 'install', '--repo', place.origin, '--gate-key', place.keys.ci.path));
  must(run('git', ['-C', place.origin, 'config', 'receive.advertisePushOptions', 'true']));
  return {
    ...place,
    cs,
    git: (...args) => run('git', ['-c', 'user.name=Bo Lind', '-c', 'user.email=bo@example.com', ...args]),
    sign: (who, range = 'main..topic') => cs('sign', range, '--approve', '--key', place.keys[who].path, ...(who === 'tomas' ? [] : ['--answers', answers]), '--yes'),
  };
}

function must({ status, words }: Ended): void {
  if (status !== 0) throw new Error(words);
}
