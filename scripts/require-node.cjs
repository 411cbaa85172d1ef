// Every npm script starts here, so that a too old Node is named before any source is read: old syntax only, so
// that the sentence is reached on a Node that could not parse the rest of the repository.
'use strict';

var fs = require('fs');
var path = require('path');

/** The lowest Node this repository runs on, as in the `engines` field: `22.22`. */
function requiredNode() {
  var manifest = JSON.parse(fs.readFileSync(path.join(__dirname, '..', 'package.json'), 'utf8'));
  return manifest.engines.node.replace(/^>=\s*/, '');
}

/** Whether `version` (`v20.20.2` or `20.20.2`) is below `required` (`22.22`); an unreadable version is too old. */
function isTooOld(version, required) {
  var found = String(version).replace(/^v/, '').split('.');
  var needed = required.split('.');
  for (var i = 0; i < needed.length; i += 1) {
    var difference = Number(found[i]) - Number(needed[i]);
    if (difference !== difference) return true;
    if (difference !== 0) return difference < 0;
  }
  return false;
}

/** What was found, what is needed and the mend, ready to print; `tried` when the set-up has done what it can. */
function refusal(version, execPath, required, tried) {
  return (
    'countersign: this needs Node ' + required + ' or newer, and found `' + version + '` at `' + execPath + '`.\n' +
    (tried
      ? '  hint: the Node 24 that the set-up brings does not run on this machine; install Node 22 or 24\n' +
        '        (https://nodejs.org) and run the command again.\n'
      : '  hint: run `npm run setup`, which brings Node 24 where it can, or install Node 22 or 24\n' +
        '        (https://nodejs.org), and run the command again.\n')
  );
}

module.exports = { requiredNode: requiredNode, isTooOld: isTooOld, refusal: refusal };

if (require.main === module) {
  var required = requiredNode();
  if (isTooOld(process.version, required)) {
    process.stderr.write(refusal(process.version, process.execPath, required, false));
    process.exitCode = 1;
  }
}
