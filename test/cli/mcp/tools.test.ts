/** The tools of `firebreak mcp` as the official client sees them, which checks every answer against its schema. */
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cli, firebreak, root } from '../run.ts';
import { callWith, withClient } from './client.ts';

const temp = mkdtempSync(join(tmpdir(), 'firebreak-mcp-'));
afterAll(() => rmSync(temp, { recursive: true }));
const cwd = join(temp, 'work');

beforeAll(() => {
  mkdirSync(join(cwd, 'live'), { recursive: true });
  for (const [slug, file] of [
    ['aws-03-destroy-rds-prod', 'destroy.json'],
    ['aws-39-no-changes', 'nothing.json'],
    ['aws-50-kiro-environment-recreated', 'live/recreated.json'],
  ] as const)
    cpSync(join(root, 'fixtures', slug, 'plan.json'), join(cwd, file));
  writeFileSync(join(cwd, 'broken.json'), '{"format_version": ');
  writeFileSync(join(temp, 'outside.json'), '{}');
  symlinkSync(join(temp, 'outside.json'), join(cwd, 'link.json'));
});

describe('what an agent is offered', () => {
  const names = ['check', 'blast_radius', 'explain_address', 'fix', 'policies', 'explain_policy'];

  it('tools that only read, with schemas of arguments and answers', async () => {
    const { tools, instructions } = await withClient({ cwd }, async (_, client) => ({
      ...(await client.listTools()),
      instructions: client.getInstructions(),
    }));
    expect(tools.map(({ name }) => name)).toEqual(names);
    for (const { annotations, description, inputSchema, outputSchema } of tools) {
      expect(annotations).toMatchObject({ readOnlyHint: true, destructiveHint: false });
      expect(description).toMatch(/\.$/);
      expect(inputSchema.additionalProperties).toBe(false);
      expect(outputSchema?.type).toBe('object');
    }
    expect(instructions).toContain('Never approve a plan yourself');
  });

  it('to apply only where the person who configures it says so, and then as destructive', async () => {
    const { tools } = await withClient({ cwd, apply: true }, async (_, client) => client.listTools());
    expect(tools.map(({ name }) => name)).toEqual([...names, 'apply']);
    expect(tools.at(-1)?.annotations).toMatchObject({ readOnlyHint: false, destructiveHint: true });
    // Nothing there lifts a finding: no approvals, no settings, no break glass.
    expect(Object.keys(tools.at(-1)?.inputSchema.properties ?? {})).toEqual(['plan', 'dir', 'sha256']);
  });
});

describe('check', () => {
  it('says what `firebreak check` says, and counts the agent', async () => {
    const { values, text, isError } = await withClient({ cwd }, (call) => call('check', { plan: 'destroy.json' }));
    const { stdout } = await firebreak(['check', 'destroy.json', '-f', 'json'], { cwd, env: { AI_AGENT: '1' } });
    const report = JSON.parse(stdout);
    expect(isError).toBe(false);
    expect(values).toMatchObject({
      verdict: 'fail',
      plan: { sha256: report.plan.sha256, fingerprint: report.plan.fingerprint },
      changes: { delete: report.counts.delete },
      blastRadius: { level: report.blastRadius.level, destroyed: report.blastRadius.direct.length },
    });
    expect(values.approvals.required).toBe(report.approvals.required);
    expect(values.findings[0]).toMatchObject({
      policy: 'no-stateful-destroy',
      address: 'module.orders_db.aws_db_instance.this',
      why: expect.stringContaining('does not bring back'),
      fix: expect.any(String),
      needs: expect.stringMatching(/^\d approvals$/),
    });
    expect(text).toMatch(/^FAIL {3}/);
    expect(text.split('\n').length).toBeLessThan(30);
  });

  it('a plan that passes', async () => {
    const { values, text } = await withClient({ cwd }, (call) => call('check', { plan: 'nothing.json' }));
    expect(values).toMatchObject({ verdict: 'pass', left: 0 });
    expect(text).toMatch(/^PASS {3}/);
  });

  it('settings and options of the server hold for every call', async () => {
    const options = ['--allow', 'create', '--record', join(temp, 'record.jsonl')];
    const { values } = await withClient({ cwd, options }, (call) => call('check', { plan: 'live/recreated.json' }));
    expect(values.findings.map(({ policy }: { policy: string }) => policy)).toContain('allowed-actions');
    const { stdout } = await firebreak(['record', 'verify', join(temp, 'record.jsonl')]);
    expect(stdout).toContain('1 ');
  });
});

