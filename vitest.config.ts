import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

/** Programs that tests start find their code compiled already: half of what a short command takes. */
const env = { NODE_COMPILE_CACHE: join(import.meta.dirname, 'build', 'code-of-tests') };

export default defineConfig({
  test: {
    // Vitest would leave a core free for itself; while the programs of one test run it has nothing to do.
    maxWorkers: '100%',
    projects: [
      { test: { name: 'unit', include: ['src/**/*.test.ts', 'scripts/**/*.test.ts'], testTimeout: 60_000 } },
      { test: { name: 'slow', include: ['test/**/*.test.ts'], testTimeout: 120_000, hookTimeout: 120_000, env, globalSetup: 'test/cli/program.ts' } },
    ],
  },
});
