/** Renders the report as one HTML file that loads nothing: findings, blast radius and changes, to click through. */
import type { Report, ReportSet } from '../../verdict/report.ts';
import { html as escapeHtml } from '../escape.ts';
import { escapeInvisible } from '../json/json.ts';
import { script, scriptHash, style, styleHash } from './generated/page.mjs';
import { type PagePlan, toPageData } from './page-data.ts';

/** Only this script and this style count, and nothing is loaded, sent or embedded. */
const contentSecurityPolicy = [
  "default-src 'none'",
  `script-src '${scriptHash}'`,
  `style-src '${styleHash}'`,
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/** Returns the page. */
export function html(report: Report | ReportSet): string {
  const plans = toPageData(report);
  const [first] = plans;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${contentSecurityPolicy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${escapeHtml(`Firebreak: ${first ? `${first.word} ${first.file}` : 'no plan'}`)}</title>
<style>${style}</style>
</head>
<body>
<noscript>${plans.map(withoutScript).join('')}</noscript>
<script type="application/json" id="plans">${escapeInvisible(JSON.stringify(plans)).replaceAll('<', '\\u003c')}</script>
<script>${script}</script>
</body>
</html>
`;
}

/** What a reader gets whose browser runs no scripts. */
function withoutScript({ word, file, headline, worst, next, findings }: PagePlan): string {
  const items = findings.map(({ message, needs }) => `<li>${escapeHtml(message)} (${escapeHtml(needs)})</li>`).join('');
  const lines = [`Worst: ${worst}`, `Next: ${next}`].map((line) => `<p>${escapeHtml(line)}</p>`).join('');
  return `<h1>${escapeHtml(`${word} ${file}`)}</h1><p>${escapeHtml(headline)}</p>${lines}<ul>${items}</ul>`;
}