describe('errors are results that say what, where and what to do', () => {
  it.each([
    ['a missing file', 'check', { plan: 'none.json' }, /^none\.json: .+\n {2}\S/s],
    ['what is no plan', 'check', { plan: 'broken.json' }, /^broken\.json: truncated JSON: .+\n {2}\S/s],
    [
      'a folder above',
      'check',
      { plan: '../outside.json' },
      /^\.\.\/outside\.json: not below the working directory\n {2}Name/,
    ],
    ['an absolute path', 'blast_radius', { plan: '/etc/passwd' }, /not below the working directory/],
    ['a link that leads out', 'fix', { plan: 'link.json' }, /not below the working directory/],
    ['standard input, which is the protocol', 'check', { plan: '-' }, /not below the working directory/],
    ['a device', 'check', { plan: '/dev/stdin' }, /not below the working directory/],
    ['a root module elsewhere', 'check', { plan: 'nothing.json', dir: '..' }, /not below the working directory/],
    ['an argument that no tool has', 'check', { plan: 'nothing.json', config: 'mine.yaml' }, /config/],
    ['a missing argument', 'check', {}, /plan/],
    [
      'an address that is not there',
      'explain_address',
      { plan: 'destroy.json', address: 'a.b' },
      /no `a\.b` in this plan\n/,
    ],
    ['a policy that does not exist', 'explain_policy', { policy: 'no-destory' }, /Did you mean `no-destroy`\?/],
  ])('%s', async (_, tool, args, expected) => {
    const { isError, text } = await withClient({ cwd }, (call) => call(tool, args));
    expect([isError, text]).toEqual([true, expect.stringMatching(expected)]);
    expect(text).not.toMatch(/internal error|\bat .*\.ts:/);
  });

  it('faulty settings are no pass', async () => {
    writeFileSync(join(temp, 'faulty.yaml'), 'limits: { destroy: 1 }\n');
    const options = ['--config', join(temp, 'faulty.yaml')];
    const { isError, text } = await withClient({ cwd, options }, (call) => call('check', { plan: 'nothing.json' }));
    expect([isError, text]).toEqual([true, expect.stringContaining('Did you mean `destroys`?')]);
  });
});

describe('the other tools', () => {
  it('blast_radius lists what is destroyed and what depends on it', async () => {
    const { values, text } = await withClient({ cwd }, (call) => call('blast_radius', { plan: 'live/recreated.json' }));
    expect(values.destroyed.length).toBeGreaterThan(20);
    expect(values.dependents[0].path.length).toBeGreaterThan(1);
    expect(text).toMatch(/^Blast radius: 41 destroyed/);
  });

  it('explain_address says why, and what depends on it', async () => {
    const address = 'module.orders_db.aws_db_instance.this';
    const { values, text } = await withClient({ cwd }, (call) =>
      call('explain_address', { plan: 'destroy.json', address }),
    );
    expect(values).toMatchObject({ address, actions: ['delete'], criticality: 'stateful', stateful: true });
    expect(values.findings[0].policy).toBe('no-stateful-destroy');
    expect(text.split('\n')[0]).toBe(address);
  });

  it('fix returns moved blocks, or says that there are none', async () => {
    const [renamed, nothing] = await withClient({ cwd }, async (call) => [
      await call('fix', { plan: 'live/recreated.json' }),
      await call('fix', { plan: 'nothing.json' }),
    ]);
    expect(renamed.values.hcl).toMatch(/^moved \{\n {2}from = /);
    expect(renamed.values.moves.length).toBeGreaterThan(0);
    expect(nothing.values).toEqual({ moves: [], hcl: '' });
  });

  it('policies and explain_policy apply the settings', async () => {
    writeFileSync(
      join(temp, 'own.yaml'),
      'policies: { drift: { off: { reason: "seen" } }, no-destroy: { approvals: 3 } }\n',
    );
    const [list, one] = await withClient({ cwd, options: ['--config', join(temp, 'own.yaml')] }, async (call) => [
      await call('policies'),
      await call('explain_policy', { policy: 'no-destroy' }),
    ]);
    const of = (id: string) => list.values.policies.find((each: { id: string }) => each.id === id);
    expect([of('drift').enforcement, of('no-destroy').approvals]).toEqual(['off', 3]);
    expect(list.text).toMatch(/^\d+ policies: .* 1 off\.$/);
    expect(one.values).toMatchObject({ id: 'no-destroy', approvals: 3, why: expect.stringMatching(/\S/) });
  });
});

describe('the program', () => {
  it('speaks the protocol over standard input and output, and ends with its client', async () => {
    const transport = new StdioClientTransport({ command: process.execPath, args: [cli, 'mcp'], cwd, stderr: 'pipe' });
    const client = new Client({ name: 'test', version: '1.0.0' });
    await client.connect(transport);
    const { pid } = transport;
    expect((await client.listTools()).tools).toHaveLength(6);
    const { values } = await callWith(client)('check', { plan: 'nothing.json' });
    expect(values.verdict).toBe('pass');
    await client.close();
    expect(() => process.kill(pid ?? 0, 0)).toThrow();
  });

  it('answers what was asked before the end of input', async () => {
    const initialize = { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'test', version: '1' } };
    const call = { name: 'check', arguments: { plan: 'destroy.json' } };
    const input = [
      { jsonrpc: '2.0', id: 1, method: 'initialize', params: initialize },
      { jsonrpc: '2.0', method: 'notifications/initialized' },
      { jsonrpc: '2.0', id: 2, method: 'tools/call', params: call },
    ];
    const { code, stdout } = await firebreak(['mcp'], {
      cwd,
      input: input.map((each) => `${JSON.stringify(each)}\n`).join(''),
    });
    const answers = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect([code, answers.map(({ id }) => id)]).toEqual([0, [1, 2]]);
    expect(answers[1].result.structuredContent.verdict).toBe('fail');
  });

  it.each([
    [['mcp', '--dir', 'live'], /--dir is for one plan only/],
    [['mcp', '--apply', '--approvals', 'nothing.json'], /approvals in a file are not signed/],
    [['mcp', '--break-glass'], /unknown option/i],
  ])('%j', async (args, expected) => {
    const { code, stderr } = await firebreak(args, { cwd });
    expect([code, stderr]).toEqual([2, expect.stringMatching(expected)]);
  });
});
