/** The forms in which agents ask, and the calls of tools that are judged. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { judgeToolCall } from '../../../src/agent-guard/agents/judge-tool-call.ts';
import { toRequest } from '../../../src/agent-guard/agents/request.ts';
import { toolNames } from '../../../src/agent-guard/agents/tool-call.ts';
import { judgeCommandLine } from '../../../src/agent-guard/decide.ts';
import type { CommandDecision } from '../../../src/agent-guard/decision.ts';
import { readBuiltinPolicies } from '../../../src/read/settings/builtin.ts';
import type { ToolRules } from '../../../src/source/agent-tools.ts';
import { firebreak } from '../../cli/run.ts';

const read = (path: string) => parse(readFileSync(join(import.meta.dirname, '..', path), 'utf8'));

interface Agent {
  readonly form: string;
  readonly title?: string;
  readonly input: object;
  readonly allow: Expected;
  readonly ask?: Expected;
  readonly deny: Expected;
}

interface Expected {
  readonly stdout: object | string;
  readonly stderr?: string;
  readonly code: number;
}

const agents: readonly Agent[] = read('agents.yaml');
const commands = { allow: 'terraform plan', ask: 'terraform $WHAT', deny: 'terraform destroy' } as const;

describe.each(agents.map((agent) => ({ name: agent.title ?? agent.form, ...agent })))('$name', (agent) => {
  for (const decision of ['allow', 'ask', 'deny'] as const) {
    const expected = agent[decision];
    if (!expected) continue;
    it(decision, async () => {
      const input = JSON.stringify(agent.input).replaceAll('COMMAND', commands[decision]);
      expect(toRequest(input).form).toBe(agent.form);
      const { stdout, stderr, code } = await firebreak(['hook'], { input });
      const reason =
        /"(?:\w*[rR]eason|user_message)":"((?:[^"\\]|\\.)*)"/.exec(stdout)?.[1] ??
        JSON.stringify(stderr.trim()).slice(1, -1);
      const filled = JSON.parse(JSON.stringify(expected).replaceAll('REASON', reason));
      expect({ stdout: stdout === '' ? '' : JSON.parse(stdout), stderr: stderr.trim(), code }).toEqual({
        stderr: '',
        ...filled,
      });
      if (decision !== 'allow') expect(reason).toMatch(/^Firebreak (?:stops this|asks a person): /);
    });
  }
});

const { tools, commands: rules } = readBuiltinPolicies();
type Call = readonly [tool: string, args: Record<string, unknown>];
const calls: Readonly<Record<'allow' | 'ask' | 'deny', readonly Call[]>> = read('tools.yaml');
const known = new Map<string, CommandDecision>();
const judgeLine = (line: string): CommandDecision => {
  const decision = known.get(line) ?? judgeCommandLine(line, rules);
  known.set(line, decision);
  return decision;
};
const judge = ([tool, args]: Call, given: ToolRules = tools) => judgeToolCall({ tool, args }, given, judgeLine);

describe.each(['allow', 'ask', 'deny'] as const)('tools: %s', (decision) => {
  it.each(calls[decision].map((call) => [JSON.stringify(call), call] as const))('%s', (_, call) => {
    expect(judge(call).decision).toBe(decision);
  });
});

describe('the rules for tools', () => {
  it('fit their schema, and are part of the program', () => {
    const given = read('../../policies/agents/tools.yaml');
    const schema = read('../../schemas/agent-tools.schema.json');
    const validate = new Ajv({ allErrors: true, strict: true, strictRequired: false }).compile(schema);
    expect(validate(given) ? [] : validate.errors).toEqual([]);
    expect(tools).toEqual(given);
    expect(tools.rules.filter(({ way }) => way !== undefined && !Object.hasOwn(rules.ways, way))).toEqual([]);
    const ids = [...tools.rules, ...rules.rules].map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  const all = Object.values(calls).flat();
  const said = (given: ToolRules) => all.map((call) => JSON.stringify(judge(call, given)));
  const now = said(tools);

  it.each(['rules', 'lines', 'files'] as const)('are all needed: %s', (kind) => {
    const without = (i: number): ToolRules => ({ ...tools, [kind]: tools[kind].filter((_, at) => at !== i) });
    const isNamed = (each: object) => 'id' in each && now.some((text) => text.includes(`"id":"${String(each.id)}"`));
    const idle = tools[kind].filter(
      (each, i) => !isNamed(each) && said(without(i)).every((text, at) => text === now[at]),
    );
    expect(idle.map((each) => ('id' in each ? each.id : each.arguments.join()))).toEqual([]);
  });

  it('see a tool without the server before it', () => {
    expect(toolNames('mcp__terraform__create_run')).toContain('create_run');
    expect(toolNames('@terraform/create_run')).toContain('create_run');
    expect(toolNames('MCP:create_run')).toContain('create_run');
  });
});
