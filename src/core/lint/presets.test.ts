import { expect, it } from 'vitest';
import { compareTiers } from '../risk/index.ts';
import { policyTexts, presets } from '../policy/index.ts';
import { lintPolicy } from './index.ts';

const { parsePeople, parsePolicy, presetPolicy } = await policyTexts();

it.each(Object.keys(presets))('nothing is to be mended of the preset %s with three people of each level, a security key each, and owners where it hurts', (name) => {
  const { levels, areas } = presetPolicy(name)!;
  const wire = (text: string) => `\0\0\0${String.fromCharCode(text.length)}${text}`;
  const type = 'sk-ssh-ed25519@openssh.com';
  const key = (number: number) => `${type} ${btoa(wire(type) + wire(String(number).padStart(32, '4')) + wire('ssh:'))}`;
  const ids = levels.flatMap((level) => [1, 2, 3].map((number) => ({ id: `${level}${number}`, level })));
  const people = parsePeople(`root: { repository: ${'5e'.repeat(32)}, keys: [${key(0)}] }\npeople:\n${ids.map(({ id, level }, index) => `  ${id}: { level: ${level}, keys: [${key(index + 1)}] }\n`).join('')}teams: { owners: [${ids.slice(3).map(({ id }) => id).join(', ')}] }\n`, 'people.yaml', levels);
  const owned = areas.filter((area) => area.name !== 'countersign' && compareTiers(area.tier, 'high') >= 0);
  const child = parsePolicy(`version: 1\nextends: ${name}\nareas:\n${owned.map((area) => `  ${area.name}: { owners: [owners] }\n`).join('')}`, 'policy.yaml');
  expect([...people.problems, ...child.problems]).toEqual([]);
  expect(lintPolicy(child.policy!, people.people!)).toEqual([]);
});
