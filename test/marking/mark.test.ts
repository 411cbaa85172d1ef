import { afterAll, describe, expect, it } from 'vitest';
import { Place, removePlaces } from './place.ts';

afterAll(removePlaces);

describe('countersign mark', () => {
  it('adds the trailer, keeps author, date, tree and the index, and is idempotent', () => {
    const place = Place.init();
    place.commit('Add four\n\nCo-authored-by: Ana <ana@example.com>', { 'a.txt': '1\n2\n3\n4\n' });
    place.write('staged.txt', 'not yet\n');
    place.git('add', 'staged.txt');
    const before = place.git('log', '-1', '--format=%an %ae %ad %T %P');
    const { status, stdout } = place.countersign('mark', '--tool', 'Copilot', '--model', 'gpt-5.2', '--with', 'eslint');
    expect([status, stdout.split('\n')[0]?.slice(4, 10)]).toEqual([0, 'marked']);
    expect(place.message()).toBe('Add four\n\nCo-authored-by: Ana <ana@example.com>\nAssisted-by: Copilot:gpt-5.2 [eslint]\n');
    expect(place.git('log', '-1', '--format=%an %ae %ad %T %P')).toBe(before);
    expect(place.git('diff', '--cached', '--name-only')).toBe('staged.txt');
    const marked = place.head();
    expect(place.countersign('mark', '--tool', 'Copilot', '--model', 'gpt-5.2', '--with', 'eslint').stdout).toContain('marked already');
    expect(place.head()).toBe(marked);
    expect(JSON.parse(place.countersign('explain', 'HEAD', '--json').stdout)).toMatchObject({ claims: [{ kind: 'declared', tool: 'Copilot', model: 'gpt-5.2' }] });
  });

  it('says that `none` beside a trace will be shown as a contradiction', () => {
    const place = Place.init();
    place.commit('Add\n\nAssisted-by: Codex', { b: 'b\n' });
    const { status, stdout } = place.countersign('mark', '--none');
    expect(status).toBe(0);
    expect(stdout.replace(/\s+/g, ' ')).toContain('contradiction: `Assisted-by: Codex` says otherwise');
  });

  it('refuses what was pushed, unless told', () => {
    const origin = Place.init();
    const place = new Place();
    place.git('clone', '-q', origin.path, '.');
    const before = place.head();
    const refused = place.countersign('mark', '--none');
    expect([refused.status, place.head()]).toEqual([2, before]);
    expect(refused.stderr.replace(/\s+/g, ' ')).toContain('comes with a later version');
    const told = place.countersign('mark', '--none', '--amend-pushed');
    expect(told.status).toBe(0);
    expect(told.stdout).toContain('git push --force-with-lease');
    expect(place.head()).not.toBe(before);
  });

  it('refuses an older commit with a command that, pasted, marks it', () => {
    const place = Place.init();
    for (const name of ['one', 'two', 'three']) place.commit(`Add ${name}`, { [name]: `${name}\n` });
    const { status, stderr } = place.countersign('mark', 'HEAD~1', '--tool', 'Codex');
    expect(status).toBe(2);
    const command = /GIT_SEQUENCE_EDITOR=.*/.exec(stderr)![0];
    place.write('bin/countersign', `#!/bin/sh\nexec '${process.execPath}' '${process.cwd()}/bin/countersign.cjs' "$@"\n`, 0o755);
    place.git('config', 'core.excludesFile', '.git/none');
    place.write('.git/info/exclude', 'bin\n');
    const end = place.run('sh', ['-c', command], { PATH: `${place.path}/bin:${process.env['PATH']}` });
    expect(end.status, end.stderr).toBe(0);
    expect([0, 1, 2].map((n) => place.message(`HEAD~${n}`))).toEqual(['Add three\n', 'Add two\n\nAssisted-by: Codex\n', 'Add one\n']);
  });

  it.each<[string, string[], RegExp]>([
    ['no tool, and no agent running', ['mark'], /no tool is named/],
    ['a tool with --none', ['mark', '--none', '--tool', 'Codex'], /takes no tool/],
    ['a tool that would break the trailer', ['mark', '--tool', 'a\nb: c'], /cannot stand in a trailer/],
    ['a commit of another branch', ['mark', 'side', '--none'], /not on the branch/],
  ])('refuses %s', (_, args, sentence) => {
    const place = Place.init();
    place.git('switch', '-q', '-c', 'side');
    place.commit('Aside', { s: 's\n' });
    place.git('switch', '-q', 'main');
    const before = place.head();
    const { status, stderr } = place.countersign(...args);
    expect(status).toBe(2);
    expect(stderr.replace(/\s+/g, ' ')).toMatch(sentence);
    expect(place.head()).toBe(before);
  });

  it('says there is nothing to mark in an empty and in a bare repository', () => {
    const place = new Place();
    place.git('init', '-q', '.');
    expect(place.countersign('mark', '--none')).toMatchObject({ status: 2, stderr: expect.stringContaining('no commit yet') as string });
    const bare = new Place();
    bare.git('init', '-q', '--bare', '.');
    expect(bare.countersign('mark', '--none')).toMatchObject({ status: 2, stderr: expect.stringContaining('bare') as string });
  });

  it('a hook that refuses leaves everything as it was, in its own words', () => {
    const place = Place.init();
    place.write('.git/hooks/commit-msg', '#!/bin/sh\necho "no trailers here" >&2\nexit 1\n', 0o755);
    const before = place.head();
    const { status, stderr } = place.countersign('mark', '--none');
    expect([status, place.head()]).toEqual([3, before]);
    expect(stderr).toContain('no trailers here');
    expect(stderr).not.toContain('    at ');
  });

  it('keeps the bytes of an encoded message, of CRLF, of comment-like lines and of blank ends', () => {
    const place = Place.init();
    const write = (config: string[], message: Buffer) => {
      const { status, stderr } = place.run('git', [...config, 'commit', '-q', '--allow-empty', '--cleanup=verbatim', '-F', '-'], {}, message);
      expect(status, stderr).toBe(0);
    };
    write(['-c', 'i18n.commitEncoding=ISO-8859-1'], Buffer.from('Caf\xe9\n\nna\xefve\n', 'latin1'));
    expect(place.countersign('mark', '--none').status).toBe(0);
    expect(place.message()).toBe('Caf\xe9\n\nna\xefve\n\nAssisted-by: none\n');
    expect(place.git('cat-file', 'commit', 'HEAD')).toContain('\nencoding ISO-8859-1\n');
    write([], Buffer.from('Fix\r\n\r\n# not a comment\r\n\r\n\r\n'));
    expect(place.countersign('mark', '--none').status).toBe(0);
    expect(place.message()).toBe('Fix\r\n\r\n# not a comment\r\n\r\nAssisted-by: none\r\n\r\n\r\n');
  });

  it('refuses a message whose bytes git would change', () => {
    const place = Place.init();
    const object = place.run('git', ['cat-file', 'commit', 'HEAD']).stdout.replace('Start', 'Caf\xe9');
    const id = place.run('git', ['hash-object', '-t', 'commit', '-w', '--stdin'], {}, Buffer.from(object, 'latin1')).stdout.trim();
    place.git('reset', '-q', '--hard', id);
    const { status, stderr } = place.countersign('mark', '--none');
    expect([status, place.head()]).toEqual([2, id]);
    expect(stderr.replace(/\s+/g, ' ')).toContain('not valid UTF-8');
  });

  it('signs with the key the user has git sign with', () => {
    const place = Place.init();
    place.run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', '.git/key']);
    for (const [name, value] of [['gpg.format', 'ssh'], ['user.signingKey', `${place.path}/.git/key`], ['commit.gpgSign', 'true']] as const) place.git('config', name, value);
    expect(place.countersign('mark', '--none').status).toBe(0);
    expect(place.git('cat-file', 'commit', 'HEAD')).toContain('-----BEGIN SSH SIGNATURE-----');
  });

  it('in a submodule keeps to the submodule, hooks included', () => {
    const place = Place.init();
    const library = Place.init();
    place.git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', library.path, 'part');
    const part = new Place(`${place.path}/part`);
    expect(part.countersign('hook', 'install').stdout.replace(/\s+/g, ' ')).toContain('this is a submodule');
    part.commit('Inside', { 'i.txt': 'i\n' }, { CLAUDECODE: '1' });
    expect([part.message(), part.lines()]).toEqual(['Inside\n\nAssisted-by: Claude\n', { 'i.txt': [1] }]);
    expect(place.countersign('hook', 'status').stdout).toContain('not installed');
  });

  it('takes the line record along without any hook', () => {
    const place = Place.init();
    const id = place.head();
    const key = 's_00000000000001::t_00000000000001';
    const metadata = { schema_version: 'authorship/3.0.0', base_commit_sha: id, prompts: {}, sessions: { s_00000000000001: { agent_id: { tool: 'claude', id: 'x', model: 'm' } } } };
    place.git('notes', '--ref=ai', 'add', '-m', `a.txt\n  ${key} 2-3\n---\n${JSON.stringify(metadata)}`, id);
    const { stdout } = place.countersign('mark', '--tool', 'Claude');
    expect(stdout).toContain('its line record moved along');
    expect(place.note()).toMatchObject({ files: { 'a.txt': { [key]: [2, 3] } }, metadata: { base_commit_sha: place.head() } });
  });
});
