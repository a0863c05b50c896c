/** `firebreak approve`: a person signs what a plan would do, and the findings against it. */
import { createHash } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { Argv } from 'yargs';
import { judgePlan } from '../../app/judge-plan.ts';
import { standardOutput, write } from '../../app/output.ts';
import { systemReason } from '../../app/system-reason.ts';
import { progressOn } from '../../app/terminal.ts';
import { UsageError } from '../../errors.ts';
import { type ApprovalStatement, isName, statementText } from '../../read/approvals/approval-statement.ts';
import { approvalEnding, signatureEnding } from '../../read/approvals/signed-approvals.ts';
import { signWithSsh } from '../../read/approvals/ssh-signature.ts';
import { isFolder } from '../../read/files/is-there.ts';
import { readGitIdentity } from '../../read/git/signing-identity.ts';
import { approvalLines, signedLines } from '../../report/commands/approval.ts';
import { guardLines, terminal } from '../../report/escape.ts';
import { list } from '../../report/wording/words.ts';
import type { Report } from '../../verdict/report.ts';
import { environmentSignals } from '../agent-environment.ts';
import type { ExitCode } from '../command.ts';
import { type JudgeArguments, judgeOptions, toBreakGlass, toJudgeContext, withBreakGlass } from '../judge-context.ts';
import { readReports } from '../report-file.ts';

interface ApproveArguments extends JudgeArguments {
  readonly plan: string;
  readonly output: string;
  readonly key: string | undefined;
  readonly as: string | undefined;
  readonly aiAssisted: boolean;
  readonly breakGlass: boolean;
  readonly reason: string | undefined;
}

/** Adds the usage, options and examples of `firebreak approve`. */
export function options(yargs: Argv) {
  const named = yargs
    .usage(
      '$0 approve PLAN|REPORT [-o DIR]\n\nApproves a plan with your SSH signature: its destroys and its findings. The approval also covers later plans for the same state with no further destroys or findings. Exit status: 0 signed, 1 nothing to approve or not allowed, 2 error.',
    )
    .positional('plan', {
      type: 'string',
      demandOption: true,
      describe: 'plan, or its report (from `check -f json=FILE`)',
    })
    .option('output', {
      alias: 'o',
      type: 'string',
      requiresArg: true,
      default: 'approvals',
      describe: 'folder for the approval and its signature',
    })
    .option('key', {
      type: 'string',
      requiresArg: true,
      describe: 'SSH key to sign with (default: the signing key of Git)',
    })
    .option('as', {
      type: 'string',
      requiresArg: true,
      describe: 'your name in the file of allowed signers (default: user.email of Git)',
    })
    .option('ai-assisted', {
      type: 'boolean',
      default: false,
      describe: 'an AI agent made the plan: also approve the findings that only this causes',
    });
  return withBreakGlass(judgeOptions(named))
    .hide('record')
    .example('$0 approve tfplan', 'with the signing key of Git')
    .example('$0 approve report.json --key ~/.ssh/id_ed25519_sk --as grace', 'with a security key');
}

/** Judges the plan and writes the signed approval. Returns 1 if the approval is refused. */
export async function run(args: ApproveArguments): Promise<ExitCode> {
  if (args.record !== undefined) {
    throw new UsageError({
      message: '--record is not available here',
      hint: '`firebreak check` and `firebreak apply` record the verdict and its approvals.',
    });
  }
  const breakGlass = toBreakGlass(args);
  const signals = environmentSignals(process.env);
  if (signals.length > 0) {
    return refuse(`an AI agent runs this (${list(signals)} is set). Ask a person to approve.`);
  }
  const reports = (await readReports(args.plan)) ?? [await judgeForApproval(args)];
  // Broken glass is reviewed by an approval of the plan that passed so.
  const failing = reports.filter(({ verdict, brokenGlass }) => verdict !== 'pass' || brokenGlass !== undefined);
  const [first] = failing;
  if (!first) return refuse('this plan has no blocking findings');
  const fault = failing.map(unapprovable).find((text) => text !== null);
  if (fault) return refuse(fault);
  const git = await readGitIdentity(process.cwd());
  const key = args.key ?? git.key;
  const who = args.as ?? git.email;
  if (key === null || who === null) {
    throw new UsageError({
      message: key === null ? 'no signing key' : 'no name for the approval',
      hint:
        key === null
          ? 'Pass --key FILE, or set git config user.signingkey.'
          : 'Pass --as NAME as in the file of allowed signers, or set git config user.email.',
    });
  }
  if (!isName(who)) {
    throw new UsageError({
      message: `invalid name \`${terminal(who)}\``,
      hint: 'Pass --as NAME as in the file of allowed signers: at most 300 characters, not starting with a space or -.',
    });
  }
  await makeFolder(args.output);
  for (const report of failing) await sign(report, { key, who, dir: args.output, breakGlass });
  return 0;
}

