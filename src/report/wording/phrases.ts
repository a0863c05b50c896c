/** Sentences that several formats share: the verdict, the worst finding, the next step. */
import type { Finding, Report, ReportSet } from '../../verdict/report.ts';
import { changeWeight, compareReports, type Ranked } from '../ranking.ts';
import { missingApprovals, missingCount } from './approval-phrases.ts';
import { isGlassBroken } from './broken-glass.ts';
import { countsInWords, dependentsInWords, ownChanges, participle } from './change-phrases.ts';
import { type Prose, thisDirectory, toProse } from './prose.ts';
import { advisories, count, findings, list } from './words.ts';

/** Word for each verdict. */
export const verdictWord = { pass: 'PASS', fail: 'FAIL', error: 'ERROR' } as const;

/** Returns what the plan would do: `41 to delete, 1 to update. 2 more resources depend on the deleted ones.` */
export function headline({ report }: Pick<Ranked, 'report'>): string {
  if (report.verdict === 'error') return 'No verdict: the plan could not be judged. This is not a pass.';
  return [`${countsInWords(report.counts)}.`, dependentsInWords(report)].filter(Boolean).join(' ');
}

/**
 * Returns what enforcing would do: `enforced, this would FAIL with 46 findings and need 2 approvals`; empty without
 * advisory mode.
 */
export function enforcedInWords({ enforced, verdict }: Report): string {
  if (!enforced || verdict !== 'pass') return '';
  const need = enforced.approvals > 0 ? ` and need ${count(enforced.approvals, 'approval')}` : '';
  const given = enforced.verdict === 'pass' ? ', which are given' : '';
  return `enforced, this would ${verdictWord[enforced.verdict]} with ${findings(enforced.findings)}${need}${need && given}`;
}

/**
 * Returns the worst finding: what blocks, then what advisory mode or an exception lets pass, then an advisory about the
 * worst change; undefined if there is none, or if an error is worse.
 */
export function worstFinding(ranked: Ranked): Finding | undefined {
  if (ranked.report.verdict === 'error' && ranked.report.errors?.[0] !== undefined) return undefined;
  const [finding] = [...ranked.failing, ...ranked.lowered, ...ranked.excepted];
  if (finding) return finding;
  const [change] = ranked.changes;
  // An update can delete data too, so any advisory about a change says more than that nothing is destroyed.
  if (!change || changeWeight(change) > 1) return ranked.advisories.find(({ subject }) => subject.kind === 'change');
  return ranked.advisories.find((each) => ranked.changeFor(each) === change);
}

/** Returns the worst finding or change as a sentence, with its address. */
export function worst(ranked: Ranked): Prose {
  const { report, changes } = ranked;
  const [problem] = report.errors ?? [];
  if (report.verdict === 'error' && problem !== undefined) return toProse(firstLine(problem));
  const finding = worstFinding(ranked);
  if (finding) {
    const { exception } = finding;
    const accepted = exception ? ` Accepted by ${exception.owner} until ${exception.expires}.` : '';
    return [...findingLine(finding), ...(accepted === '' ? [] : [accepted])];
  }
  const [change] = changes;
  if (change && changeWeight(change) <= 1) {
    const deposed = change.deposed === undefined ? '' : ` (deposed object ${change.deposed})`;
    return [{ address: change.address }, `${deposed} would be ${participle(change.action)}. No policy blocks this.`];
  }
  // The policy about it may be off.
  const losing = changes.find(({ sideEffects }) => sideEffects.length > 0);
  if (losing) return [{ address: losing.address }, `: ${list(losing.sideEffects)}. No policy blocks this.`];
  return ['Nothing is destroyed, replaced or forgotten.'];
}

/** Returns a sentence about a plan of several, after the name of its file. Errors name it themselves. */
export function withPlanFile({ plan: { file } }: Report, what: Prose): Prose {
  const [start] = what;
  return typeof start === 'string' && start.startsWith(`${file}:`) ? what : [{ address: file }, ': ', ...what];
}

