/** `firebreak check`: judges plans and prints reports. */
import { writeFile } from 'node:fs/promises';
import { faultText, InputError, UsageError } from '../errors.ts';
import { toCatalog } from '../model/catalog.ts';
import { compilePolicies } from '../policy/compile.ts';
import { factClasses } from '../policy/facts.ts';
import { readBuiltinPolicies } from '../read/policies.ts';
import { type Format, formatNames, formats, type RenderOptions } from '../report/render.ts';
import type { Report, ReportSet } from '../verdict/report.ts';
import { toErrorReport } from '../verdict/to-report.ts';
import { version } from '../version.ts';
import { type JudgeOptions, judgePlan } from './judge-plan.ts';
import { progressOn, wantsColour, widthOf } from './terminal.ts';

export interface CheckArguments {
  readonly plans: readonly string[];
  readonly dir?: string | undefined;
  readonly terraform?: string | undefined;
  /** `text`, `json=out.json` … */
  readonly format: readonly string[];
  readonly critical: readonly string[];
  readonly explainPass: boolean;
}

interface Target {
  readonly format: Format;
  /** null: standard output. */
  readonly file: string | null;
}

/** @returns the exit code: 0 pass, 1 fail, 2 could not judge */
export async function check(args: CheckArguments): Promise<0 | 1 | 2> {
  const targets = toTargets(args.format);
  const progress = progressOn(process.stderr);
  const { policies, catalog } = readBuiltinPolicies();
  const shared = {
    dir: args.dir,
    terraform: args.terraform,
    critical: args.critical,
    policies: compilePolicies(policies, factClasses),
    catalog: toCatalog(catalog),
    cwd: process.cwd(),
    env: process.env,
    onProgress: progress.step,
  };
  const reports: Report[] = [];
  try {
    for (const file of args.plans) reports.push(await judgeOrTell({ ...shared, file }));
  } finally {
    progress.done();
  }
  const result = reports.length === 1 && reports[0] ? reports[0] : toSet(reports);
  await deliver(result, targets, args.explainPass);
  return { pass: 0, fail: 1, error: 2 }[result.verdict] as 0 | 1 | 2;
}

/** One file that is no plan must not silence the report on the others. */
async function judgeOrTell(options: JudgeOptions): Promise<Report> {
  try {
    return await judgePlan(options);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const source = { file: options.file, sha256: '', json: null };
    return toErrorReport({ input: { source, version }, backends: [], errors: error.faults.map(faultText) });
  }
}

function toSet(reports: readonly Report[]): ReportSet {
  const verdicts = reports.map((report) => report.verdict);
  const verdict = verdicts.includes('error') ? 'error' : verdicts.includes('fail') ? 'fail' : 'pass';
  return { schema: 'firebreak.report-set/1', verdict, reports };
}

function toTargets(given: readonly string[]): readonly Target[] {
  const targets = (given.length > 0 ? given : ['text']).map((text): Target => {
    const at = text.indexOf('=');
    const name = at < 0 ? text : text.slice(0, at);
    const format = formatNames.find((known) => known === name);
    if (!format) {
      throw new UsageError({
        message: `there is no format \`${name}\``,
        hint: `formats: ${formatNames.join(', ')}; as FORMAT or FORMAT=FILE`,
      });
    }
    if (at >= 0 && at === text.length - 1)
      throw new UsageError({
        message: `no file is named behind \`${text}\``,
        hint: `for example ${name}=report.${name}`,
      });
    return { format, file: at < 0 ? null : text.slice(at + 1) };
  });
  if (targets.filter((target) => target.file === null).length > 1) {
    throw new UsageError({
      message: 'only one format can go to standard output',
      hint: 'send the others to files: -f text -f json=report.json',
    });
  }
  return targets;
}

async function deliver(result: Report | ReportSet, targets: readonly Target[], explainPass: boolean): Promise<void> {
  for (const { format, file } of targets) {
    const onTerminal: RenderOptions = {
      width: widthOf(process.env, process.stdout),
      colour: wantsColour(process.env, process.stdout),
      explainPass,
    };
    const rendered = formats[format](result, file === null ? onTerminal : { ...onTerminal, width: 100, colour: false });
    if (file === null) process.stdout.write(rendered);
    else await write(file, rendered);
  }
}

async function write(file: string, text: string): Promise<void> {
  try {
    await writeFile(file, text);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message.replace(/^[A-Z]+: /, '') : String(cause);
    throw new UsageError(
      {
        file,
        message: `the report cannot be written: ${reason}`,
        hint: 'name a file in a folder that exists and can be written to',
      },
      { cause },
    );
  }
}
