import { describe, expect, it } from 'vitest';
import { policyTexts } from '../policy/index.ts';
import { lintPolicy } from './index.ts';

const { parsePeople, parsePolicy } = await policyTexts();

const key = (letter: string) => `ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI${letter.repeat(43)}`;
/** OpenSSH PROTOCOL.u2f: type, curve, point, application. */
function securityKey(application: string): string {
  const wire = (text: string) => `\0\0\0${String.fromCharCode(text.length)}${text}`;
  const type = 'sk-ecdsa-sha2-nistp256@openssh.com';
  return `${type} ${btoa(wire(type) + wire('nistp256') + wire('4'.repeat(65)) + wire(application))}`;
}
const root = `root: { repository: ${'5e'.repeat(32)}, keys: ['${key('R')}'] }\n`;
const two = `people:\n  ana: { level: senior, keys: ['${key('A')}'] }\n  li: { level: principal, keys: ['${key('L')}'] }\n`;

function lint(peopleText: string, level = 'senior', signature = 'any'): readonly string[] {
  const { policy } = parsePolicy(`version: 1\notherwise: { allow: true, because: none }\nrules:\n  - name: gate\n    when: change.assisted\n    because: x\n    require: [sign-off: { level: ${level}, signature: ${signature} }]\n`, 'policy.yaml');
  const people = parsePeople(peopleText, 'people.yaml', policy!.levels);
  expect(people.problems).toEqual([]);
  const about = ['no-root', 'no-root-key', 'no-adoption', 'passkey-without-origin', 'too-few-keys'];
  return lintPolicy(policy!, people.people!).filter(({ code }) => about.includes(code)).map(({ code, message, mend, at }) => `${code} ${at.file}:${at.line} ${message} | ${mend}`);
}

describe('lint of root and keys', () => {
  it('is silent where two can sign and prove it', () => expect(lint(root + two)).toEqual([]));

  it.each<[string, string, string, readonly string[]]>([
    ['there is no root, and says no more of keys', two.replaceAll(/, keys: [^}]*/g, ''), 'senior', ['no-root people.yaml:1 no `root` is named: nothing here can be signed or proved | countersign people root --key ROOT.pub draws the repository’s id']],
    ['the root has no key', root.replace(/keys: .*\]/, 'keys: []') + two, 'senior', ['no-root-key people.yaml:1 `root` has no key: nobody can sign the first adoption, so nothing can be verified | countersign people root --key ROOT.pub']],
    ['one alone of the level asked has a key', root + two, 'principal', ['too-few-keys policy.yaml:7 a sign-off of level principal is asked, and only `li` of that level has a key | two need one, so that nobody signs for themselves: countersign people enrol --key KEY.pub']],
    ['a key is revoked', root + two.replace('[\'ssh', '[\'revoked ssh'), 'senior', ['too-few-keys policy.yaml:7 a sign-off of level senior is asked, and only `li` of that level has a key | two need one, so that nobody signs for themselves: countersign people enrol --key KEY.pub']],
    ['a gate records landings, and none adoptions', `${root}${two}gates: { ci: { keys: ['${key('C')}'], may: [landing] } }\n`, 'senior', ['no-adoption people.yaml:5 gate `ci` may record a landing, and no gate an adoption: a revoked key would count on for whoever verifies | add adoption to its `may`']],
    ['a passkey names no page', `${root}${two}  bo: { level: mid, keys: ['${securityKey('sign.example.com')}'] }\n`, 'senior', ['passkey-without-origin people.yaml:5 a passkey of `bo` names no page: none of its signatures counts | put origin="https://sign.example.com" before its type, with the page’s own host']],
  ])('warns where %s', (_, people, level, problems) => expect(lint(people, level)).toEqual(problems));

  const touchable = `'${securityKey('ssh:')}'`;
  const pageless = `'${securityKey('localhost')}'`;
  const lacking = (who: string) => [`too-few-keys policy.yaml:7 a sign-off of level senior with a touch is asked, and ${who} of that level has a key that can be touched | two need one, so that nobody signs for themselves: countersign people enrol --passkey --id ID`];
  it.each<[string, string, readonly string[]]>([
    ['all keys are files', root + two, lacking('nobody')],
    ['one alone has another than a file', root + two.replace(`'${key('L')}'`, touchable), lacking('only `li`')],
    ['the other’s passkey is of no page', root + two.replace(`'${key('L')}'`, touchable).replace(`'${key('A')}'`, pageless), [...lacking('only `li`'), expect.stringContaining('passkey-without-origin') as string]],
    ['two can touch theirs, and says nothing', root + two.replace(`'${key('L')}'`, touchable).replace(`'${key('A')}'`, `'${key('A')}', 'origin="http://localhost:14117" ${securityKey('localhost')}'`), []],
  ])('warns of a touch that is asked where %s', (_, people, problems) => {
    for (const signature of ['touch', 'verified']) expect(lint(people, 'senior', signature)).toEqual(expect.arrayContaining([...problems]));
    expect(lint(people, 'senior', 'verified')).toHaveLength(problems.length);
  });

  it.each([
    ['a security key of ssh', `${root}${two}  bo: { level: mid, keys: ['${securityKey('ssh:')}'] }\n`],
    ['a passkey with its page', `${root}${two}  bo: { level: mid, keys: ['origin="https://sign.example.com, https://b.example:8443" ${securityKey('sign.example.com')} bo'] }\n`],
    ['gates that do both', `${root}${two}gates: { ci: { keys: ['${key('C')}'], may: [landing] }, host: { keys: ['${key('H')}'], may: [adoption] } }\n`],
  ])('lets %s pass', (_, people) => expect(lint(people)).toEqual([]));
});
