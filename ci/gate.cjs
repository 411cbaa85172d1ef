// The gate as a CI job runs it, on every forge: `node ci/gate.cjs COMMAND`, with what it needs in GATE_* variables.
// It fetches objects, asks the program beside it, says what it said where people look, and ends with its exit code.
// Nothing of the change is run, checked out or read as configuration. Old syntax: the machine's own Node starts it.
'use strict';

const { spawn, spawnSync } = require('node:child_process');
const { randomBytes } = require('node:crypto');
const fs = require('node:fs');
const path = require('node:path');
const { asked, shown, Stop } = require('./asked.cjs');
const { bringObjects, fetch, git, newFolder, plain, removeFolder, withToken } = require('./objects.cjs');

const program = path.join(__dirname, '..', 'bin', 'countersign.cjs');
const brought = path.join(__dirname, '..', 'node_modules', `node-${process.platform}-${process.arch}`, 'bin', 'node');

/** Runs the program on the objects. */
function countersign(place, args, { env = place.env, input = '' } = {}) {
  const node = fs.existsSync(brought) ? brought : process.execPath;
  const options = { cwd: place.work, env, input, encoding: 'utf8', maxBuffer: 1 << 28 };
  const { status, stdout, stderr, error } = spawnSync(node, [program, ...args, '--repo', place.objects], options);
  if (error) throw new Stop(3, `the program could not be started (${error.code})`);
  return { code: status === null ? 70 : status, said: stdout + stderr, summary: null };
}

/** Takes the folder away should this process be ended before it does so itself: it holds a pipe that closes with it. */
function watched(place) {
  const take = "process.stdin.resume().on('close', () => require('node:fs').rmSync(process.argv[1], { recursive: true, force: true, maxRetries: 3 }))";
  const watch = spawn(process.execPath, ['-e', take, place.work], { detached: true, stdio: ['pipe', 'ignore', 'ignore'], env: place.env });
  watch.on('error', () => undefined);
  watch.stdin.on('error', () => undefined).unref();
  watch.unref();
}

/** The key as a file that only this account reads, for as long as `use` takes. */
function withKey(place, key, use) {
  if (!key) throw new Stop(2, 'no key was given: a fork has no secrets, and a job that runs what a change brings must have none');
  const file = path.join(place.work, 'gate-key');
  watched(place);
  fs.writeFileSync(file, key.endsWith('\n') ? key : `${key}\n`, { mode: 0o600, flag: 'wx' });
  try {
    return use(file);
  } finally {
    fs.rmSync(file, { force: true });
  }
}

/** What must have arrived: the ledger here is no longer what it was, and lies in that over there, which others add to. */
function arrived(place, before, answer) {
  if (answer.code !== 0) return answer;
  const [ref, over] = ['refs/countersign/ledger', 'refs/arrived/ledger'];
  const here = git(place.objects, place.env, ['for-each-ref', '--format=%(objectname)', ref]);
  if (here === before) return { ...answer, code: 1, said: `${answer.said}\nnothing was recorded\n` };
  fetch(place.objects, place.network, [`+${ref}:${over}`]);
  const lost = git(place.objects, place.env, ['rev-list', '--max-count=1', here, `^${over}`]) !== '';
  return lost ? { ...answer, code: 1, said: `${answer.said}\nthe repository does not have what was recorded here\n` } : answer;
}

/** Files named one a line, or all that lie right in a named folder; through no link, for others wrote them. */
function reports(option, text, from) {
  const found = text.split('\n').map((line) => line.trim()).filter((line) => line !== '').flatMap((line) => {
    const file = path.resolve(from, line);
    if (!fs.existsSync(file)) throw new Stop(2, `--${option}: \`${line}\` is not there`);
    const files = fs.statSync(file).isDirectory() ? fs.readdirSync(file).sort().map((name) => path.join(file, name)) : [file];
    for (const one of files) {
      if (fs.realpathSync(one) !== one || !fs.statSync(one).isFile()) throw new Stop(2, `--${option}: a file of \`${line}\` is a link or no file, and is not read`);
    }
    return files;
  });
  return found.length === 0 ? [] : [`--${option}`, ...found];
}

