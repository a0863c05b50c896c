/**
 * Prints how the cases in `fixtures/cases` come out, by kind; with `--write`, puts the table into docs/accuracy.md.
 * It judges from fixtures alone.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loadProgram, root } from './load-program.mjs';

const { scoreCases } = await loadProgram(`export { scoreCases } from './test/accuracy.ts';`);
const scores = await scoreCases(join(root, 'fixtures', 'cases'));
const table = [
  '| kind | cases | right | stopped | advised | passed | not judged |',
  '| --- | ---: | ---: | ---: | ---: | ---: | ---: |',
  ...[...new Set(scores.map((score) => score.case.kind))].toSorted().map((kind) =>
    row(
      kind,
      scores.filter((score) => score.case.kind === kind),
    ),
  ),
  row('**all**', scores),
].join('\n');

if (process.argv.includes('--write')) {
  const file = join(root, 'docs', 'accuracy.md');
  const page = await readFile(file, 'utf8');
  const block = `<!-- accuracy:start -->\n${table}\n\n${wrongCases()}\n<!-- accuracy:end -->`;
  await writeFile(
    file,
    page.replace(/<!-- accuracy:start -->[\s\S]*?<!-- accuracy:end -->/, () => block),
  );
} else console.log(`${table}\n\n${wrongCases()}`);

function row(kind, all) {
  const count = (got) => all.filter((score) => score.got === got).length;
  const right = all.filter(({ wrong }) => wrong.length === 0).length;
  const cells = [kind, all.length, right, count('stopped'), count('advised'), count('passed'), count('not judged')];
  return `| ${cells.join(' | ')} |`;
}

function wrongCases() {
  const wrong = scores.filter((score) => score.wrong.length > 0);
  if (wrong.length === 0) return 'Every case comes out as the index says.';
  return [
    `${wrong.length} ${wrong.length === 1 ? 'case does' : 'cases do'} not come out as the index says:`,
    '',
    ...wrong.map((score) => `- \`${score.case.slug}\`: ${score.wrong.join('; ')}`),
  ].join('\n');
}
