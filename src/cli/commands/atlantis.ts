/** `firebreak atlantis`: the policy check, the gate before apply, and the check of a server's configuration. */
import type { Argv } from 'yargs';
import { orErrorReport } from '../../app/error-report.ts';
import { readEvaluationInput } from '../../app/judge-plan.ts';
import { type SettingsLoader, settingsLoader } from '../../app/load-settings.ts';
import { exitCodes } from '../../app/output.ts';
import { recorderOf } from '../../app/recorder.ts';
import { decide } from '../../decide.ts';
import { evaluate } from '../../evaluate.ts';
import { toActor } from '../../people/actor.ts';
import { readActor } from '../../read/approvals/approvals.ts';
import { isFolder } from '../../read/files/is-there.ts';
import { readBuiltinPolicies } from '../../read/settings/builtin.ts';
import { atlantis } from '../../report/atlantis.ts';
import type { Report } from '../../verdict/report.ts';
import { examine } from '../atlantis/doctor.ts';
import { withheld } from '../atlantis/hold.ts';
import { type AtlantisProject, readProject, refuseCheckout, trustedSettings } from '../atlantis/project.ts';
import type { ExitCode } from '../command.ts';
import { type JudgeArguments, judgeOptions, toJudgeContext } from '../judge-context.ts';

interface AtlantisArguments extends JudgeArguments {
  readonly gate: boolean;
  /** Path of the server-side repository configuration. */
  readonly doctor: string | undefined;
  readonly serverFlags: string | undefined;
  readonly serverConfig: string | undefined;
}

/** Adds the usage, options and examples of `firebreak atlantis`. */
export function options(yargs: Argv) {
  return judgeOptions(
    yargs
      .usage(
        '$0 atlantis [--gate]\n$0 atlantis --doctor REPOS_YAML\n\nChecks the plan of an Atlantis workflow step, named by its environment (PLANFILE, DIR …). Without options, it is a custom policy check: it prints a verdict that Atlantis reads, and always exits with 0. Settings come from --config, FIREBREAK_CONFIG or the base branch, never from the checkout.',
      )
      .option('gate', {
        type: 'boolean',
        default: false,
        describe: 'as a step before apply: exit 0 pass, 1 fail, 2 no verdict',
      })
      .option('doctor', {
        type: 'string',
        requiresArg: true,
        describe: "find mistakes in the server's repos.yaml that let plans bypass the check",
      })
      .option('server-flags', {
        type: 'string',
        requiresArg: true,
        describe: 'with --doctor: flags or variables of the server, as one argument',
      })
      .option('server-config', {
        type: 'string',
        requiresArg: true,
        describe: 'with --doctor: configuration file of the server',
      })
      .option('supervised', { type: 'boolean', default: false, hidden: true }),
  )
    .example('run: firebreak atlantis', 'in the policy_check workflow')
    .example('run: firebreak atlantis --gate', 'in the apply workflow, before `apply`')
    .example("$0 atlantis --doctor repos.yaml --server-flags='--enable-policy-checks'", 'check a server');
}

/** Runs the mode that the options select; the policy check is the default. */
export async function run(given: AtlantisArguments): Promise<ExitCode> {
  const { doctor: file, serverFlags: flags, serverConfig: flagsFile } = given;
  if (file !== undefined) return examine({ file, flags, flagsFile });
  if (!given.gate) return checkProject(given, process.env);
  return withheld(process.env, (held) => checkProject(given, held?.env ?? process.env, held?.remark));
}

async function checkProject(given: AtlantisArguments, env: NodeJS.ProcessEnv, held?: string): Promise<ExitCode> {
  const args: AtlantisArguments = {
    ...given,
    config: given.config ?? (env.FIREBREAK_CONFIG || undefined),
    approvals: given.approvals ?? (env.FIREBREAK_APPROVALS || undefined),
    allowedSigners: given.allowedSigners ?? (env.FIREBREAK_ALLOWED_SIGNERS || undefined),
    record: given.record ?? (env.FIREBREAK_RECORD || undefined),
  };
  refuseCheckout(args.config, 'the settings file', env);
  refuseCheckout(args.record, 'the record', env);
  refuseCheckout(args.allowedSigners, 'the file of allowed signers', env);
  // Signed approvals may be in the checkout: their signatures cannot be forged.
  if (args.approvals === undefined || !(await isFolder(args.approvals)))
    refuseCheckout(args.approvals, 'the file of approvals', env);
  const { report, remarks } = await judgeProject(await readProject(env, process.cwd()), args);
  const gate =
    'This is the gate before apply. It needs approvals of Firebreak, and `atlantis approve_policies` does not count.';
  process.stdout.write(
    atlantis(report, {
      width: 100,
      colour: false,
      explainPass: false,
      remarks: [...remarks, ...(args.gate && report.verdict !== 'pass' ? [gate, ...(held ? [held] : [])] : [])],
    }),
  );
  return exitCodes[report.verdict];
}

interface JudgedPlan {
  readonly report: Report;
  readonly remarks: readonly string[];
}

async function judgeProject(project: AtlantisProject, args: AtlantisArguments): Promise<JudgedPlan> {
  const { env, plan, dir, actor, directory } = project;
  const cwd = process.cwd();
  const { settings: named, ...shared } = await toJudgeContext(args, { cwd, env, onProgress: () => {} });
  const { policies, actors } = readBuiltinPolicies();
  const trusted = args.config === undefined ? await trustedSettings(project) : null;
  try {
    const { flags } = named;
    const root = trusted?.base?.root ?? cwd;
    const load: SettingsLoader = trusted
      ? () => settingsLoader({ named: trusted.base?.file, policies, flags, cwd: root })([])
      : named.load;
    const judging = {
      ...shared,
      dir: args.dir ?? dir,
      terraform: args.terraform ?? project.terraform,
      actor: toActor({ ...actor, ...(await readActor(args.actor)), environment: env }, actors),
      settings: { load, flags },
    };
    const record = recorderOf({ file: args.record, command: args.gate ? 'atlantis --gate' : 'atlantis', judging });
    const report = await orErrorReport(plan, async () => {
      const input = await readEvaluationInput({ ...judging, file: plan, onSettings: record.onSettings });
      const workspace = input.source.saved?.backend?.workspace || project.workspace;
      const settings = input.settings && { ...input.settings, place: { directory, workspace } };
      return decide(evaluate({ ...input, ...(settings && { settings }) }), judging);
    });
    record.add(report);
    await record.write();
    return { report, remarks: trusted ? [trusted.remark] : [] };
  } finally {
    await trusted?.base?.remove();
  }
}
