import { defineConfig } from 'vitest/config';

/** The tests that say something of a mutant at once: none that starts a program, takes a process, or reads many plans. */
export default defineConfig({
  test: {
    include: ['test/{facts,graph,model,policy,verdict}/**/*.test.ts', 'test/decide.test.ts'],
    exclude: ['test/verdict/fingerprint/fingerprint-coverage.test.ts', 'test/facts/facts.test.ts'],
    setupFiles: ['test/setup.ts'],
    testTimeout: 60_000,
  },
});
