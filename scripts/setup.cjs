// Makes a fresh clone ready: installs the dependencies the lockfile pins, Node 24 among them, and checks that the
// Node which npm scripts will use is new enough. Runs before every npm script, so it must be quick when nothing is
// to do, and must run on the machine's own, possibly old Node (18 or newer) with nothing installed.
'use strict';

const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { spawn, spawnSync } = require('node:child_process');
const { requiredNode, isTooOld, refusal } = require('./require-node.cjs');

const root = path.resolve(__dirname, '..');
const modules = path.join(root, 'node_modules');
const lockfile = path.join(root, 'package-lock.json');
// npm writes this when an install is complete, so a missing one means none, or one that was interrupted.
const installedFile = path.join(modules, '.package-lock.json');
// Ours: the lockfile was installed as far as this platform goes, so absent optional packages are not retried.
const stampFile = path.join(modules, '.countersign-setup.json');
// Beside node_modules, since `npm ci` deletes that folder.
const guardFile = path.join(root, '.setup.lock');
const windows = process.platform === 'win32';

const say = (text) => process.stderr.write(`countersign set-up: ${text}\n`);

function readJson(file) {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

function listed(list, value) {
  if (list === undefined) return true;
  const names = [].concat(list);
  if (names.includes(`!${value}`)) return false;
  return names.includes(value) || names.every((name) => name.startsWith('!'));
}

/** Whether a lockfile entry belongs on this machine: true, false, or undefined where only npm can tell. */
function isWanted(entry) {
  if (!listed(entry.os, process.platform) || !listed(entry.cpu, process.arch)) return false;
  if (!entry.optional && !entry.devOptional) return entry.peer && entry.optional ? undefined : true;
  return entry.libc === undefined && (entry.os !== undefined || entry.cpu !== undefined) ? true : undefined;
}

/** The first reason why node_modules is not what package-lock.json says, or undefined when it is. */
function mismatch() {
  const locked = readJson(lockfile);
  if (!locked || !locked.packages) return 'package-lock.json cannot be read';
  if (!fs.existsSync(modules)) return 'nothing is installed yet';
  const installed = readJson(installedFile);
  if (!installed || !installed.packages) return 'an earlier install did not finish';
  const stamp = readJson(stampFile);
  const complete = stamp !== undefined && stamp.lock === lockDigest();
  for (const [where, entry] of Object.entries(locked.packages)) {
    if (where === '' || entry.link) continue;
    const wanted = isWanted(entry);
    const present = installed.packages[where];
    if (present && (present.version !== entry.version || present.integrity !== entry.integrity)) {
      return `\`${where}\` is not the version package-lock.json pins`;
    }
    const there = present !== undefined && fs.existsSync(path.join(root, where, 'package.json'));
    if (there || wanted === false) continue;
    if (present !== undefined || (wanted === true && !(complete && entry.optional))) return `\`${where}\` is missing`;
  }
  return undefined;
}

function lockDigest() {
  return require('node:crypto').createHash('sha256').update(fs.readFileSync(lockfile)).digest('hex');
}

/** The npm that runs us, or else the first on the PATH, as a command and its first arguments. */
function npmCommand() {
  const given = process.env.npm_execpath;
  if (given && /^np[mx]-cli\.js$/.test(path.basename(given))) {
    const cli = path.join(path.dirname(given), 'npm-cli.js');
    const outside = [process.env.npm_node_execpath, process.execPath].find(
      (file) => file && fs.existsSync(file) && !path.resolve(file).startsWith(modules + path.sep),
    );
    if (fs.existsSync(cli) && outside) return { command: outside, args: [cli], shell: false };
  }
  return { command: windows ? 'npm.cmd' : 'npm', args: [], shell: windows };
}

/** The environment without node_modules/.bin in the PATH: npm must not run on the Node it is about to replace. */
function outsideEnvironment() {
  const environment = { ...process.env };
  for (const key of Object.keys(environment)) {
    if (key.toUpperCase() !== 'PATH') continue;
    environment[key] = environment[key]
      .split(path.delimiter)
      .filter((folder) => path.resolve(folder) !== path.join(modules, '.bin'))
      .join(path.delimiter);
  }
  return environment;
}

// Said outright, so that a user's or a CI's npm configuration cannot leave half of it out.
const INSTALL = [
  'ci', '--include=dev', '--include=optional', '--include=peer', '--ignore-scripts', '--engine-strict=false',
  '--legacy-peer-deps=false', '--strict-peer-deps=false', '--package-lock=true', '--bin-links=true', '--dry-run=false',
  '--global=false', '--install-strategy=hoisted', '--no-audit', '--no-fund', '--no-progress', '--loglevel=error',
];

function install() {
  const expected = Object.entries(readJson(lockfile).packages)
    .filter(([where, entry]) => where !== '' && isWanted(entry) !== false)
    .map(([where]) => path.join(root, where, 'package.json'));
  const started = Date.now();
  const progress = () => {
    const seconds = Math.round((Date.now() - started) / 1000);
    const unpacked = expected.filter((file) => fs.existsSync(file)).length;
    return `${unpacked} of at most ${expected.length} packages, ${seconds} s`;
  };
  const line = process.stderr.isTTY === true;
  const ticker = setInterval(() => {
    if (line) process.stderr.write(`\r\x1b[Kcountersign set-up: ${progress()}`);
    else say(progress());
  }, line ? 500 : 10_000);

  const npm = npmCommand();
  return new Promise((resolve) => {
    const child = spawn(npm.command, [...npm.args, ...INSTALL], {
      cwd: root,
      env: outsideEnvironment(),
      shell: npm.shell,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    // Should this process be killed outright, npm still runs: whoever comes next must wait for it too.
    if (child.pid !== undefined) fs.writeFileSync(guardFile, guardText([process.pid, child.pid]));
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => child.kill(signal));
    const end = (failure) => {
      clearInterval(ticker);
      if (line) process.stderr.write('\r\x1b[K');
      if (failure === undefined) say(`installed in ${((Date.now() - started) / 1000).toFixed(1)} s`);
      resolve(failure);
    };
    child.on('error', (error) => end(`npm could not be started (${error.code}): is npm installed?`));
    child.on('close', (code, signal) => end(code === 0 ? undefined : `npm ci ended with ${signal ?? `exit code ${code}`}`));
  });
}

function isRunning(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

const guardText = (pids) => JSON.stringify({ pids, host: os.hostname() });

/** Takes the guard file; while another set-up holds it, waits; one whose holder is gone is set aside. */
async function takeGuard() {
  let waiting = false;
  for (;;) {
    try {
      fs.writeFileSync(guardFile, guardText([process.pid]), { flag: 'wx' });
      const beat = setInterval(() => {
        try { fs.utimesSync(guardFile, new Date(), new Date()); } catch { /* gone: nothing to keep alive */ }
      }, 2000);
      return () => {
        clearInterval(beat);
        fs.rmSync(guardFile, { force: true });
      };
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    let text = '';
    let age = 0;
    try {
      text = fs.readFileSync(guardFile, 'utf8');
      age = Date.now() - fs.statSync(guardFile).mtimeMs;
    } catch {
      continue;
    }
    let holder;
    try { holder = JSON.parse(text); } catch { /* being written, or its writer died while writing */ }
    const here = holder !== undefined && holder.host === os.hostname();
    // Here the process tells; from another machine, only the heartbeat does.
    if (here ? !holder.pids.some(isRunning) : age > 30_000) {
      const aside = `${guardFile}.${process.pid}`;
      try {
        fs.renameSync(guardFile, aside);
        // Between reading and renaming, another set-up may have replaced it: then give it back.
        if (fs.readFileSync(aside, 'utf8') !== text) fs.linkSync(aside, guardFile);
      } catch { /* another set-up was first */ }
      fs.rmSync(aside, { force: true });
      continue;
    }
    if (!waiting) say(`waiting for another set-up of this checkout${here ? ` (process ${holder.pids[0]})` : ''}`);
    waiting = true;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

/** The Node that npm scripts will use: the one in node_modules/.bin where it runs, else ours. */
function scriptNode() {
  const ours = { version: process.version, file: process.execPath };
  if (path.resolve(process.execPath).startsWith(modules + path.sep)) return ours;
  const brought = path.join(modules, '.bin', windows ? 'node.cmd' : 'node');
  if (!fs.existsSync(brought) && !windows) {
    const binary = path.join('..', `node-${process.platform}-${process.arch}`, 'bin', 'node');
    if (fs.existsSync(path.resolve(modules, '.bin', binary))) {
      fs.mkdirSync(path.dirname(brought), { recursive: true });
      fs.rmSync(brought, { force: true }); // a link that leads nowhere
      fs.symlinkSync(binary, brought);
    }
  }
  if (!fs.existsSync(brought)) return ours;
  const ran = spawnSync(brought, ['--version'], { encoding: 'utf8', shell: windows });
  if (ran.status === 0) return { version: ran.stdout.trim(), file: brought };
  // It cannot run here (musl, an old glibc): without it, scripts use the machine's own Node.
  fs.rmSync(brought, { force: true });
  return ours;
}

async function main() {
  if (process.versions.node.split('.')[0] < 18) {
    process.stderr.write(refusal(process.version, process.execPath, requiredNode(), true));
    return 1;
  }
  if (mismatch() !== undefined) {
    const release = await takeGuard();
    try {
      const reason = mismatch(); // asked again: another set-up may have done the work meanwhile
      if (reason !== undefined) {
        if (windows && path.resolve(process.execPath).startsWith(modules + path.sep)) {
          say(`${reason}, and Windows cannot replace the Node that runs this.\n  hint: run \`npm ci\` once, then the command again.`);
          return 1;
        }
        say(`${reason}: installing with npm ci, once`);
        const failure = await install();
        if (failure !== undefined) {
          say(`${failure}.\n  hint: npm's own words are above; mend that and run the command again, it starts afresh.`);
          return 1;
        }
        fs.writeFileSync(stampFile, JSON.stringify({ lock: lockDigest() }) + '\n');
        const left = mismatch();
        if (left !== undefined) {
          say(`npm ci succeeded, yet ${left}.\n  hint: look for \`omit\`, \`os\` or \`cpu\` in \`npm config list\`.`);
          return 1;
        }
      }
    } finally {
      release();
    }
  }
  const required = requiredNode();
  const node = scriptNode();
  if (isTooOld(node.version, required)) {
    process.stderr.write(refusal(node.version, node.file, required, true));
    return 1;
  }
  return 0;
}

main().then(
  (code) => { process.exitCode = code; },
  (error) => {
    say(`${error.message}\n  hint: is \`${root}\` writable?`);
    process.exitCode = 1;
  },
);
