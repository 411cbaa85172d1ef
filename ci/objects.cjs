// The objects of a repository without any of its files: a bare repository in a folder of its own, which has no hooks,
// no attributes and no configuration but what stands here, and in which nothing is ever checked out.
'use strict';

const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const { id, shown, Stop } = require('./asked.cjs');

/** What programs started here may know of the job's environment: where programs and the network are, and no secret. */
const handed = /^(?:PATH|HOME|TMPDIR|TEMP|TMP|SystemRoot|LANG|LC_ALL|SSL_CERT_(?:FILE|DIR)|NODE_EXTRA_CA_CERTS|(?:https?|all|no)_proxy)$/i;

function plain(env) {
  const given = Object.entries(env).filter(([name]) => handed.test(name));
  return { ...Object.fromEntries(given), CI: 'true', NO_COLOR: '1', GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null', GIT_TERMINAL_PROMPT: '0' };
}

/** The token as a header for this one repository, by git's environment: in no file, on no command line. */
function withToken(env, { repository, user }, token) {
  if (!token || !/^https?:/.test(repository)) return env;
  const header = `Authorization: Basic ${Buffer.from(`${user}:${token}`).toString('base64')}`;
  const settings = [[`http.${repository}.extraHeader`, header], ['http.followRedirects', 'false']];
  const lines = settings.flatMap(([key, value], at) => [[`GIT_CONFIG_KEY_${at}`, key], [`GIT_CONFIG_VALUE_${at}`, value]]);
  return { ...env, GIT_CONFIG_COUNT: String(settings.length), ...Object.fromEntries(lines) };
}

function git(folder, env, args) {
  const { status, stdout, stderr, error } = spawnSync('git', args, { cwd: folder, env, encoding: 'utf8', maxBuffer: 1 << 26 });
  if (error) throw new Stop(3, `git could not be started (${error.code})`);
  if (status !== 0) throw new Stop(3, `git ${args[0]} failed: ${shown(stderr.trim().split('\n').at(-1))}`);
  return stdout.trim();
}

/** Brings these and nothing beside them. */
function fetch(folder, env, refs) {
  const quiet = ['--quiet', '--no-tags', '--no-recurse-submodules', '--no-write-fetch-head', '--no-auto-maintenance', '--refmap='];
  git(folder, env, ['fetch', ...quiet, '--', 'origin', ...refs]);
}

/** Brings the protected branch, what was signed, the line records and the commits asked about; says what the branch's tip is. */
function bringObjects(folder, env, { repository, target, base, head }) {
  const format = (head || base || '').length === 64 ? 'sha256' : 'sha1';
  git(folder, env, ['init', '--quiet', '--bare', '--template=', `--object-format=${format}`, '.']);
  git(folder, env, ['config', 'remote.origin.url', repository]);
  git(folder, env, ['config', 'countersign.remote', 'origin']);
  git(folder, env, ['symbolic-ref', 'HEAD', target]);
  const refs = [target, 'refs/countersign/*', 'refs/notes/*'].map((ref) => `+${ref}:${ref}`);
  fetch(folder, env, [...refs, ...new Set([base, head].filter((one) => one !== null))]);
  // Git leaves out what a shallow repository cannot give whole, and says nothing.
  const tip = git(folder, env, ['for-each-ref', '--format=%(objectname)', target]);
  if (!id.test(tip) || git(folder, env, ['cat-file', '-t', tip]) !== 'commit') throw new Stop(3, `${shown(target)} did not arrive as a commit: the repository must not be shallow`);
  for (const one of [base, head]) {
    if (one !== null && git(folder, env, ['cat-file', '-t', one]) !== 'commit') throw new Stop(3, `${one} is no commit`);
  }
  return tip;
}

/** Takes a folder away, also where something in it is read-only. */
function removeFolder(folder) {
  fs.rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
}

/** A folder that is nobody else's, beside no file of the change. */
function newFolder(env) {
  const parent = env.RUNNER_TEMP || require('node:os').tmpdir();
  return fs.mkdtempSync(path.join(fs.realpathSync(parent), 'countersign-'));
}

module.exports = { bringObjects, fetch, git, newFolder, plain, removeFolder, withToken };
