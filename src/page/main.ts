/** The program of an HTML report: shows the plans that the page contains. */
import { h } from './dom.ts';
import { ReportPage } from './report-page.ts';

const root = h('div', { id: 'report' });
document.body.prepend(root);
new ReportPage(root).show(JSON.parse(document.getElementById('plans')?.textContent ?? '[]'));
