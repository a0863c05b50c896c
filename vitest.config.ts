import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    setupFiles: ['test/setup.ts'],
    // Ends what hangs, on a loaded machine as well; no test measures time.
    testTimeout: 600_000,
    hookTimeout: 600_000,
  },
});
