import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { policyTexts } from '../../policy/index.ts';
import type { ProposedPerson } from '../people/propose-people.ts';
import { editPeople } from './edit-people.ts';
import type { PeopleEdit } from './people-edit.ts';
import { lineDiff } from './line-diff.ts';

const { parsePeople } = await policyTexts();
const li: ProposedPerson = { id: 'li', name: 'Li Wen', level: 'mid', emails: ['li@x'], accounts: {}, keys: [], commits: 0, last: null, sameName: [] };
const nothing: PeopleEdit = { persons: [], agents: [], additions: [] };
const addLi: PeopleEdit = { ...nothing, persons: [li] };
const more: PeopleEdit = { ...nothing, additions: [{ person: 'ana', emails: ['ana@home'], accounts: { github: 'ana-r' }, keys: [] }] };
const written = '  li:\n    name: Li Wen\n    level: mid\n    emails: ["li@x"]\n'.replaceAll('"', '');

describe('a people file edited in place', () => {
  it.each<[string, string, PeopleEdit, string]>([
    ['after the last person, before what follows', 'people:\n  ana: { level: mid }   # here\n\n# Teams\nteams: {}\n', addLi, `people:\n  ana: { level: mid }   # here\n${written}\n# Teams\nteams: {}\n`],
    ['after comments that belong to the last person', 'people:\n  ana:\n    level: mid\n    # also ana@y\n  # a note\nteams: {}\n', addLi, `people:\n  ana:\n    level: mid\n    # also ana@y\n${written}  # a note\nteams: {}\n`],
    ['without a line end at the end', 'people:\n  ana: { level: mid }', addLi, `people:\n  ana: { level: mid }\n${written.trimEnd()}`],
    ['in a file that enrols nobody', '# top\npeople: {}   # nobody\nteams: {}\n', addLi, `# top\npeople:   # nobody\n${written}teams: {}\n`],
    ['with the indentation that is there', 'people:\n    ana: { level: mid }\n', addLi, 'people:\n    ana: { level: mid }\n    li:\n      name: Li Wen\n      level: mid\n      emails: [li@x]\n'],
    ['with the line ends that are there', 'people:\r\n  ana: { level: mid }\r\n', addLi, `people:\r\n  ana: { level: mid }\r\n${written.replaceAll('\n', '\r\n')}`],
    ['in braces', 'people: { ana: { level: mid } }\n', addLi, 'people: { ana: { level: mid },\n  li: { name: Li Wen, level: mid, emails: [li@x] } }\n'],
    ['more about somebody in braces', 'people:\n  ana:  { level: mid, emails: [ana@x] }   # kept\n', more, 'people:\n  ana:  { level: mid, emails: [ana@x, ana@home], accounts: { github: ana-r } }   # kept\n'],
    ['more about somebody in a block', "people:\n  ana:\n    level: mid\n    emails:\n      - 'ana@x'   # first\n    accounts:\n      gitlab: ana\n  bo: { level: mid }\n", more, "people:\n  ana:\n    level: mid\n    emails:\n      - 'ana@x'   # first\n      - ana@home\n    accounts:\n      gitlab: ana\n      github: ana-r\n  bo: { level: mid }\n"],
    ['lists that were not there', 'people:\n  ana:\n    level: mid   # yes\n', more, 'people:\n  ana:\n    level: mid   # yes\n    emails: [ana@home]\n    accounts: { github: ana-r }\n'],
    ['machines where there were none', 'people:\n  ana: { level: mid }\n', { ...nothing, agents: [{ id: 'ci', operator: 'none', emails: ['ci@x'], accounts: {}, commits: 3 }] }, 'people:\n  ana: { level: mid }\n\nagents:\n  ci:\n    operator: none   # 3 commits\n    emails: [ci@x]\n'],
    ['nothing', 'people: {} # x', nothing, 'people: {} # x'],
  ])('%s', (_name, before, edit, after) => expect(editPeople(before, edit)).toBe(after));

  it('says what it said and the addition, in any layout', () => {
    const gap = fc.constantFrom('', ' ', '   ');
    const note = fc.constantFrom('', ' # note', '   # a: b');
    const address = (id: string) => fc.constantFrom(`${id}@x`, `'${id}@x'`, `"${id}@x"`);
    const person = (id: string) =>
      fc.oneof(
        fc.tuple(gap, address(id), note).map(([space, mail, said]) => `  ${id}:${space} { level: mid, emails: [${mail}${space}] }${said}\n`),
        fc.tuple(address(id), note, note).map(([mail, said, other]) => `  ${id}:${said}\n    emails:${other}\n      - ${mail}${said}\n    level: mid${other}\n`),
        fc.tuple(address(id), note).map(([mail, said]) => `  ${id}:\n    name: |\n      Ana\n      R\n    level: "mid"${said}\n\n    emails:\n    - ${mail}\n`),
      );
    const layout = fc.tuple(note, person('ana'), person('bo'), fc.constantFrom('', '\n', '# end\n', 'teams:\n  t: [ana, bo]\n'), fc.boolean());
    fc.assert(
      fc.property(layout, ([said, ana, bo, end, windows]) => {
        const plain = `people:${said}\n${ana}${bo}${end}`;
        const before = windows ? plain.replaceAll('\n', '\r\n') : plain;
        const after = editPeople(before, { ...addLi, additions: more.additions });
        const [old, now] = [parsePeople(before, 'f', ['mid']), parsePeople(after, 'f', ['mid'])];
        expect(now.problems).toEqual([]);
        const facts = (people: typeof now.people) => people?.persons.map(({ at: _, ...one }) => one);
        expect(facts(now.people)).toEqual([
          { ...facts(old.people)![0], emails: ['ana@x', 'ana@home'], accounts: { github: 'ana-r' } },
          facts(old.people)![1],
          { id: 'li', name: 'Li Wen', level: 'mid', emails: ['li@x'], accounts: {}, keys: [] },
        ]);
        // Every line that was there is there still, but the ones that grew.
        expect(lineDiff(before, after).filter(({ sign }) => sign === '-').length).toBeLessThanOrEqual(1);
      }),
      { numRuns: 60 },
    );
  });
});

