import { createRequire } from 'node:module';
import { expect, test } from 'vitest';

const { isTooOld, refusal, requiredNode } = createRequire(import.meta.url)('./require-node.cjs') as {
  isTooOld: (version: string, required: string) => boolean;
  refusal: (version: string, execPath: string, required: string) => string;
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

test('the refusal names what was found, what is needed and the mend', () => {
  const words = refusal('v20.20.2', '/usr/bin/node', requiredNode());
  expect(words).toContain('`v20.20.2` at `/usr/bin/node`');
  expect(words).toContain('22.22');
  expect(words).toContain('npm run setup');
});
