/** The order of the test files: the same everywhere, those that start programs first. */
import { readFileSync } from 'node:fs';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * Sorts by path, and puts files that start programs before the others: a process is copied to start one (fork), and
 * that takes the longer the more memory the tests before have used (20 ms for each gigabyte, twice).
 */
export class ProgramTestsFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const ranked = files.map((file) => ({ file, rank: startsPrograms(file) ? 0 : 1 }));
    return ranked
      .sort((a, b) => a.rank - b.rank || (a.file.moduleId < b.file.moduleId ? -1 : 1))
      .map(({ file }) => file);
  }
}

function startsPrograms({ moduleId }: TestSpecification): boolean {
  return readFileSync(moduleId, 'utf8').includes("'node:child_process'");
}
