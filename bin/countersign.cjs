#!/usr/bin/env node
// Starts the command line. Old syntax only, so that a too old Node is told so instead of failing to parse.
'use strict';

var fs = require('fs');
var path = require('path');

var NEEDED = [22, 22]; // as in `engines` of package.json
var ENVIRONMENT = 3; // exit code: the machine, not the user's input, is at fault

var bundle = path.join(__dirname, '..', 'cli', 'main.mjs'); // stands there in the published package only
var published = fs.existsSync(bundle);

var own = path.join(__dirname, '..', 'node_modules', '.bin', process.platform === 'win32' ? 'node.exe' : 'node');
var brought = fs.existsSync(own) ? own : null; // where `npm run setup` is done, to name it again helps nobody

var found = process.versions.node.split('.');
if (Number(found[0]) < NEEDED[0] || (Number(found[0]) === NEEDED[0] && Number(found[1]) < NEEDED[1])) {
  process.stderr.write(
    'countersign: this needs Node ' + NEEDED.join('.') + ' or newer, and found `' + process.version + '` at `' +
      process.execPath + '`; ' +
      (published ? 'install Node 22 or 24 (https://nodejs.org).\n' :
        brought ? 'start it with the Node this checkout brought, `' + brought + '`, or as `npx countersign` in the checkout.\n' :
        'run `npm run setup` in this checkout, which brings Node 24.\n')
  );
  process.exit(ENVIRONMENT);
}

var enableCompileCache = require('module').enableCompileCache;
// Never in the temporary folder, Node's own choice: whoever may write there first could hand us other code. And
// not at all in a gate, where an earlier step may have had the same home folder.
var home = process.env.XDG_CACHE_HOME || path.join(process.env.HOME || process.env.LOCALAPPDATA || '', '.cache');
if (enableCompileCache && path.isAbsolute(home) && !process.env.CI && !process.env.GIT_QUARANTINE_PATH) {
  enableCompileCache(path.join(home, 'countersign', 'code'));
}

/** One sentence for what keeps the program itself from loading; anything else is a bug and keeps its stack. */
function refuse(error) {
  var missing = error && (error.code === 'ERR_MODULE_NOT_FOUND' || error.code === 'MODULE_NOT_FOUND');
  if (!missing) throw error;
  var what = /'([^']+)'/.exec(error.message);
  process.stderr.write(
    'countersign: ' + (what ? '`' + what[1] + '` is' : 'a part is') + ' not installed.\n' +
      (published ? '  hint: install the package again.\n' : '  hint: run `npm run setup` in this checkout.\n')
  );
  process.exit(ENVIRONMENT);
}

var main = published ? bundle : path.join(__dirname, '..', 'src', 'cli', 'main.ts');
import(require('url').pathToFileURL(main).href).catch(refuse);
