/** Why a finding matters, how to fix it, and its page, as Markdown for a place of its own. */
import type { Finding } from '../../verdict/report.ts';
import { linkUrl, markdownFence } from '../escape.ts';
import { remedyBlocks } from '../remedy.ts';
import { proseToMarkdown, toProse } from '../wording/prose.ts';
import { oneLine } from '../wording/words.ts';

/** Returns the paragraphs, without the sentence of the finding. */
export function findingBody({ subject, why, remedy, url }: Finding): readonly string[] {
  const say = (text: string): string => proseToMarkdown(toProse(oneLine(text), subject.address), { cell: false });
  return [
    ...(why.trim() === '' ? [] : [`**Why:** ${say(why)}`]),
    ...remedyBlocks(remedy).map(({ kind, lines, language }, i) =>
      kind === 'code' ? markdownFence(lines, language) : `${i === 0 ? '**Fix:** ' : ''}${say(lines[0] ?? '')}`,
    ),
    ...(url === undefined ? [] : [`**Docs:** ${linkUrl(url)}`]),
  ];
}
