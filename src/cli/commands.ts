/** All commands, in the order of the help. */
import { type AnyCommand, toPlainCommand } from './command.ts';

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
    describe: 'check plans: exit 0 pass, 1 fail, 2 no verdict',
    load: async () => toPlainCommand(await import('./commands/check.ts')),
  },
  {
    usage: 'plan',
    describe: 'run terraform plan, and check the plan',
    passesOn: true,
    load: async () => toPlainCommand(await import('./commands/plan.ts')),
  },
  {
    usage: 'apply <plan>',
    describe: 'check a saved plan, and apply exactly this file',
    passesOn: true,
    load: async () => toPlainCommand(await import('./commands/apply.ts')),
  },
  {
    usage: 'approve <plan>',
    describe: 'approve a plan with a signature',
    load: async () => toPlainCommand(await import('./commands/approve.ts')),
  },
  {
    usage: 'fix <plan>',
    describe: 'print moved blocks for renamed resources',
    load: async () => toPlainCommand(await import('./commands/fix.ts')),
  },
  {
    usage: 'init [dir]',
    describe: 'write a first firebreak.yaml',
    load: async () => toPlainCommand(await import('./commands/init.ts')),
  },
  {
    usage: 'explain <name>',
    describe: 'explain a policy, or an address in a plan',
    load: async () => toPlainCommand(await import('./commands/explain.ts')),
  },
  {
    usage: 'policies [dirs..]',
    describe: 'list the policies',
    load: async () => toPlainCommand(await import('./commands/policies.ts')),
  },
  {
    usage: 'test [dir]',
    describe: 'run the tests of policies',
    load: async () => toPlainCommand(await import('./commands/test.ts')),
  },
  {
    usage: 'validate [dirs..]',
    describe: 'check settings and policies',
    load: async () => toPlainCommand(await import('./commands/validate.ts')),
  },
  {
    usage: 'backtest <dir>',
    describe: 'compare the verdicts of two settings files on stored plans',
    load: async () => toPlainCommand(await import('./commands/backtest.ts')),
  },
  {
    usage: 'fingerprint <plan>',
    describe: 'print the fingerprint of a plan',
    load: async () => toPlainCommand(await import('./commands/fingerprint.ts')),
  },
  {
    usage: 'redact <plan>',
    describe: 'remove the secrets from a plan',
    load: async () => toPlainCommand(await import('./commands/redact.ts')),
  },
  {
    usage: 'atlantis',
    describe: 'check a plan in Atlantis, or the configuration of its server',
    load: async () => toPlainCommand(await import('./commands/atlantis.ts')),
  },
  {
    usage: 'hook [action]',
    describe: 'check a command of a coding agent before it runs, or install the hook',
    load: async () => toPlainCommand(await import('./commands/hook.ts')),
  },
  {
    usage: 'mcp',
    describe: 'offer checks to coding agents, over the Model Context Protocol',
    load: async () => toPlainCommand(await import('./commands/mcp.ts')),
  },
  {
    usage: 'serve',
    describe: 'serve a run task of HCP Terraform',
    load: async () => toPlainCommand(await import('./commands/serve.ts')),
  },
  {
    usage: 'verify <report> <plan>',
    describe: 'verify that a plan is the one that passed',
    load: async () => toPlainCommand(await import('./commands/verify.ts')),
  },
  {
    usage: 'lint [paths..]',
    describe: 'check configuration without a plan',
    load: async () => toPlainCommand(await import('./commands/lint.ts')),
  },
  {
    usage: 'record <action> <file>',
    describe: 'verify a record of verdicts, or count what is in it',
    load: async () => toPlainCommand(await import('./commands/record.ts')),
  },
  {
    usage: 'completion [shell]',
    describe: 'print a completion script for the shell',
    load: async () => toPlainCommand(await import('./commands/completion.ts')),
  },
];
