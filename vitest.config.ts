import { defineConfig } from 'vitest/config';
import { ProgramTestsFirst } from './test/program-tests-first.ts';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    setupFiles: ['test/setup.ts'],
    // Commands run in the process of the tests, in a working directory of theirs: threads have none. Modules are loaded
    // once for all files that a process runs.
    pool: 'forks',
    // Compiled modules are kept on disk, by their content.
    experimental: { fsModuleCache: true },
    isolate: false,
    // Most functions run too briefly for V8 to win back what it spends on optimizing them: seven times its budget (132 kB
    // of executed bytecode) takes a fifth off the CPU time of all tests. Later versions of V8 have no such option.
    execArgv: process.versions.node.startsWith('20.') ? ['--interrupt-budget=1000000'] : [],
    // `--sequence.shuffle.files` takes another order.
    sequence: process.argv.some((arg) => arg.startsWith('--sequence.shuffle')) ? {} : { sequencer: ProgramTestsFirst },
    // Ends what hangs, on a loaded machine as well; no test measures time.
    testTimeout: 600_000,
    hookTimeout: 600_000,
  },
});
