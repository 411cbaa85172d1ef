import { createRequire } from 'node:module';
import { expect, test } from 'vitest';

const { isTooOld, refusal, requiredNode } = createRequire(import.meta.url)('./require-node.cjs') as {
  isTooOld: (version: string, required: string) => boolean;
  refusal: (version: string, execPath: string, required: string, tried: boolean) => string;
  requiredNode: () => string;
};

test.each([
  ['v20.20.2', true],
  ['v22.9.0', true],
  ['v22.21.1', true],
  ['v22.22.0', false],
  ['v24.0.0', false],
  ['26.1.0', false],
  ['', true],
  ['not a version', true],
])('Node `%s` is too old for 22.22: %s', (version, expected) => {
  expect(isTooOld(version, '22.22')).toBe(expected);
});

test.each([
  [false, 'npm run setup'],
  [true, 'does not run on this machine'],
])('the refusal names what was found, what is needed and the mend (set-up done: %s)', (tried, mend) => {
  const words = refusal('v20.20.2', '/usr/bin/node', requiredNode(), tried);
  expect(words).toContain('`v20.20.2` at `/usr/bin/node`');
  expect(words).toContain('22.22');
  expect(words).toContain(mend);
});
