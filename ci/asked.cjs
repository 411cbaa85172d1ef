// What a forge asks about: which protected branch, and which commits. All of it but ids and what the workflow itself
// says was written by whoever opened the change, so nothing here reaches a shell, and what is not as it should be stops.
'use strict';

const fs = require('node:fs');

/** Ends a run with an exit code as the command line has it: 1 not approved, 2 a mistake, 3 the environment. */
class Stop extends Error {
  constructor(code, message) {
    super(message);
    this.code = code;
  }
}

/** Of a commit, in full. */
const id = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;
/** As `git check-ref-format` has it, for branches; a `$` or a backtick is allowed there, and is only a letter here. */
// eslint-disable-next-line no-control-regex
const branch = /^refs\/heads\/(?![./-])(?!.*(?:\.\.|\/\/|\/\.|@\{|\.lock(?:\/|$)))[^\x00-\x20\x7f~^:?*[\\]+(?<![./])$/;

/** The event of GitHub that started this job. */
function onGitHub(env) {
  const event = JSON.parse(fs.readFileSync(env.GITHUB_EVENT_PATH, 'utf8'));
  const place = {
    repository: `${env.GITHUB_SERVER_URL}/${env.GITHUB_REPOSITORY}.git`,
    user: 'x-access-token',
  };
  const { pull_request: pull, merge_group: group, workflow_run: run } = event;
  switch (env.GITHUB_EVENT_NAME) {
    case 'pull_request':
    case 'pull_request_target':
    case 'pull_request_review':
      return { ...place, target: `refs/heads/${pull.base.ref}`, base: null, head: pull.head.sha };
    case 'merge_group':
      return { ...place, target: group.base_ref, base: group.base_sha, head: group.head_sha };
    case 'push':
      return { ...place, target: event.ref, base: event.before, head: event.after };
    case 'workflow_run':
      return { ...place, target: null, base: null, head: run.head_sha };
    default:
      return { ...place, target: null, base: null, head: null };
  }
}

/** The pipeline of GitLab that this job is in. */
function onGitLab(env) {
  const place = { repository: `${env.CI_PROJECT_URL}.git`, user: 'gitlab-ci-token' };
  if (env.CI_PIPELINE_SOURCE === 'merge_request_event') {
    if (env.CI_MERGE_REQUEST_PROJECT_ID !== env.CI_PROJECT_ID) {
      throw new Stop(1, 'this pipeline runs in a fork, whose branches and settings are its owner\'s: run it in the project the merge request is for');
    }
    const head = env.CI_MERGE_REQUEST_SOURCE_BRANCH_SHA || env.CI_COMMIT_SHA;
    return { ...place, target: `refs/heads/${env.CI_MERGE_REQUEST_TARGET_BRANCH_NAME}`, base: null, head };
  }
  const named = env.CI_COMMIT_BRANCH ? `refs/heads/${env.CI_COMMIT_BRANCH}` : null;
  return { ...place, target: named, base: env.CI_COMMIT_BEFORE_SHA || null, head: env.CI_COMMIT_SHA };
}

/** What is asked: what the forge says, and where it is silent what the job's author wrote. */
function asked(env) {
  const forge = env.GITHUB_EVENT_PATH ? onGitHub(env) : env.CI_PROJECT_URL ? onGitLab(env) : { repository: '', user: '', target: null, base: null, head: null };
  const allowed = (env.GATE_TARGET || '').split(/\s+/).filter((word) => word !== '');
  if (allowed.length === 0) throw new Stop(2, 'no protected branch is named: give `target`, as refs/heads/main');
  const wrong = allowed.find((ref) => !branch.test(ref));
  if (wrong !== undefined) throw new Stop(2, `\`${shown(wrong)}\` is no full name of a branch: give \`target\` as refs/heads/main`);
  const target = forge.target === null && allowed.length === 1 ? allowed[0] : forge.target;
  // A status stands on a commit, whatever branch it was judged for: a branch with a policy of its author's would pass it.
  if (!allowed.includes(target)) throw new Stop(1, `this is for \`${shown(String(target))}\`, and judged here is only what is for ${allowed.join(', ')}`);
  const given = { base: env.GATE_BASE || forge.base, head: env.GATE_HEAD || forge.head };
  for (const [name, value] of Object.entries(given)) {
    if (value !== null && !id.test(value)) throw new Stop(2, `\`${name}\` is \`${shown(String(value))}\`, and must be the full id of a commit`);
  }
  // The status stands on the commit that the forge named, in its repository: the verdict on another would pass it.
  for (const [name, said, written] of [['head', forge.head, env.GATE_HEAD], ['repository', forge.repository, env.GATE_REPOSITORY]]) {
    if (said && written && written !== said) throw new Stop(2, `\`${name}\` is \`${shown(written)}\`, and this job is about ${shown(said)}: leave it out`);
  }
  const base = given.base === null || /^0+$/.test(given.base) ? null : given.base;
  return { repository: forge.repository || env.GATE_REPOSITORY || '', user: env.GATE_USER || forge.user, target, base, head: given.head };
}

/** Foreign text in a sentence: one line, no control characters, not longer than a line. */
function shown(text) {
  return text.replace(/[^\x20-\x7e]/g, '?').slice(0, 160);
}

module.exports = { asked, id, shown, Stop };