/** The decision on the lines it is about: annotations and nothing else that a runner would act on. */
function marks(place, target, head, env) {
  if (env.GATE_ANNOTATE !== 'true') return [];
  const { said } = countersign(place, ['check', `${target}..${head}`, '--target', target, '--format', 'github']);
  return said.split('\n').filter((line) => /^::(?:error|warning|notice) [^\r]*$/.test(line));
}

/** The same for code scanning; null where nobody wants it, or there is no decision. */
function sarif(place, target, head, env) {
  if (!env.GATE_SARIF_FILE) return null;
  const file = path.join(place.work, 'check.sarif');
  countersign(place, ['check', `${target}..${head}`, '--target', target, '--format', 'sarif', '--output', file]);
  return fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : null;
}

/** Where files come from and go to. */
function workspace(env) {
  return fs.realpathSync(env.GITHUB_WORKSPACE || env.CI_PROJECT_DIR || process.cwd());
}

/** A place for a file where a checkout may have been: what has its name is somebody else's, and would pass for the answer. */
function cleared(env, name) {
  const root = workspace(env);
  const file = path.resolve(root, name);
  if (`${root}${path.sep}`.startsWith(`${file}${path.sep}`)) throw new Stop(2, `\`${shown(name)}\` is no file to write`);
  const folder = path.dirname(file);
  if (!fs.existsSync(folder)) throw new Stop(2, `the folder of \`${shown(name)}\` is not there`);
  if (file.startsWith(`${root}${path.sep}`) && fs.realpathSync(folder) !== folder) throw new Stop(2, `\`${shown(name)}\` lies behind a link, and is not written`);
  fs.rmSync(file, { recursive: true, force: true });
  return file;
}

const commands = {
  /** One change, as it would land. */
  check(place, { target, head }, env) {
    const file = path.join(place.work, 'check.md');
    const answer = countersign(place, ['check', `${target}..${head}`, '--target', target, '--format', 'markdown', '--output', file]);
    return { ...answer, summary: fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : null, marks: marks(place, target, head, env), sarif: sarif(place, target, head, env) };
  },
  /** What a merge queue made of several: each landing by itself, as the hook of a server would judge the push. */
  queue(place, { target, head }) {
    return countersign(place, ['receive', 'run', 'pre-receive'], { input: `${place.tip} ${head} ${target}\n` });
  },
  /** What has landed. */
  verify(place, { target, base, head }, env) {
    // Where nobody says what the branch was before, all that landed since the first adoption.
    const range = `${base || ''}..${head || place.tip}`;
    return countersign(place, ['verify', range, '--target', target, ...(env.GATE_ROOT ? ['--root', env.GATE_ROOT] : [])]);
  },
  /** Results of a job that ran elsewhere, signed for the commit they are of. */
  record(place, { target, head }, env) {
    const from = workspace(env);
    const files = ['junit', 'coverage', 'sarif', 'mutation'].flatMap((option) => reports(option, env[`GATE_${option.toUpperCase()}`] || '', from));
    if (files.length === 0) throw new Stop(2, 'no results are named: give junit, coverage, sarif or mutation');
    const suite = env.GATE_SUITE ? ['--suite', env.GATE_SUITE] : [];
    return withKey(place, env.GATE_KEY, (key) => countersign(place, ['evidence', 'record', head, '--target', target, '--key', key, ...suite, ...files], { env: place.network }));
  },
  /** That a push was let in, by which sign-offs and when; for a forge that runs no hooks of ours. */
  'record-landings'(place, { target, base, head }, env) {
    if (base === null) throw new Stop(2, 'it is not known what the branch was before: give `base`');
    return withKey(place, env.GATE_KEY, (key) => countersign(place, ['receive', 'run', 'post-receive', '--gate-key', key], { env: place.network, input: `${base} ${head} ${target}\n` }));
  },
};

