import { expect, test } from 'vitest';
import { type Lockfile, missingPlatforms } from './complete-lockfile.ts';

const lock = (packages: Lockfile['packages']): Lockfile => ({ packages });

test('a platform package that npm left out is listed with its platform', () => {
  const missing = missingPlatforms(lock({ 'node_modules/tool': { version: '1.0.0', dev: true, optionalDependencies: { '@tool/linux-x64-musl': '1.0.0' } } }));
  expect([...missing]).toEqual([
    ['@tool/linux-x64-musl', { version: '1.0.0', cpu: ['x64'], dev: true, libc: ['musl'], optional: true, os: ['linux'] }],
  ]);
});

test.each(['node_modules/@tool/win32-x64', 'node_modules/tool/node_modules/@tool/win32-x64'])('a package locked at `%s` is not missing', (where) => {
  const missing = missingPlatforms(
    lock({ 'node_modules/tool': { version: '1.0.0', optionalDependencies: { '@tool/win32-x64': '1.0.0' } }, [where]: { version: '1.0.0' } }),
  );
  expect(missing.size).toBe(0);
});