/** Returns a finding as a sentence that names its subject. */
export function findingLine(finding: Finding): Prose {
  const { address, deposed } = finding.subject;
  const message = toProse(finding.message.trim(), address);
  const isNamed = address === undefined || address === thisDirectory || finding.message.includes(address);
  const isUnclear = deposed !== undefined && !/\bdeposed\b/.test(finding.message);
  return [
    ...(isNamed ? message : [{ address }, ': ', ...message]),
    ...(isUnclear ? [` (a deposed object, not the current one)`] : []),
  ];
}

/** Returns the title of a finding with its address. */
export function titleLine({ title, subject: { address } }: Finding): Prose {
  return address === undefined ? [title] : [`${title}: `, { address }];
}

/**
 * Returns the next step.
 * @param asked the approvals that are missing; default: those of this plan
 */
export function nextStep(ranked: Ranked, asked = missingApprovals(ranked.report)): Prose {
  const { report, failing } = ranked;
  if (report.verdict === 'error') return toProse(errorStep(report));
  if (report.verdict === 'pass') return passStep(ranked);
  const hard = failing.find(({ enforcement }) => enforcement === 'hard-mandatory');
  if (hard) return [`Change the plan. Approvals cannot lift this finding: ${hard.title} (${hard.policy}).`];
  return [...(addMoves(report, failing) ?? ['Change the plan']), `${asked === '' ? '' : `, or get ${asked}`}.`];
}

