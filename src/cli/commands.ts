/** All commands, in the order of the help. */
import { type AnyCommand, plain } from './command.ts';

/** A command as it is listed in the help, loaded on demand. */
export interface Entry {
  /** Usage string for yargs: name and positional arguments. */
  readonly usage: string;
  readonly describe: string;
  /** Arguments after `--` are for a program that the command runs. */
  readonly passesOn?: true;
  readonly load: () => Promise<AnyCommand>;
}

/** All commands, in the order of the help. */
export const commands: readonly Entry[] = [
  {
    usage: 'check [paths..]',
    describe: 'judge plans: exit 0 pass, 1 fail, 2 could not judge',
    load: async () => plain(await import('./commands/check.ts')),
  },
  {
    usage: 'plan',
    describe: 'have Terraform make a plan, and judge it',
    passesOn: true,
    load: async () => plain(await import('./commands/plan.ts')),
  },
  {
    usage: 'apply <plan>',
    describe: 'judge a saved plan, and apply exactly that',
    passesOn: true,
    load: async () => plain(await import('./commands/apply.ts')),
  },
  {
    usage: 'approve <plan>',
    describe: 'sign that you approve a plan',
    load: async () => plain(await import('./commands/approve.ts')),
  },
  {
    usage: 'init [dir]',
    describe: 'write a first firebreak.yaml',
    load: async () => plain(await import('./commands/init.ts')),
  },
  {
    usage: 'explain <name>',
    describe: 'a policy, or an address of a plan',
    load: async () => plain(await import('./commands/explain.ts')),
  },
  {
    usage: 'policies [dirs..]',
    describe: 'list the policies',
    load: async () => plain(await import('./commands/policies.ts')),
  },
  {
    usage: 'test [dir]',
    describe: 'run the tests of policies, built-in or your own',
    load: async () => plain(await import('./commands/test.ts')),
  },
  {
    usage: 'validate [dirs..]',
    describe: 'check settings and policies',
    load: async () => plain(await import('./commands/validate.ts')),
  },
  {
    usage: 'backtest <dir>',
    describe: 'see which stored plans other settings judge otherwise',
    load: async () => plain(await import('./commands/backtest.ts')),
  },
  {
    usage: 'fingerprint <plan>',
    describe: 'print what an approval is bound to',
    load: async () => plain(await import('./commands/fingerprint.ts')),
  },
  {
    usage: 'redact <plan>',
    describe: 'take the secrets out of a plan',
    load: async () => plain(await import('./commands/redact.ts')),
  },
  {
    usage: 'atlantis',
    describe: 'the policy check of Atlantis, and the gate before its apply',
    load: async () => plain(await import('./commands/atlantis.ts')),
  },
  {
    usage: 'hook [action]',
    describe: "judge a coding agent's command line before it runs",
    load: async () => plain(await import('./commands/hook.ts')),
  },
  {
    usage: 'verify <report> <plan>',
    describe: 'whether a plan is the one that was judged',
    load: async () => plain(await import('./commands/verify.ts')),
  },
  {
    usage: 'lint [paths..]',
    describe: 'judge configuration before there is a plan',
    load: async () => plain(await import('./commands/lint.ts')),
  },
  {
    usage: 'record <action> <file>',
    describe: 'verify the record of verdicts',
    load: async () => plain(await import('./commands/record.ts')),
  },
];