async function judgeForApproval(args: ApproveArguments): Promise<Report> {
  const progress = progressOn(process.stderr);
  const judging = await toJudgeContext(args, {
    cwd: process.cwd(),
    // A sign that the agent's own environment had, and this one does not have.
    env: args.aiAssisted ? { ...process.env, AI_AGENT: '1' } : process.env,
    onProgress: progress.step,
    plan: args.plan,
    approves: true,
  });
  return judgePlan({ ...judging, file: args.plan }).finally(progress.done);
}

function unapprovable({ verdict, findings, plan, errors, approvals }: Report): string | null {
  if (verdict === 'error' || plan.fingerprint === '') {
    return `no verdict on ${terminal(plan.file)}: ${(errors ?? ['unknown error']).map(terminal).join('; ')}`;
  }
  const hard = findings.filter(({ enforcement, exception }) => enforcement === 'hard-mandatory' && !exception);
  const names = [...new Set(hard.map(({ policy }) => terminal(policy)))];
  if (names.length > 0) return `hard-mandatory findings cannot be approved: ${list(names)}`;
  const isOld = approvals.covers === undefined;
  return isOld
    ? `the report on ${terminal(plan.file)} does not say what an approval covers: check the plan again`
    : null;
}

interface SignOptions extends Pick<ApprovalStatement, 'who'> {
  readonly key: string;
  readonly dir: string;
  readonly breakGlass: { readonly reason: string } | undefined;
}

async function sign(report: Report, { key, who, dir, breakGlass }: SignOptions): Promise<void> {
  const { plan, approvals } = report;
  const { covers = { findings: [], destroys: [] } } = approvals;
  const statement: ApprovalStatement = {
    who,
    at: new Date().toISOString(),
    fingerprint: plan.fingerprint,
    ...(plan.state !== undefined && { state: plan.state }),
    ...(breakGlass && { breakGlass }),
    covers,
  };
  const page = standardOutput();
  process.stdout.write(guardLines(`${approvalLines(page, report, statement).join('\n')}\n`));
  const text = statementText(statement);
  const signature = await signWithSsh({ key, text });
  const file = join(dir, `${fileName(statement)}${approvalEnding}`);
  await write(file, text, 'the approval');
  await write(`${file}${signatureEnding}`, signature, 'its signature');
  process.stdout.write(`${signedLines(page, { file, signature: signatureEnding }).join('\n')}\n`);
}

/** A name per plan, state and person, so that approvals do not overwrite each other. */
function fileName({ fingerprint, state, who, breakGlass }: ApprovalStatement): string {
  const short = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 8);
  const plain = who.replace(/[^\w.@-]+/g, '_').slice(0, 60);
  const person = plain === who ? [plain] : [plain, short(who)];
  return [
    fingerprint.slice(0, 12),
    ...(state === undefined ? [] : [short(state)]),
    ...person,
    ...(breakGlass ? ['glass'] : []),
  ].join('-');
}

/** Not `recursive`: Node loops forever below /proc, where no folder can be created. */
async function makeFolder(dir: string): Promise<void> {
  try {
    await makeFolders(resolve(dir));
  } catch (cause) {
    throw new UsageError(
      {
        file: dir,
        message: `cannot create the folder for the approval: ${systemReason(cause)}`,
        hint: 'Name another folder with -o DIR.',
      },
      { cause },
    );
  }
}

async function makeFolders(dir: string): Promise<void> {
  if (await isFolder(dir)) return;
  const parent = dirname(dir);
  if (parent !== dir) await makeFolders(parent);
  await mkdir(dir).catch(async (error: unknown) => {
    // Another process may have created it meanwhile.
    if (!(await isFolder(dir))) throw error;
  });
}

function refuse(why: string): ExitCode {
  process.stderr.write(`firebreak: not approved: ${why}\n`);
  return 1;
}