/** Whether the `moved` blocks of the report fix one of these findings. */
export function areFixedByMoves({ renames }: Report, findings: readonly Finding[]): boolean {
  return renames.length > 0 && findings.some(({ remedy }) => /^moved \{/m.test(remedy));
}

/** Returns how to add the `moved` blocks of the report; undefined if none of them fixes one of these findings. */
function addMoves(report: Report, fixed: readonly Finding[]): Prose | undefined {
  const {
    renames,
    plan: { file },
  } = report;
  if (!areFixedByMoves(report, fixed)) return undefined;
  const plan = /^[\w./-]{1,60}$/.test(file) && file !== '-' ? file : 'PLAN';
  const command = { code: `firebreak fix ${plan} > moved.tf` };
  return [`Add ${count(renames.length, 'moved block')} (`, command, ') and plan again'];
}

function errorStep(report: Report): string {
  const [problem = ''] = report.errors ?? [];
  const hint = problem
    .split('\n')
    .slice(1)
    .map((line) => line.trim())
    .filter(Boolean)
    .join(' ');
  return hint || 'Do not apply. Correct the error above, plan again, and run this check again.';
}

function passStep({ report, failing, lowered, excepted, advisories: advice }: Ranked): Prose {
  if (report.brokenGlass) return ['Apply this exact plan file, and have someone else review it afterwards.'];
  if (failing.length > 0) return ['Apply this exact plan file. The approvals cover no other.'];
  if (ownChanges(report) === 0) return ['Nothing to do.'];
  if (lowered.length > 0)
    return [...(addMoves(report, lowered) ?? ['Fix the findings below']), '. Advisory mode does not block this plan.'];
  if (excepted.length > 0)
    return [
      `Passes by exception only: ${findings(excepted.length)} accepted. Read the exceptions below before you apply.`,
    ];
  const more = advice.length > 0 ? ` ${advisories(advice.length)} below.` : '';
  return [`Safe to apply this plan file.${more}`];
}

/** Whether the worst finding and the next step already state all errors: a single one with one line of advice. */
export function isErrorStated({ errors = [] }: Report): boolean {
  return errors.length === 1 && (errors[0]?.split('\n').length ?? 0) <= 2;
}

/** Returns what lifts a finding: `hard-mandatory`, `2 approvals` or `advisory`; in advisory mode what would lift it. */
export function needs(finding: Pick<Finding, 'enforcement' | 'approvals' | 'enforced'>): string {
  const { enforcement, approvals: people } = finding.enforced ?? finding;
  return enforcement === 'soft-mandatory' ? count(people, 'approval') : enforcement;
}

/** Returns the first line for several plans, e.g. `4 plans: 1 fails and 3 pass. 2 approvals needed.` */
export function setHeadline({ reports, shard }: ReportSet): string {
  const of = (verdict: Report['verdict']): number => reports.filter((report) => report.verdict === verdict).length;
  const parts = [
    of('error') > 0 ? `${of('error')} could not be judged` : '',
    of('fail') > 0 ? `${of('fail')} ${of('fail') === 1 ? 'fails' : 'fail'}` : '',
    of('pass') > 0 ? `${of('pass')} ${of('pass') === 1 ? 'passes' : 'pass'}` : '',
  ].filter(Boolean);
  // If all pass, the first line says what enforcing would do.
  const stricter = of('fail') + of('error') > 0 ? stricterPlans(reports).length : 0;
  const enforced = stricter > 0 ? ` Enforced, ${stricter} more would fail.` : '';
  const missing = Math.max(0, ...reports.filter(({ verdict }) => verdict === 'fail').map(missingCount));
  const asked = missing > 0 ? ` ${count(missing, 'approval')} needed.` : '';
  const part = shard ? ` (part ${shard.index} of ${shard.count})` : '';
  const verdicts = parts.length > 0 ? `: ${list(parts)}` : '';
  return `${count(reports.length, 'plan')}${part}${verdicts}.${enforced}${asked}`;
}

/**
 * Returns what enforcing would do to plans that all pass: `enforced, 2 of 3 plans would FAIL and need 2 approvals`; empty
 * without advisory mode.
 */
export function setEnforcedInWords({ reports, verdict }: ReportSet): string {
  const stricter = verdict === 'pass' ? stricterPlans(reports) : [];
  if (stricter.length === 0) return '';
  const most = Math.max(...stricter.map(({ enforced }) => enforced?.approvals ?? 0));
  const need = most > 0 ? ` and need ${count(most, 'approval')}` : '';
  return `enforced, ${stricter.length} of ${count(reports.length, 'plan')} would FAIL${need}`;
}

function stricterPlans(reports: readonly Report[]): readonly Report[] {
  return reports.filter(({ verdict, enforced }) => verdict === 'pass' && enforced?.verdict === 'fail');
}

/** Returns the verdict and what the plans would do, in one line: `PASS (advisory): enforced, this would FAIL …. 1 to delete.` */
export function verdictInWords(report: Report | ReportSet): string {
  const isSet = 'reports' in report;
  const enforced = isSet ? setEnforcedInWords(report) : enforcedInWords(report);
  const mode = enforced === '' ? '' : ` (advisory): ${enforced}`;
  return `${verdictWord[report.verdict]}${mode}. ${isSet ? setHeadline(report) : headline({ report })}`;
}

/** Returns the plans of a set, worst first. */
export function worstPlansFirst(plans: readonly Ranked[]): readonly Ranked[] {
  return plans.toSorted(compareReports);
}

/** Whether a plan does not pass, or only by approvals, an exception, broken glass or advisory mode. */
export function isOpen({ report, failing, lowered, excepted }: Ranked): boolean {
  return report.verdict !== 'pass' || failing.length + lowered.length + excepted.length > 0 || isGlassBroken(report);
}

/**
 * Returns the next step for several plans.
 * @param plans worst first
 */
export function nextStepOfSet(plans: readonly [Ranked, ...Ranked[]]): Prose {
  const [first] = plans;
  const missing = plans.map(({ report }) => (report.verdict === 'fail' ? missingCount(report) : 0));
  const { report: strictest } = plans[missing.indexOf(Math.max(...missing))] ?? first;
  if (isOpen(first)) return nextStep(first, missingApprovals(strictest));
  const advice = plans.reduce((sum, plan) => sum + plan.advisories.length, 0);
  const more = advice > 0 ? ` To read the ${advisories(advice)}, check a plan alone.` : '';
  return [`Safe to apply these plan files.${more}`];
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? '';
}
