/** `npm run mutate -- src/verdict/fingerprint/fingerprint.ts`: which changes of a file no test notices. One file at a time. */
export default {
  testRunner: 'vitest',
  plugins: ['@stryker-mutator/vitest-runner'],
  vitest: { configFile: 'vitest.mutate.config.ts', related: true },
  coverageAnalysis: 'perTest',
  concurrency: 1,
  reporters: ['clear-text', 'progress'],
  tempDirName: '.stryker',
  cleanTempDir: 'always',
};
