/** `firebreak verify`: checks whether the plan to be applied is the one that passed. */
import type { Argv } from 'yargs';
import { readBrokenGlass } from '../../app/broken-glass-history.ts';
import { toReadableDocument } from '../../app/plan-document.ts';
import { InputError, UsageError } from '../../errors.ts';
import { fingerprintPlan } from '../../evaluate.ts';
import { toCatalog } from '../../model/catalog.ts';
import { stateName } from '../../model/configuration/state-identity.ts';
import { copyPrivately } from '../../read/files/private-directory.ts';
import { readPlan } from '../../read/plan/plan.ts';
import { readBuiltinPolicies } from '../../read/settings/builtin.ts';
import { terminal } from '../../report/escape.ts';
import { brokenGlassLines } from '../../report/wording/broken-glass.ts';
import type { PlanSource } from '../../source/plan-and-configuration.ts';
import { comparedChanges, planDifferences, type ThisPlan, verifyFaults } from '../../verdict/difference.ts';
import { isSameFingerprint } from '../../verdict/fingerprint/fingerprint.ts';
import { keyOf } from '../../verdict/record/record-history.ts';
import type { Report } from '../../verdict/report.ts';
import type { PastBrokenGlass } from '../../verdict/report-approvals.ts';
import type { ExitCode } from '../command.ts';
import { type PlainFormat, print, withFormatAndQuiet } from '../format-option.ts';
import { terraformOption } from '../plan-options.ts';
import { readReports } from '../report-file.ts';

/** Adds the usage, options and examples of `firebreak verify`. */
export function options(yargs: Argv) {
  return withFormatAndQuiet(
    yargs
      .usage(
        '$0 verify REPORT PLAN\n\nVerifies that PLAN is byte for byte the plan that passed in REPORT (from `check -f json=REPORT`). Keep the report where the author of the change cannot write. Exit status: 0 the same, 1 different, 2 error.',
      )
      .positional('report', { type: 'string', demandOption: true, describe: 'report of the plan that passed' })
      .positional('plan', {
        type: 'string',
        demandOption: true,
        describe: 'plan to apply, in the same format, or - for standard input',
      })
      .option('same-effect', {
        type: 'boolean',
        default: false,
        describe: 'also accept another file with the same fingerprint (secrets may differ)',
      })
      .option('terraform', terraformOption)
      .option('record', {
        type: 'string',
        requiresArg: true,
        describe: 'record of verdicts: lists emergencies (--break-glass) on this state that nobody has reviewed yet',
      })
      .option('dir', { type: 'string', requiresArg: true, describe: 'root module of the plan' })
      .example('$0 verify report.json tfplan && terraform apply tfplan', 'in the job that applies the plan'),
  );
}

interface VerifyArguments {
  readonly report: string;
  readonly plan: string;
  readonly sameEffect: boolean;
  readonly terraform: string | undefined;
  readonly dir: string | undefined;
  readonly record: string | undefined;
  readonly format: PlainFormat;
  readonly quiet: boolean;
}

/** Number of differences printed. */
const shown = 30;

/** Compares the plan with the report. Returns 0 only if the plan is the one that passed. */
export async function run(args: VerifyArguments): Promise<ExitCode> {
  if (args.report === '-' && args.plan === '-') {
    throw new UsageError({ message: '`-` is given more than once', hint: 'Give the report as a file.' });
  }
  const reports = await readReports(args.report);
  if (reports === null) {
    throw new InputError({
      file: args.report,
      message: 'not a Firebreak report',
      hint: 'Name the report first, then the plan. Write a report with: firebreak check PLAN -f json=REPORT',
    });
  }
  const file = args.plan;
  const source = await readNamed(args);
  const document = toReadableDocument(source);
  const { sha256, saved = null } = source;
  const { catalog, commands } = readBuiltinPolicies();
  const { plan, fingerprint } = fingerprintPlan(document, { source, catalog: toCatalog(catalog), commands });
  const state = stateName({ saved, configuration: null, rootModule: null });
  const now: ThisPlan = {
    file,
    sha256,
    fingerprint,
    ...(state !== undefined && { state }),
  };
  const judged = closest(reports, now);
  const faults = verifyFaults(judged, now, {
    ...args,
    differences: (report) => planDifferences(report.changes, comparedChanges(plan)),
  });
  const glass = await namedGlass(judged, state, args.record);
  print(args, {
    lines: () => [
      ...(faults.length === 0
        ? [`SAME   ${terminal(file)} is the plan that was judged, and it passed (sha256 ${now.sha256.slice(0, 10)})`]
        : [
            now.sha256 === judged?.plan.sha256
              ? `FAILED ${terminal(file)} is the plan that was judged, and it did not pass`
              : `DIFFERENT  ${terminal(file)} is not the plan that passed`,
            ...faults.slice(0, shown).map((fault) => `  ✗ ${terminal(fault)}`),
            ...(faults.length > shown ? [`  + ${faults.length - shown} more`] : []),
          ]),
      ...glass.map((line) => `GLASS  ${terminal(line)}`),
    ],
    json: {
      schema: 'firebreak.verification/1',
      same: faults.length === 0,
      differences: faults,
      judged: { ...identityOf(judged), verdict: judged?.verdict ?? null },
      plan: now,
      brokenGlass: glass,
    },
  });
  return faults.length === 0 ? 0 : 1;
}

/**
 * Returns a sentence for each plan of this state that passed by broken glass and that nobody else has reviewed: by the
 * record, else by the report.
 */
async function namedGlass(
  judged: Report | undefined,
  state: string | undefined,
  record: string | undefined,
): Promise<readonly string[]> {
  const { brokenGlass, brokenGlassBefore = [] } = judged ?? {};
  const isOf = ({ state: its }: PastBrokenGlass): boolean => its === (judged?.plan.state ?? state);
  const past = record === undefined ? brokenGlassBefore : (await readBrokenGlass(record)).filter(isOf);
  const before = past.filter((each) => !brokenGlass || keyOf(each) !== keyOf(brokenGlass));
  return brokenGlassLines({ ...(brokenGlass && { brokenGlass }), brokenGlassBefore: before });
}

/** Standard input is copied to a file, because Terraform shows saved plans from files only. */
async function readNamed({ plan: file, dir, terraform }: VerifyArguments): Promise<PlanSource> {
  const copy = file === '-' ? await copyPrivately(file) : null;
  try {
    return await readPlan({ file, copy: copy?.path, dir, terraform, env: process.env });
  } finally {
    await copy?.remove();
  }
}

/** Returns the report on this plan, otherwise the one on a plan with the same fingerprint or name. */
function closest(reports: readonly Report[], now: ThisPlan): Report | undefined {
  return (
    reports.find(({ plan }) => plan.sha256 === now.sha256) ??
    reports.find(({ plan }) => isSameFingerprint(plan.fingerprint, now.fingerprint)) ??
    reports.find(({ plan }) => plan.file === now.file) ??
    (reports.length === 1 ? reports[0] : undefined)
  );
}

function identityOf(report: Report | undefined): object {
  const { file = null, sha256 = null, fingerprint = null } = report?.plan ?? {};
  return { file, sha256, fingerprint };
}