function judge(name, env, work) {
  if (!Object.hasOwn(commands, name)) throw new Stop(2, `\`command\` must be one of ${Object.keys(commands).join(', ')}`);
  const question = asked(env);
  if (question.head === null && name !== 'verify') throw new Stop(2, 'no commit is named: give `head`');
  const objects = path.join(work, 'objects.git');
  fs.mkdirSync(objects);
  const own = plain(env);
  const network = withToken(own, question, env.GATE_TOKEN);
  const tip = bringObjects(objects, network, question);
  const place = { work, objects, env: own, network, tip };
  const before = git(objects, own, ['for-each-ref', '--format=%(objectname)', 'refs/countersign/ledger']);
  const answer = commands[name](place, question, env);
  return name.startsWith('record') ? arrived(place, before, answer) : answer;
}

/** To the log, where GitHub would act on any line that begins like a command of its own: told not to, by a word nobody can guess. */
function log(env, text) {
  const word = `countersign-${randomBytes(16).toString('hex')}`;
  const [first, last] = env.GITHUB_ACTIONS ? [`::stop-commands::${word}\n`, `::${word}::\n`] : ['', ''];
  fs.writeSync(1, `${first}${text.endsWith('\n') ? text : `${text}\n`}${last}`);
}

/** As a block of Markdown that nothing in it can end. */
function fenced(text) {
  const fence = '`'.repeat(Math.max(3, ...(text.match(/`+/g) || []).map((run) => run.length + 1)));
  return `${fence}text\n${text.trimEnd()}\n${fence}\n`;
}

const verdicts = { 0: 'passed', 1: 'stopped' };
const pageBytes = 1000 * 1000;

/** What a step answers, or how it ended. A defect of ours is said like a mistake: a stack could hold lines that a runner acts on. */
function answered(step) {
  try {
    return step();
  } catch (error) {
    const [code, message] = error instanceof Stop ? [error.code, error.message] : [70, shown(`a defect: ${error.message}`)];
    return { code, said: `countersign gate: ${message}\n`, summary: null };
  }
}

/** In a folder of its own, which is taken away again. */
function judged(name, env) {
  const work = newFolder(env);
  try {
    return judge(name, env, work);
  } finally {
    removeFolder(work);
  }
}

function pageOf({ summary, said }) {
  return [summary, fenced(said)].find((text) => text !== null && Buffer.byteLength(text) < pageBytes) || 'The answer is too long for this page: see the log.\n';
}

function main(name, env) {
  const files = {};
  const answer = answered(() => {
    for (const one of ['GATE_PAGE', 'GATE_SARIF_FILE']) if (env[one]) files[one] = cleared(env, env[one]);
    return judged(name, env);
  });
  // Said only once it is written: a job that could not leave its answer has none.
  const left = answered(() => {
    if (files.GATE_PAGE) fs.writeFileSync(files.GATE_PAGE, pageOf(answer), { flag: 'wx' });
    if (files.GATE_SARIF_FILE && answer.sarif) fs.writeFileSync(files.GATE_SARIF_FILE, answer.sarif, { flag: 'wx' });
    return answer;
  });
  log(env, left.said);
  for (const line of left.marks || []) fs.writeSync(1, `${line}\n`);
  if (env.GITHUB_STEP_SUMMARY) fs.appendFileSync(env.GITHUB_STEP_SUMMARY, `${pageOf(left)}\n`);
  if (env.GITHUB_OUTPUT) fs.appendFileSync(env.GITHUB_OUTPUT, `verdict=${verdicts[left.code] || 'unknown'}\n`);
  return left.code;
}

process.exitCode = main(process.argv[2] || '', process.env);