describe('root and keys edited in place', () => {
  const key = (letter: string) => `ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI${letter.repeat(43)}`;
  const id = '5e'.repeat(32);
  const comment = '# What trust in this repository begins with. The id is drawn once, and every sign-off names it; the keys sign\n# the first adoption and nothing else.\n';

  it.each<[string, string, Partial<PeopleEdit>, string]>([
    ['a root where there is none', 'people: {}   # nobody\n', { root: { repository: id, keys: [] } }, `people: {}   # nobody\n\n${comment}root:\n  repository: "${id}"\n  keys: []\n`],
    ['the first key of a root', `root: { repository: "${id}", keys: [] }   # ours\npeople: {}\n`, { root: { repository: null, keys: [key('R')] } }, `root: { repository: "${id}", keys: [${key('R')}] }   # ours\npeople: {}\n`],
    ['keys a root did not list', `root:\n  repository: "${id}"   # ours\npeople: {}\n`, { root: { repository: null, keys: [key('R')] } }, `root:\n  repository: "${id}"   # ours\n  keys: [${key('R')}]\npeople: {}\n`],
    ['another key of a root', `root:\n  repository: "${id}"\n  keys:\n    - ${key('R')} old\npeople: {}\n`, { root: { repository: null, keys: [`${key('S')} new`] } }, `root:\n  repository: "${id}"\n  keys:\n    - ${key('R')} old\n    - ${key('S')} new\npeople: {}\n`],
    ['a key of a gate', `people: {}\ngates:\n  ci: { keys: ["${key('C')}"], may: [evidence] }\n`, { additions: [{ person: 'ci', emails: [], accounts: {}, keys: [key('D')] }] }, `people: {}\ngates:\n  ci: { keys: ["${key('C')}", ${key('D')}], may: [evidence] }\n`],
    ['a mark on one key of two', `people:\n  ana:\n    level: mid\n    keys:\n      - "${key('A')} ana"   # lost\n      - ${key('B')}\n`, { revoked: [key('A')] }, `people:\n  ana:\n    level: mid\n    keys:\n      - revoked ${key('A')} ana   # lost\n      - ${key('B')}\n`],
    ['a mark on a passkey, before its page', `people: { ana: { level: mid, keys: ['origin="https://a.example" sk-ecdsa-sha2-nistp256@openssh.com AAAAA'] } }\n`, { revoked: ['sk-ecdsa-sha2-nistp256@openssh.com AAAAA'] }, `people: { ana: { level: mid, keys: ["revoked,origin=\\"https://a.example\\" sk-ecdsa-sha2-nistp256@openssh.com AAAAA"] } }\n`],
  ])('%s', (_, before, edit, after) => {
    expect(editPeople(before, { ...nothing, ...edit })).toBe(after);
    expect(parsePeople(after, 'f', ['mid']).problems).toEqual([]);
  });
});

describe('the difference shown', () => {
  it('has what is new with the line before it', () => {
    expect(lineDiff('a\nb\nc\n', 'a\nb\nx\nc\ny\n').map(({ sign, at, text }) => `${at}${sign}${text}`)).toEqual(['2 b', '3+x', '4 c', '5+y']);
    expect(lineDiff('a\n', 'a\n')).toEqual([]);
    expect(lineDiff('', 'a\nb\n').map(({ sign }) => sign)).toEqual(['+', '+']);
  });
});
