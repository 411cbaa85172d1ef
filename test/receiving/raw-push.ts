import { execFileSync, spawnSync } from 'node:child_process';

/** One command of a push, as whoever speaks the protocol themselves may send it: full ref, and the ids they claim. */
export interface RawCommand {
  readonly ref: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** Pushes by speaking to `git-receive-pack` directly: no client that keeps to the rules stands between. Gives what it answered, blanks joined. */
export function rawPush(from: string, to: string, commands: readonly RawCommand[]): string {
  const zero = '0'.repeat(40);
  const lines = commands.map(({ ref, before, after }, index) => pkt(`${before ?? zero} ${after ?? zero} ${ref}${index === 0 ? '\0report-status' : ''}\n`));
  const heads = commands.flatMap(({ after }) => after ?? []);
  const pack = execFileSync('git', ['pack-objects', '--stdout', '--revs', '-q'], { cwd: from, input: `${heads.join('\n')}\n` });
  const { stdout, stderr } = spawnSync('git', ['receive-pack', to], { input: Buffer.concat([...lines, Buffer.from('0000'), pack]) });
  return `${stdout.toString('latin1')}${stderr.toString('utf8')}`.replace(/\s+/g, ' ');
}

function pkt(text: string): Buffer {
  return Buffer.from((Buffer.byteLength(text) + 4).toString(16).padStart(4, '0') + text);
}
