/**
 * The tool `apply`: applies exactly the plan that was checked, if it passes by itself or by signatures of people. An
 * agent cannot approve anything here, and cannot break glass.
 */
import { relative, resolve } from 'node:path';
import * as z from 'zod';
import { readEvaluationInput } from '../../app/judge-plan.ts';
import { recorderOf } from '../../app/recorder.ts';
import { decide } from '../../decide.ts';
import { UsageError } from '../../errors.ts';
import { type Evaluation, evaluate, type UnreadablePlan } from '../../evaluate.ts';
import { copyPrivately, type PrivateCopy } from '../../read/files/private-directory.ts';
import { list } from '../../report/wording/words.ts';
import { refusalText } from '../refusal.ts';
import { applySavedPlan, assertPlannedHere } from '../terraform/apply-saved-plan.ts';
import type { Answer, Refusal } from './answer.ts';
import { type NamedPlan, namedPlan, type SessionArguments, toJudging } from './session.ts';
import { planInput, type Tool } from './tool.ts';

const input = planInput.extend({
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .describe('of the plan file, as the tool check returned it'),
});
const output = z.object({ applied: z.literal(true), sha256: z.string(), approvals: z.array(z.string()) });
/** Of Terraform's messages, if it fails. In UTF-16 code units. */
const longestOutput = 4_000;

/** Returns the tool. */
export function applyTool(args: SessionArguments): Tool<typeof input, typeof output> {
  return {
    name: 'apply',
    title: 'Apply a checked plan',
    description:
      'Applies a saved Terraform plan, named by its file and SHA-256, if it passes or people have signed approvals for it. If it fails, change the configuration or ask people; nothing else lifts a finding.',
    input,
    output,
    applies: true,
    run: async ({ sha256, ...given }) => {
      const named = await namedPlan(given);
      const copy = await copyPrivately(named.file);
      try {
        assertSame(copy, { file: named.file, sha256 });
        return await judgeAndApply(args, named, copy);
      } finally {
        await copy.remove();
      }
    },
  };
}

function assertSame({ sha256 }: PrivateCopy, asked: { readonly file: string; readonly sha256: string }): void {
  if (sha256 === asked.sha256) return;
  throw new UsageError({
    file: asked.file,
    message: `this is another plan: its SHA-256 is ${sha256}`,
    hint: 'Call check on this file, read its verdict, and pass the hash that it returns.',
  });
}

async function judgeAndApply(
  args: SessionArguments,
  named: NamedPlan,
  copy: PrivateCopy,
): Promise<Answer<z.input<typeof output>> | Refusal> {
  const { file } = named;
  const dir = resolve(named.dir ?? '.');
  const judging = await toJudging(args, { file, dir: named.dir ?? '.' });
  const record = recorderOf({ file: args.record, command: 'mcp apply', judging });
  const read = await readEvaluationInput({ ...judging, file, copy: copy.path, onSettings: record.onSettings });
  const binary = await assertPlannedHere(read.source, { dir, env: process.env });
  const evaluation = evaluate(read);
  const report = decide(evaluation, judging);
  record.add(report);
  await record.write();
  if (report.verdict !== 'pass') {
    const signals = (report.actor?.signals ?? []).filter(({ kind }) => kind === 'environment');
    const authorUnknown = report.approvals.authorUnknown === true;
    return {
      refusal: refusalText(report, { obstacle: 'agent', signals, authorUnknown, brokenGlass: undefined, file }),
    };
  }
  if (report.brokenGlass) {
    return {
      refusal: `${file}: not applied: it passes only because ${report.brokenGlass.who} broke glass\n  A person must apply it: firebreak apply ${file} --break-glass`,
    };
  }
  let said = '';
  const status = await applySavedPlan({
    copy,
    binary,
    dir: relative(process.cwd(), dir),
    passed: ['-no-color'],
    source: read.source,
    onOutput: (text) => {
      process.stderr.write(text);
      said = `${said}${text}`.slice(-longestOutput);
    },
  });
  if (status !== 0) return { refusal: `${binary} apply ended with status ${status}\n${masked(said, evaluation)}` };
  const { from } = report.approvals;
  return {
    values: { applied: true, sha256: copy.sha256, approvals: [...from] },
    text: `Applied ${file}.${from.length > 0 ? ` Approved by ${list(from)}.` : ''}`,
  };
}

function masked(text: string, evaluation: Evaluation | UnreadablePlan): string {
  return evaluation.plan === null ? '' : evaluation.mask(text);
}
