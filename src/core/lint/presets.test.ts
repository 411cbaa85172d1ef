import { expect, it } from 'vitest';
import { compareTiers } from '../risk/index.ts';
import { policyTexts, presets } from '../policy/index.ts';
import { lintPolicy } from './index.ts';

const { parsePeople, parsePolicy, presetPolicy } = await policyTexts();

it.each(Object.keys(presets))('nothing is to be mended of the preset %s with three people of each level, a key each, and owners where it hurts', (name) => {
  const { levels, areas } = presetPolicy(name)!;
  const key = (number: number) => `ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI${String(number).padStart(43, 'A')}`;
  const ids = levels.flatMap((level) => [1, 2, 3].map((number) => ({ id: `${level}${number}`, level })));
  const people = parsePeople(`root: { repository: ${'5e'.repeat(32)}, keys: [${key(0)}] }\npeople:\n${ids.map(({ id, level }, index) => `  ${id}: { level: ${level}, keys: [${key(index + 1)}] }\n`).join('')}teams: { owners: [${ids.slice(3).map(({ id }) => id).join(', ')}] }\n`, 'people.yaml', levels);
  const owned = areas.filter((area) => area.name !== 'countersign' && compareTiers(area.tier, 'high') >= 0);
  const child = parsePolicy(`version: 1\nextends: ${name}\nareas:\n${owned.map((area) => `  ${area.name}: { owners: [owners] }\n`).join('')}`, 'policy.yaml');
  expect([...people.problems, ...child.problems]).toEqual([]);
  expect(lintPolicy(child.policy!, people.people!)).toEqual([]);
});
