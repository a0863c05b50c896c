/** The tool `check`: the verdict on a plan with its findings. */
import * as z from 'zod';
import { judgePlan } from '../../app/judge-plan.ts';
import { recorderOf } from '../../app/recorder.ts';
import { rank } from '../../report/ranking.ts';
import { remedyText } from '../../report/remedy.ts';
import { text } from '../../report/text/text.ts';
import { missingApprovals } from '../../report/wording/approval-phrases.ts';
import { findingLine, headline, needs, nextStep } from '../../report/wording/phrases.ts';
import { proseToText } from '../../report/wording/prose.ts';
import type { Finding, Report } from '../../verdict/report.ts';
import type { Answer, Refusal } from './answer.ts';
import { namedPlan, type SessionArguments, toJudging } from './session.ts';
import { planInput, type Tool } from './tool.ts';

const mostFindings = 50;

const finding = z.object({
  policy: z.string(),
  title: z.string(),
  address: z.string().optional(),
  message: z.string(),
  why: z.string(),
  fix: z.string(),
  url: z.string().optional().describe('page of the policy in the documentation'),
  needs: z.string().describe('what lifts it: a number of approvals, or hard-mandatory (nothing but another plan)'),
  file: z.string().optional(),
  line: z.number().int().optional(),
});

const output = z.object({
  verdict: z.enum(['pass', 'fail']),
  summary: z.string(),
  next: z.string(),
  plan: z.object({
    file: z.string(),
    sha256: z.string().describe('of the file; the tool apply asks for it'),
    fingerprint: z.string(),
  }),
  changes: z.object({
    create: z.number().int(),
    update: z.number().int(),
    delete: z.number().int(),
    replace: z.number().int(),
    forget: z.number().int(),
  }),
  blastRadius: z.object({
    level: z.string(),
    score: z.number(),
    destroyed: z.number().int(),
    dependents: z.number().int(),
  }),
  approvals: z.object({ required: z.number().int(), counted: z.number().int(), missing: z.string() }),
  findings: z.array(finding).describe('what blocks, would block if enforced, or was lifted by approvals; worst first'),
  advisories: z.array(finding),
  left: z.number().int().describe('findings and advisories beyond the first of each that are left out'),
});

/** Returns the tool. */
export function checkTool(args: SessionArguments): Tool<typeof planInput, typeof output> {
  return {
    name: 'check',
    title: 'Check a Terraform plan',
    description:
      'Judges a Terraform plan before it is applied: verdict, findings with reason and fix, approvals, blast radius. A plan that fails must be changed, or approved by people.',
    input: planInput,
    output,
    run: async (given) => check(args, given),
  };
}

async function check(
  args: SessionArguments,
  given: z.output<typeof planInput>,
): Promise<Answer<z.input<typeof output>> | Refusal> {
  const named = await namedPlan(given);
  const judging = await toJudging(args, named);
  const record = recorderOf({ file: args.record, command: 'mcp check', judging });
  const report = await judgePlan({ ...judging, file: named.file, onSettings: record.onSettings });
  record.add(report);
  await record.write();
  const page = text(report, { width: 100, colour: false, explainPass: false, detail: 'compact' });
  const { verdict } = report;
  if (verdict === 'error') return { refusal: page };
  return { values: toValues(report, verdict), text: page };
}

function toValues(report: Report, verdict: 'pass' | 'fail'): z.input<typeof output> {
  const ranked = rank(report);
  const { counts, blastRadius, approvals, plan } = report;
  const findings = [...ranked.failing, ...ranked.lowered].map(toFinding);
  const advisories = ranked.advisories.map(toFinding);
  const over = (all: readonly unknown[]): number => Math.max(0, all.length - mostFindings);
  return {
    verdict,
    summary: headline(ranked),
    next: proseToText(nextStep(ranked)),
    plan: { file: plan.file, sha256: plan.sha256, fingerprint: plan.fingerprint },
    changes: {
      create: counts.create,
      update: counts.update,
      delete: counts.delete,
      replace: counts.replace,
      forget: counts.forget,
    },
    blastRadius: {
      level: blastRadius.level,
      score: blastRadius.score,
      destroyed: blastRadius.direct.length,
      dependents: blastRadius.dependents.length,
    },
    approvals: { required: approvals.required, counted: approvals.counted, missing: missingApprovals(report) },
    findings: findings.slice(0, mostFindings),
    advisories: advisories.slice(0, mostFindings),
    left: over(findings) + over(advisories),
  };
}

/** Returns a finding as tools show it. */
export function toFinding(of: Finding): z.input<typeof finding> {
  const { policy, title, subject, why, remedy, url, location } = of;
  return {
    policy,
    title,
    ...(subject.address === undefined ? {} : { address: subject.address }),
    message: proseToText(findingLine(of)),
    why: why.trim(),
    fix: remedyText(remedy),
    ...(url === undefined ? {} : { url }),
    needs: needs(of),
    ...(location === undefined ? {} : { file: location.file }),
    ...(location?.line === undefined ? {} : { line: location.line }),
  };
}

/** The schema of `toFinding`. */
export const findingSchema = finding;
