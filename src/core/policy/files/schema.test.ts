import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { presets } from '../index.ts';
import { parsePeople, parsePolicy, peopleSchema, policySchema } from '../texts.ts';

const ajv = new Ajv2020({ strict: false, validateFormats: false });
const policy = ajv.compile(policySchema());
const people = ajv.compile(peopleSchema());

describe('the JSON Schema for editors', () => {
  it.each(Object.entries(presets))('accepts the preset %s', (_, text) => {
    expect(policy(parse(text)), JSON.stringify(policy.errors)).toBe(true);
  });

  it.each([
    'version: 1\nextends: amazon-2026\naudit: { every: 4w, by: principal }\n',
    'version: 1\nfork: amazon-2026\naudit: none\n',
    'version: 1\nextends: amazon-2026\npasskeys: { synced: refuse }\n',
    'version: 1\nextends: amazon-2026\nsignals: [ { id: acme, class: bot, logins: ["acme[bot]"], trailer: { key: Acme-Session }, since: 2026-01-01, because: ours } ]\n',
    'version: 1\nextends: amazon-2026\nareas: { checkout: { owners: [ana], mode: enforce } }\noverride: none\n',
    'version: 1\nextends: amazon-2026\nrules: [ { name: senior-gate, require: [ { sign-off: { count: 2 } }, owner, { checks: [lint] } ] } ]\n',
    'version: 1\nextends: amazon-2026\ncalibration: { source: fixes, until: 2026-11-01, buckets: [ { from: 1, to: 5, changes: 40, fixed: 2 }, { from: 6, changes: 9, fixed: 9 } ] }\ncodeowners: github\n',
    'version: 1\nextends: amazon-2026\ncodeowners: { dialect: gitlab, path: docs/CODEOWNERS }\nrules: [ { name: trial, when: change.assisted, require: [owner], because: we try it, shadow: true } ]\n',
  ])('accepts what the parser accepts: %s', (text) => {
    expect(parsePolicy(text, 'policy.yaml').problems).toEqual([]);
    expect(policy(parse(text)), JSON.stringify(policy.errors)).toBe(true);
  });

  it.each([
    'version: 2\n',
    'version: 1\nmodes: warn\n',
    'version: 1\nextends: amazon-2026\npasskeys: { synced: never }\n',
    'version: 1\nextends: amazon-2026\nsignals: [ { id: acme, because: ours } ]\n',
    'version: 1\nextends: amazon-2026\nsignals: [ { id: acme, class: human, addresses: [a@b.example], because: ours } ]\n',
    'version: 1\nrules: [ { name: a, require: [ { approvals: 2 } ] } ]\n',
    'version: 1\nprotected: [main]\n',
  ])('refuses what the parser refuses: %s', (text) => {
    expect(parsePolicy(text, 'policy.yaml').policy).toBeNull();
    expect(policy(parse(text))).toBe(false);
  });

  it('knows people', () => {
    expect(people(parse('people: { ana: { level: senior, emails: [a@x.org] } }\nteams: { t: [ana] }\n'))).toBe(true);
    expect(people(parse('people: { ana: { rank: senior } }\n'))).toBe(false);
  });

  const pinned = `github.com/acme/people@sha256:${'a'.repeat(64)}`;
  const ladder = ['junior', 'mid', 'senior', 'principal'];
  const team = 'people: { ana: { level: senior, emails: [a@x.org] } }\n';
  const here = () => ({ text: team, digest: 'a'.repeat(64), file: 'people/aaaa.yaml' });

  it.each([
    ['people that are pinned', `source: ${pinned}\n`, true],
    ['pinned people, with the version', `version: 1\nsource: ${pinned}\n`, true],
    ['people beside those that are pinned', `source: ${pinned}\n${team}`, false],
    ['teams beside people that are pinned', `source: ${pinned}\nteams: { t: [ana] }\n`, false],
    ['people pinned to no digest', 'source: github.com/acme/people\n', false],
    ['nobody', 'version: 1\n', false],
  ])('says of %s what the parser says', (_, text, good) => {
    expect(parsePeople(text, 'people.yaml', ladder, { texts: here }).people !== null).toBe(good);
    expect(people(parse(text))).toBe(good);
  });
});
