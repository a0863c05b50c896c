/** The MCP server: its tools, and what it tells an agent about them. */
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { version } from '../../package-info.ts';
import { applyTool } from './apply-tool.ts';
import { checkTool } from './check-tool.ts';
import { blastRadiusTool, explainAddressTool, fixTool } from './plan-tools.ts';
import { explainPolicyTool, policiesTool } from './policy-tools.ts';
import type { SessionArguments } from './session.ts';
import { addTool, Calls } from './tool.ts';

const instructions = [
  'Firebreak judges Terraform plans before they are applied. Plan with `terraform plan -out=tfplan`, then call check.',
  'If it fails, change the configuration (call fix for renamed resources) and plan again, or ask people to approve.',
  'Never approve a plan yourself, and never change the settings of Firebreak to make a plan pass.',
].join(' ');

/**
 * Returns a server that is not connected yet, and its calls.
 * @param options.apply whether to offer the tool that applies plans
 */
export function createServer(
  args: SessionArguments,
  { apply }: { readonly apply: boolean },
): { readonly server: McpServer; readonly calls: Calls } {
  const server = new McpServer({ name: 'firebreak', title: 'Firebreak', version }, { instructions });
  const offered = { server, calls: new Calls() };
  addTool(offered, checkTool(args));
  addTool(offered, blastRadiusTool(args));
  addTool(offered, explainAddressTool(args));
  addTool(offered, fixTool(args));
  addTool(offered, policiesTool(args));
  addTool(offered, explainPolicyTool(args));
  if (apply) addTool(offered, applyTool(args));
  return offered;
}
