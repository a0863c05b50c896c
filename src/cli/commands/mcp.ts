/** `firebreak mcp`: offers checks of plans to coding agents, over the Model Context Protocol. */
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import type { Argv } from 'yargs';
import { UsageError } from '../../errors.ts';
import { isFolder } from '../../read/files/is-there.ts';
import type { ExitCode } from '../command.ts';
import { type JudgeArguments, judgeOptions } from '../judge-context.ts';
import { createServer } from '../mcp/server.ts';

interface McpArguments extends JudgeArguments {
  readonly apply: boolean;
}

/** Adds the usage, options and examples of `firebreak mcp`. */
export function options(yargs: Argv) {
  return judgeOptions(
    yargs.usage(
      '$0 mcp\n\nServes the Model Context Protocol on standard input and output, for coding agents: check a plan, its blast radius, one address, moved blocks, policies. The options hold for all calls; no call can change them.',
    ),
  )
    .option('apply', {
      type: 'boolean',
      default: false,
      describe: 'also offer to apply plans that pass, or that people have signed approvals for',
    })
    .example('$0 mcp', 'read only')
    .example('$0 mcp --apply --config /etc/firebreak.yaml', 'with settings that the agent cannot change')
    .example('$0 mcp --apply --approvals approvals --allowed-signers /etc/firebreak/signers', 'with signed approvals');
}

/**
 * Serves until standard input ends and all calls are answered.
 * @throws {UsageError} for options that would let an agent approve its own plan
 */
export async function run(args: McpArguments): Promise<ExitCode> {
  const { apply, approvals, dir } = args;
  if (dir !== undefined) {
    throw new UsageError({ message: '--dir is for one plan only', hint: 'Each call names its own directory.' });
  }
  if (apply && approvals !== undefined && !(await isFolder(approvals))) {
    throw new UsageError({
      file: approvals,
      message: 'approvals in a file are not signed, so an agent could write them',
      hint: 'Name a folder of signed approvals (firebreak approve PLAN -o FOLDER), and --allowed-signers FILE.',
    });
  }
  const { server, calls } = createServer(args, { apply });
  const ended = new Promise<void>((done) => {
    process.stdin.once('end', done).once('close', done);
  });
  await server.connect(new StdioServerTransport());
  await ended;
  // The last call begins after it was read, and its answer is sent after it.
  await nextTurn();
  await calls.answered();
  await nextTurn();
  await server.close();
  return 0;
}

function nextTurn(): Promise<void> {
  return new Promise((wake) => setImmediate(wake));
}
