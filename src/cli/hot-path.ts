/**
 * Everything that a plain `check` needs, in one file of the build: reading sixty small files takes longer than judging
 * a small plan. `scripts/build.mjs` lets every other part import this one, so that its modules are in no file of their own.
 */
import './commands/check.ts';
import '../report/text/text.ts';
