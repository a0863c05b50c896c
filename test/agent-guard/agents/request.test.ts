/** What an agent's hook reads and answers, and the command as an agent calls it. */
import { describe, expect, it } from 'vitest';
import { toRequest } from '../../../src/agent-guard/agents/request.ts';
import { InputError } from '../../../src/errors.ts';
import { firebreak } from '../../cli/run.ts';

const claude = (command: unknown, more: object = {}) =>
  JSON.stringify({ hook_event_name: 'PreToolUse', tool_name: 'Bash', tool_input: { command }, ...more });

describe('toRequest', () => {
  const commandOf = (input: object) => toRequest(JSON.stringify(input)).call.args.command;

  it('takes the folder from where the agent puts it', () => {
    const folderOf = (input: object) => toRequest(JSON.stringify(input)).folder;
    expect(folderOf({ command: 'ls', cwd: '/x' })).toBe('/x');
    expect(folderOf({ command: 'ls', cwd: 'x' })).toBeUndefined();
    expect(folderOf({ hook_event_name: 'beforeShellExecution', command: 'ls', cwd: '', workspace_roots: ['/r'] })).toBe(
      '/r',
    );
    expect(folderOf({ tool_name: 'Shell', tool_input: { command: 'ls', working_directory: '/w' }, cwd: '/x' })).toBe(
      '/w',
    );
  });

  it('keeps words that are handed on apart, and reads arguments that are text', () => {
    expect(commandOf({ command: ['bash', '-lc', 'x'] })).toEqual(['bash', '-lc', 'x']);
    expect(commandOf({ toolName: 'bash', toolArgs: '{"command": "ls"}' })).toBe('ls');
    expect(commandOf({ toolName: 'bash', toolArgs: 'ls -la' })).toBe('ls -la');
  });

  it('hands on no name of an event that a terminal would obey', () => {
    const ask = () => toRequest(claude('ls', { hook_event_name: 'x\u001b[31m' }));
    expect(ask).toThrow(/called for another event, where it/);
  });

  it.each([
    ['{"tool_name": "Bash", "tool_input": {}}', /`command` of the tool is missing/],
    ['{"tool_name": "Write", "tool_input": {"content": "x"}}', /`file_path` of the tool is not a string/],
    ['', /this is not JSON/],
    ['null', /not a JSON object/],
    ['[]', /not a JSON object/],
    ['{}', /no `command`/],
    ['{"command": 1}', /neither a string/],
    ['{"tool_name": "Bash"}', /arguments of the tool are not a JSON object/],
    ['{"tool_name": "Bash", "tool_input": {"command": {}}}', /neither a string/],
    [
      '{"hook_event_name": "PostToolUse", "tool_name": "Bash", "tool_input": {"command": "ls"}}',
      /cannot block anything/,
    ],
  ])('%s is refused', (text, message) => {
    expect(() => toRequest(text)).toThrow(InputError);
    expect(() => toRequest(text)).toThrow(message);
  });
});

describe('firebreak hook', () => {
  const hook = async (input: string) => await firebreak(['hook'], { input });

  it('says nothing where a command may run', async () => {
    expect(await hook(claude('terraform plan'))).toEqual({ stdout: '', stderr: '', code: 0 });
    expect(await hook('{"command": "terraform plan"}')).toEqual({ stdout: '', stderr: '', code: 0 });
  });

  it('stops an apply in Claude Code, and says what to do instead', async () => {
    const { stdout, stderr, code } = await hook(claude('terraform apply -auto-approve'));
    expect({ stderr, code }).toEqual({ stderr: '', code: 0 });
    expect(JSON.parse(stdout)).toEqual({
      hookSpecificOutput: {
        hookEventName: 'PreToolUse',
        permissionDecision: 'deny',
        permissionDecisionReason: expect.stringMatching(
          /^Firebreak stops this: `terraform apply` applies a plan that was not checked\. Make a plan .*`firebreak check tfplan`.* person/,
        ),
      },
    });
  });

  it('asks before an agent edits what it is judged by', async () => {
    const edit = async (file_path: string) =>
      (await hook(JSON.stringify({ hook_event_name: 'PreToolUse', tool_name: 'Edit', tool_input: { file_path } })))
        .stdout;
    for (const path of ['/repo/.claude/settings.json', '/repo/firebreak.yaml', 'ci/allowed_signers'])
      expect(JSON.parse(await edit(path)).hookSpecificOutput.permissionDecision).toBe('ask');
    expect(await edit('/repo/main.tf')).toBe('');
  });

  it('asks a person about what it cannot see', async () => {
    const { stdout, code } = await hook(claude('terraform $WHAT'));
    expect(code).toBe(0);
    expect(JSON.parse(stdout).hookSpecificOutput).toMatchObject({
      permissionDecision: 'ask',
      permissionDecisionReason: expect.stringContaining('is unknown before it runs'),
    });
  });

  it('says why it asks about what names no word, and about what is too much', async () => {
    const reason = async (command: string) => JSON.parse((await hook(JSON.stringify({ command }))).stdout).reason;
    expect(await reason('then kubectl get pods )')).toContain('mentions kubectl. Show');
    expect(await reason(`${'sudo '.repeat(13)}ls`)).toContain('too long or too deeply nested to be checked');
  });

  it('answers others in plain words, with exit status 1', async () => {
    const { stdout, code } = await hook('{"command": "make destroy"}');
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toEqual({ decision: 'ask', reason: expect.stringContaining('`make destroy`') });
    expect((await hook('{"command": ["bash", "-c", "terraform destroy"]}')).code).toBe(1);
  });

  it('stops the tool where it cannot read what it is asked', async () => {
    for (const input of ['', 'terraform destroy', '{}', '{"command": "terraform destr']) {
      const { stdout, stderr, code } = await hook(input);
      expect({ stdout, code }).toEqual({ stdout: '', code: 2 });
      expect(stderr).toMatch(/^firebreak: .*\n {2}.*docs\/agents\.md/);
    }
  });
});
