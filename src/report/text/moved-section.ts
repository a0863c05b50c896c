/** The `moved` blocks of a report, which several findings share. */
import { terminal } from '../escape.ts';
import type { Ranked } from '../ranking.ts';
import { areFixedByMoves } from '../wording/phrases.ts';
import { count } from '../wording/words.ts';
import { heading, type Page, paint } from './text-layout.ts';

const mostBlocks = 4;
const mostComments = 3;
const indent = ' '.repeat(5);

/** Returns the blocks, that for the worst finding first; empty if they fix no blocking finding. */
export function movedSection({ report, failing, lowered }: Ranked, page: Page): readonly string[] {
  const findings = [...failing, ...lowered];
  if (!areFixedByMoves(report, findings)) return [];
  const fix = findings[0]?.remedy ?? '';
  const all = report.fixes.flatMap(({ text }) => text.trimEnd().split('\n\n'));
  const isOfWorst = (block: string): boolean => fix.includes(block.slice(block.indexOf('moved {')));
  const blocks = [...all.filter(isOfWorst), ...all.filter((block) => !isOfWorst(block))];
  const shown = blocks.length > mostBlocks ? blocks.slice(0, mostBlocks - 1) : blocks;
  const more = blocks.length - shown.length;
  return [
    ...heading(page, `Probably renamed: ${count(blocks.length, 'moved block')} for the root module`),
    ...shown.flatMap((block) =>
      withFewComments(block.split('\n')).map((line) => `${indent}${paint(page, 'cyan', terminal(line))}`.trimEnd()),
    ),
    ...(more > 0 ? [`   + ${more} more: firebreak fix PLAN`] : []),
  ];
}

/** The comments name what the block alone cannot keep. */
function withFewComments(lines: readonly string[]): readonly string[] {
  const [comments, code] = [
    lines.filter((line) => line.startsWith('#')),
    lines.filter((line) => !line.startsWith('#')),
  ];
  const more = comments.length - mostComments;
  return [...comments.slice(0, mostComments), ...(more > 0 ? [`#   ${more} more: firebreak fix PLAN`] : []), ...code];
}
