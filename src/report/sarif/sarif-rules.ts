/** Converts policies with findings to SARIF rules. */
import type { ReportingDescriptor } from 'sarif';
import type { Finding, Report } from '../../verdict/report.ts';
import { linkUrl, markdownFence, shorten } from '../escape.ts';
import { partitionBy } from '../grouping.ts';
import { compareText } from '../ranking.ts';
import { remedyBlocks } from '../remedy.ts';
import { limits, proseToMarkdown, toProse } from '../wording/prose.ts';
import { oneLine } from '../wording/words.ts';
import { plainText } from './sarif-text.ts';

/**
 * ID of the rule for a report without a verdict. Without any result, code scanning would close all alerts as fixed.
 */
export const notJudged = 'not-judged';

/** Returns the rules whose ID is in `used`, sorted by ID. A fix is part of the rule only if all findings share it. */
export function toRules({ findings, policies }: Report, used: ReadonlySet<string>): ReportingDescriptor[] {
  const enforcement = new Map(policies.map((policy) => [policy.id, policy.enforcement]));
  const rules = partitionBy(findings, ({ policy }) => plainText(policy))
    .map((same) => toRule(same, enforcement.get(same[0].policy) ?? same[0].enforcement))
    .filter(({ id }) => used.has(id));
  return [...rules, ...(used.has(notJudged) ? [notJudgedRule] : [])].toSorted((a, b) => compareText(a.id, b.id));
}

function toRule(same: readonly [Finding, ...Finding[]], enforcement: Finding['enforcement']): ReportingDescriptor {
  const [{ policy, title, why, remedy, url }] = same;
  const shared = same.every((finding) => finding.remedy === remedy) ? remedy : '';
  const texts = [why, shared].filter((text) => text.trim() !== '');
  return {
    id: plainText(policy),
    shortDescription: { text: plainText(title) || plainText(policy) },
    fullDescription: { text: plainText(why) || plainText(title) || plainText(policy) },
    help: {
      text: texts.map(plainText).join('\n\n') || plainText(title) || plainText(policy),
      markdown: [say(why), ...remedyParts(shared)].filter(Boolean).join('\n\n') || say(title || policy),
    },
    ...(url === undefined ? {} : { helpUri: linkUrl(url) }),
    defaultConfiguration: { level: enforcement === 'advisory' ? 'note' : 'error' },
    properties: { tags: ['terraform'] },
  };
}

const notJudgedRule: ReportingDescriptor = {
  id: notJudged,
  shortDescription: { text: 'Plan not judged' },
  fullDescription: { text: 'A plan that could not be judged is not a pass.' },
  help: {
    text: 'A plan that could not be judged is not a pass. Correct the error, plan again, and check again.',
    markdown: 'A plan that could not be judged is not a pass. Correct the error, plan again, and check again.',
  },
  defaultConfiguration: { level: 'error' },
  properties: { tags: ['terraform'] },
};

function remedyParts(remedy: string): readonly string[] {
  return remedyBlocks(remedy).map(({ kind, lines, language }) =>
    kind === 'code'
      ? markdownFence(
          lines.map((line) => shorten(line, limits.words)),
          language,
        )
      : say(lines[0] ?? ''),
  );
}

/** SARIF does not allow HTML in Markdown. */
function say(text: string): string {
  const prose = toProse(oneLine(text));
  return proseToMarkdown(prose, { cell: false }).replace(/<\/?code>/g, '');
}
