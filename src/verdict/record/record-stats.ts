/** How often each policy fired in a record and what became of it, and how long approvals took. */
import { isObject } from '../../text/is-object.ts';
import { recordLines } from './record-history.ts';

/** What became of the findings of one policy. A finding counts once for each plan, however often that was judged. */
export interface PolicyStats {
  readonly policy: string;
  /** Findings, advisories included. */
  readonly fired: number;
  /** Mandatory findings of plans that passed by approvals. */
  readonly lifted: number;
  /** Findings that an exception carried. */
  readonly excepted: number;
  /** Mandatory findings of plans that passed by broken glass. */
  readonly broken: number;
}

/** The statistics of a record. */
export interface RecordStats {
  readonly verdicts: { readonly pass: number; readonly fail: number; readonly error: number };
  /** Plans, told apart by fingerprint and state. */
  readonly plans: number;
  /** Most fired first. */
  readonly policies: readonly PolicyStats[];
  /** Seconds from the first recorded failure of a plan to the last approval that it needed; null: there is none. */
  readonly timeToApproval: { readonly plans: number; readonly median: number; readonly longest: number } | null;
}

type Fate = 'open' | 'lifted' | 'excepted' | 'broken';

interface PlanHistory {
  readonly findings: Map<string, { readonly policy: string; fate: Fate }>;
  failedAt?: number;
  waited?: number;
}

/** Returns the statistics of the text of a record. */
export function recordStats(text: string): RecordStats {
  const verdicts = { pass: 0, fail: 0, error: 0 };
  const plans = new Map<string, PlanHistory>();
  for (const line of recordLines(text)) {
    const { verdict } = line;
    if (verdict === 'pass' || verdict === 'fail' || verdict === 'error') verdicts[verdict] += 1;
    addLine(plans, line);
  }
  const all = [...plans.values()];
  const waits = all.flatMap(({ waited }) => waited ?? []).sort((a, b) => a - b);
  return {
    verdicts,
    plans: plans.size,
    policies: policyStats(all),
    timeToApproval:
      waits.length === 0
        ? null
        : { plans: waits.length, median: waits[Math.floor((waits.length - 1) / 2)] ?? 0, longest: waits.at(-1) ?? 0 },
  };
}

function addLine(plans: Map<string, PlanHistory>, line: Readonly<Record<string, unknown>>): void {
  const { plan, findings, verdict, approvals, brokenGlass } = line;
  if (!isObject(plan) || verdict === 'error') return;
  const name = JSON.stringify([plan.fingerprint, plan.state]);
  const history: PlanHistory = plans.get(name) ?? { findings: new Map() };
  plans.set(name, history);
  const at = Date.parse(String(line.at));
  if (verdict === 'fail') history.failedAt ??= at;
  const lifted: Fate = verdict !== 'pass' ? 'open' : brokenGlass === undefined ? 'lifted' : 'broken';
  for (const finding of Array.isArray(findings) ? findings : []) {
    if (!isObject(finding) || typeof finding.policy !== 'string') continue;
    const isMandatory = finding.enforcement !== 'advisory';
    const fate: Fate = finding.exception !== undefined ? 'excepted' : isMandatory ? lifted : 'open';
    const known = history.findings.get(String(finding.fingerprint));
    if (!known) history.findings.set(String(finding.fingerprint), { policy: finding.policy, fate });
    else if (fate !== 'open') known.fate = fate;
  }
  if (verdict === 'pass' && brokenGlass === undefined && history.failedAt !== undefined) {
    const last = lastApproval(approvals);
    if (last !== null && last >= history.failedAt) history.waited ??= (last - history.failedAt) / 1000;
  }
}

/** When the last approval that counted was given, in milliseconds; null if none counted. */
function lastApproval(approvals: unknown): number | null {
  if (!isObject(approvals) || !Array.isArray(approvals.given) || !Array.isArray(approvals.from)) return null;
  const { given, from } = approvals;
  const times = given.flatMap((each) =>
    isObject(each) && from.includes(String(each.who).trim()) ? Date.parse(String(each.at)) : [],
  );
  const known = times.filter((time) => !Number.isNaN(time));
  return known.length === 0 ? null : Math.max(...known);
}

function policyStats(plans: readonly PlanHistory[]): readonly PolicyStats[] {
  const counts = new Map<string, { fired: number } & Record<Fate, number>>();
  for (const { policy, fate } of plans.flatMap(({ findings }) => [...findings.values()])) {
    const own = counts.get(policy) ?? { fired: 0, open: 0, lifted: 0, excepted: 0, broken: 0 };
    own.fired += 1;
    own[fate] += 1;
    counts.set(policy, own);
  }
  return [...counts]
    .map(([policy, { fired, lifted, excepted, broken }]) => ({ policy, fired, lifted, excepted, broken }))
    .sort((a, b) => b.fired - a.fired || (a.policy < b.policy ? -1 : 1));
}
