import { existsSync } from 'node:fs';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { decodeUtf8, encodeUtf8, Failure } from '../../../core/values/index.ts';
import type { CommitWriter, NewestCommit } from '../../../workflows/ports/index.ts';
import { gitFailed } from '../process/failures.ts';
import { locate } from '../process/locate.ts';
import { amendedFrom, copying, type GitState, keepCopying, keptCopying, underWay } from './under-way.ts';
import { userGit } from './user-git.ts';
import { notesStream } from './notes-stream.ts';

/** How long somebody who holds the notes ref is left alone before the next attempt; milliseconds. */
const lockPause = 40;

/** Opens the repository `path` lies in for writing its newest commit's message and its notes; nothing else is ever written. */
export function openCommitWriter(path: string): CommitWriter {
  const { gitDir, root, bare } = locate(path, {});
  const run = async (args: readonly string[], accepted: readonly number[] = [0]): Promise<{ code: number; text: string }> => {
    const { code, stdout, stderr } = await userGit(root, args);
    if (!accepted.includes(code)) throw gitFailed(args, stderr);
    return { code, text: stdout.toString('utf8').trim() };
  };
  const head = async (): Promise<string> => {
    const { code, text } = await run(['rev-parse', '--verify', '--quiet', 'HEAD^{commit}'], [0, 1]);
    if (code !== 0) throw new Failure('no-commits', 'user', 'there is no commit yet to mark', ['commit first']);
    return text;
  };
  const setting = async (name: string): Promise<string | null> => {
    const { code, text } = await run(['config', '--get', name], [0, 1]);
    return code === 0 ? text : null;
  };

  const state: GitState = { gitDir, ask: async (...args) => {
    const { code, text } = await run(args, [0, 1, 128]);
    return code === 0 && text !== '' ? text : null;
  } };

  return {
    async newestCommit() {
      if (bare) throw new Failure('not-a-repository', 'user', `\`${path}\` is a bare repository: there is no newest commit of yours in it`);
      const id = await head();
      const { code, stdout, stderr } = await userGit(root, ['cat-file', 'commit', id]);
      if (code !== 0) throw gitFailed(['cat-file'], stderr);
      return { id, ...partsOf(stdout) };
    },

    async pushedTo(commit) {
      const args = ['for-each-ref', '--count=1', '--format=%(refname:short)', `--contains=${commit}`, 'refs/remotes/'];
      const { text } = await run(args);
      return text === '' ? null : text;
    },

    async amendMessage(before, message) {
      const encoding = ['-c', `i18n.commitEncoding=${before.encoding ?? 'UTF-8'}`];
      const bytes = encodeUtf8(message);
      if (before.encoding === null && Buffer.from(bytes).toString('utf8').includes('\ufffd') && !message.includes('\ufffd')) {
        throw new Failure('usage', 'user', `the message of ${before.id.slice(0, 7)} is not valid UTF-8 and names no encoding: git would change its bytes`, [
          'git -c i18n.commitEncoding=ISO-8859-1 commit --amend, where that is what it is, and mark it then',
        ]);
      }
      // Only the message: `--only` without paths leaves what is staged alone. Verbatim: nothing is tidied away.
      const args = [...encoding, 'commit', '--quiet', '--amend', '--only', '--allow-empty', '--cleanup=verbatim', '--file=-'];
      if ((await head()) !== before.id) throw moved();
      const { code } = await userGit(root, args, bytes, true);
      if (code !== 0) {
        throw new Failure('git-failed', 'environment', 'git did not take the marked message (git or a hook says why above); nothing has changed', [
          'mend what it names, then run this again',
        ]);
      }
      return head();
    },

    underWay: () => underWay(state),
    copying: () => copying(state),
    keepCopying: (copies) => keepCopying(state, copies),
    keptCopying: () => keptCopying(state),
    amendedFrom: () => amendedFrom(state),

    async committer() {
      const { text } = await run(['var', 'GIT_COMMITTER_IDENT']);
      return text.replace(/ \d+ [+-]\d+$/, '');
    },

    async commentCharacter(message, edited) {
      const [character, cleanup] = await Promise.all([setting('core.commentChar'), setting('commit.cleanup')]);
      if (cleanup === 'verbatim' || cleanup === 'whitespace' || (!edited && cleanup !== 'strip')) return null;
      if (character !== 'auto') return character === null || character === '' ? '#' : character;
      // Git chose one that no line of the message began with, and its own lines are the last.
      return /^([#;@!$%^&|:]) -{24} >8 -{24}$/m.exec(message)?.[1] ?? /(?:^|\n)([#;@!$%^&|:])[^\n]*\n*$/.exec(message)?.[1] ?? '#';
    },

    async readMessageFile(file) {
      return decodeUtf8(await readFile(join(root, file)).catch(() => readFile(file)));
    },

    async writeMessageFile(file, message) {
      const path = existsSync(join(root, file)) ? join(root, file) : file;
      // One name: what an ended hook leaves is taken by the next.
      const temporary = `${path}.countersign`;
      await writeFile(temporary, encodeUtf8(message));
      await rename(temporary, path);
    },

    async writeNotes(ref, tip, notes, subject) {
      const { text: identity } = await run(['var', 'GIT_COMMITTER_IDENT']);
      const args = ['fast-import', '--quiet', '--done', '--date-format=raw'];
      const { code, stderr } = await userGit(root, args, notesStream(ref, tip, notes, identity, subject));
      if (code === 0) return 'written';
      if (/\.lock'?: File exists/i.test(stderr)) {
        await setTimeout(lockPause);
        return 'locked';
      }
      if (!/not updating|cannot lock ref/i.test(stderr)) throw gitFailed(args, stderr);
      return 'moved';
    },
  };
}

/** Message and encoding of a commit object. */
function partsOf(object: Buffer): Pick<NewestCommit, 'message' | 'encoding'> {
  const split = object.indexOf('\n\n');
  const header = object.subarray(0, split === -1 ? object.length : split).toString('latin1');
  const message = split === -1 ? '' : decodeUtf8(object.subarray(split + 2));
  return { message, encoding: /^encoding (.+)$/m.exec(header)?.[1] ?? null };
}

function moved(): Failure {
  return new Failure('usage', 'user', 'HEAD moved while this ran; nothing has changed', ['run it again']);
}
