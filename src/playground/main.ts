/** The playground: a page that judges a plan without sending it anywhere. */
import { isFirebreakError } from '../errors.ts';
import { fill, h } from '../page/dom.ts';
import { ReportPage } from '../page/report-page.ts';
import { judge } from './judge.ts';

const plan = h('textarea', {
  rows: 6,
  spellcheck: 'false',
  'aria-label': 'Plan in JSON',
  placeholder: 'terraform show -json tfplan',
});
const file = h('input', { type: 'file', accept: '.json,application/json', 'aria-label': 'File with a plan in JSON' });
const status = h('p', { class: 'status', role: 'status' });
const report = h('div', { id: 'report' });
const page = new ReportPage(report);

async function show(bytes: Uint8Array, name: string): Promise<void> {
  fill(report);
  status.textContent = 'Judging …';
  // The browser draws the line above first.
  await new Promise((done) => setTimeout(done));
  try {
    if (bytes[0] === 0x50 && bytes[1] === 0x4b) {
      status.textContent = 'This is a saved plan. Paste the output of `terraform show -json` instead.';
      return;
    }
    page.show(await judge(bytes, name));
    status.textContent = '';
    report.scrollIntoView();
  } catch (error) {
    status.textContent = isFirebreakError(error)
      ? error.faults.map(({ message, hint }) => [message, hint].filter(Boolean).join('. ')).join('\n')
      : `Internal error, so nothing was judged: ${error instanceof Error ? error.message : String(error)}`;
  }
}

file.addEventListener('change', async () => {
  const [chosen] = file.files ?? [];
  if (chosen) await show(new Uint8Array(await chosen.arrayBuffer()), chosen.name);
});
const start = h(
  'button',
  { type: 'button', click: () => void show(new TextEncoder().encode(plan.value), 'pasted plan') },
  'Judge',
);
document.body.prepend(
  h(
    'section',
    { class: 'playground', 'aria-label': 'Plan' },
    h('h1', {}, 'Firebreak playground'),
    h(
      'p',
      {},
      'Paste the output of terraform show -json, or choose a file. The plan does not leave this page: it is judged here, by the built-in policies, without your settings and configuration, and the page may load and send nothing.',
    ),
    plan,
    h('p', { class: 'tools' }, start, file),
    status,
  ),
  report,
);
