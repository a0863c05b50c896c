/** `firebreak apply` with real Terraform: what is applied, and each way in which nothing is. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cli, firebreak, type Ran, spawnFirebreak } from './run.ts';
import { atTerminal, hasPython, hasTerraform, type Root, terraformRoot, two } from './terraform-root.ts';

const one = 'resource "terraform_data" "a" {}\n';
const three = `${two}resource "terraform_data" "c" {}\n`;
/** Nothing but the state is held against these plans: it is local, which one approval lifts. */
const off = 'policies:\n  committed-state-file: { off: { reason: "tests" } }\n';
const remote = `${off}  local-state: { off: { reason: "tests" } }\n`;

describe.skipIf(!hasTerraform)('apply', () => {
  let root: Root;
  beforeAll(() => {
    root = terraformRoot(two);
  });
  afterAll(() => rmSync(root.dir, { recursive: true }));

  const settings = (text: string): void => writeFileSync(join(root.dir, 'firebreak.yaml'), text);
  const words = (args: readonly string[]) => [
    'apply',
    'tfplan',
    '-f',
    `json=${join(root.dir, 'report.json')}`,
    ...args,
  ];
  /** As a program of its own: what Terraform prints is a part of it. */
  const apply = (args: readonly string[] = [], env: Readonly<Record<string, string>> = {}): Ran =>
    spawnFirebreak(words(args), { cwd: root.dir, env });
  /** Ends before Terraform is called to apply. */
  const refuse = (args: readonly string[] = [], env: Readonly<Record<string, string>> = {}): Promise<Ran> =>
    firebreak(words(args), { cwd: root.dir, env });
  const copies = (): readonly string[] => readdirSync(tmpdir()).filter((name) => name.startsWith('firebreak-apply-'));

  it('applies what passes, and hands on options and exit status', () => {
    settings(remote);
    root.plan(three);
    const before = copies();
    const { code, stdout } = apply(['--', '-no-color', '-parallelism', '1']);
    expect(code).toBe(0);
    expect(stdout).toContain('Apply complete! Resources: 1 added');
    expect(root.addresses()).toHaveLength(3);
    expect(copies(), 'the private copy is gone').toEqual(before);
    // Applied once, it is stale: Terraform says so, and its status is ours.
    expect(apply(['--', '-no-color'])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('Saved plan is stale'),
    });
  });

  it('refuses without a terminal what needs approval, and says what it needs', async () => {
    settings(off);
    root.plan(two);
    const { code, stderr } = await refuse();
    expect(code).toBe(1);
    expect(stderr).toContain('not applied: it needs 1 approval (0 counted)');
    expect(stderr).toContain('input and output are no terminal');
    expect(stderr).toContain('firebreak approve tfplan -o approvals');
    expect(root.addresses()).toHaveLength(3);
  });

  it('refuses to apply a plan of one workspace in another', async () => {
    settings(remote);
    root.terraform('workspace', 'new', 'a');
    root.plan(one);
    root.terraform('workspace', 'new', 'b');
    const refused = await refuse();
    expect(refused).toMatchObject({ code: 2, stdout: '' });
    expect(refused.stderr).toContain('it was made in workspace `a`, and the current workspace is `b`');
    expect(root.addresses(), 'Terraform by itself would have put it there').toEqual([]);
    expect((await refuse([], { TF_WORKSPACE: 'default' })).stderr).toContain('the current workspace is `default`');
    expect(apply([], { TF_WORKSPACE: 'a' }).code).toBe(0);
    root.terraform('workspace', 'select', 'a');
    expect(root.addresses()).toEqual(['terraform_data.a']);
    root.terraform('workspace', 'select', 'default');
  });

  it('refuses to apply to another backend than the plan was made for', async () => {
    settings(remote);
    root.plan(two);
    const initialised = join(root.dir, '.terraform', 'terraform.tfstate');
    const text = readFileSync(initialised, 'utf8');
    writeFileSync(initialised, text.replace('state/prod.tfstate', 'state/dev.tfstate'));
    const { code, stderr } = await refuse();
    writeFileSync(initialised, text);
    expect(code).toBe(2);
    expect(stderr).toContain('made for backend "local" (path=state/prod.tfstate)');
    expect(stderr).toContain('initialised for backend "local" (path=state/dev.tfstate)');
  });

  it('takes no option that would lead the plan elsewhere, nor any from the environment', async () => {
    for (const option of ['-state=other.tfstate', '-state-out', '-destroy', '-target=x', 'other-plan']) {
      const { code, stderr } = await refuse(['--', option]);
      expect([code, stderr]).toEqual([2, expect.stringContaining(`\`${option}\` cannot be given`)]);
    }
    settings(remote);
    root.plan(two);
    const { code, stderr } = apply([], { TF_CLI_ARGS_apply: '-state-out=stolen.tfstate' });
    expect(code).toBe(0);
    expect(stderr).toContain('TF_CLI_ARGS_apply is not passed on');
    expect(existsSync(join(root.dir, 'stolen.tfstate'))).toBe(false);
  });

  it('applies the judged bytes to the judged workspace, whatever changes once Terraform has been called', () => {
    settings(remote);
    root.plan(two);
    expect(apply().code).toBe(0);
    root.plan('', 'other');
    root.plan(three);
    // Stands in for somebody who waits for the very moment: first the file and the workspace, then Terraform itself.
    const late = join(root.dir, 'late');
    const meanwhile = 'cp other tfplan; printf elsewhere > .terraform/environment';
    writeFileSync(late, `#!/bin/sh\ncase " $* " in *" apply "*) ${meanwhile};; esac\nexec terraform "$@"\n`, {
      mode: 0o755,
    });
    const { code, stdout } = apply(['--terraform', late, '--', '-no-color']);
    rmSync(join(root.dir, '.terraform', 'environment'));
    expect([code, stdout]).toEqual([0, expect.stringContaining('Resources: 1 added, 0 changed, 0 destroyed')]);
    expect(root.addresses()).toEqual(['terraform_data.a', 'terraform_data.b', 'terraform_data.c']);
  });

  it('works from another directory', async () => {
    settings(remote);
    root.plan(one);
    const report = join(root.dir, 'report.json');
    const args = ['apply', join(root.dir, 'tfplan'), '-f', `json=${report}`, '--', `-chdir=${root.dir}`, '-no-color'];
    expect(spawnFirebreak(args, { cwd: tmpdir() })).toMatchObject({ code: 0 });
    expect(root.addresses()).toEqual(['terraform_data.a']);
    const elsewhere = await firebreak([...args.slice(0, 4), '--dir', '.', ...args.slice(4)], { cwd: tmpdir() });
    expect(elsewhere.code).toBe(2);
  });

  it('hands on signals, and waits until Terraform has saved its state', async () => {
    settings(remote);
    const slow =
      'resource "terraform_data" "slow" {\n  provisioner "local-exec" {\n    command = "exec sleep 60"\n  }\n}\n';
    root.plan(one + slow);
    const { PATH = '', HOME = '' } = process.env;
    const child = spawn(process.execPath, [cli, 'apply', 'tfplan', '--', '-no-color'], {
      cwd: root.dir,
      env: { PATH, HOME },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      if (output.includes('Executing:') && !child.killed) child.kill('SIGTERM');
    });
    const [code] = await once(child, 'close');
    expect(output).toContain('Interrupt received');
    expect(code).toBe(1);
    expect(root.addresses(), 'what was begun is in the state').toContain('terraform_data.slow');
    root.plan(one);
    expect(apply().code).toBe(0);
  });

  it('leaves no copy of the plan behind when it is stopped, or nobody reads what it says', async () => {
    settings(off);
    root.plan(two);
    const before = copies();
    const { PATH = '', HOME = '' } = process.env;
    const start = (script: string) =>
      spawn('sh', ['-c', script, 'sh', process.execPath, cli], { cwd: root.dir, env: { PATH, HOME }, stdio: 'ignore' });
    // Terraform that shows the plan is slow, so that the signal comes while it is judged.
    const slow = join(root.dir, 'slow');
    writeFileSync(slow, '#!/bin/sh\nkill -TERM "$PPID"; sleep 2; exec terraform "$@"\n', { mode: 0o755 });
    const [, signal] = await once(start(`exec "$1" "$2" apply tfplan --terraform ${slow}`), 'close');
    expect(signal).toBe('SIGTERM');
    await once(start('"$1" "$2" apply tfplan 2>&1 | :'), 'close');
    expect(copies()).toEqual(before);
  });

  it('writes over no plan, and leaves no report of an earlier run where it could not judge', async () => {
    settings(off);
    root.plan(two);
    const before = readFileSync(join(root.dir, 'tfplan'));
    const refused = await firebreak(['apply', 'tfplan', '-f', 'json=tfplan'], { cwd: root.dir });
    expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining('the report (json) and the plan')]);
    expect(readFileSync(join(root.dir, 'tfplan'))).toEqual(before);
    settings('nonsense: 1\n');
    expect(apply().code).toBe(2);
    expect(JSON.parse(readFileSync(join(root.dir, 'report.json'), 'utf8')).verdict).toBe('error');
    settings(off);
  });

  it('takes no JSON, for that cannot be applied', async () => {
    writeFileSync(join(root.dir, 'plan.json'), root.terraform('show', '-json', 'tfplan'));
    const { code, stderr } = await firebreak(['apply', 'plan.json'], { cwd: root.dir });
    expect([code, stderr]).toEqual([2, expect.stringContaining('only a saved plan can be applied')]);
  });

  describe.skipIf(!hasPython)('at a terminal', () => {
    const typed = (answer: string, env: Readonly<Record<string, string>> = {}, args: readonly string[] = []) =>
      atTerminal(['apply', 'tfplan', ...args, '--', '-no-color'], { cwd: root.dir, waitFor: '> ', answer, env });

    beforeAll(() => {
      settings(remote);
      root.plan(three);
      expect(apply().code).toBe(0);
      settings(off);
      root.plan(one);
    });

    it('a person approves by typing what will be destroyed', () => {
      for (const answer of ['yes', '1', 'terraform_data.a']) {
        const { code, output } = typed(answer);
        expect([answer, code, output]).toEqual([
          answer,
          1,
          expect.stringContaining('not confirmed, so nothing was applied'),
        ]);
      }
      expect(root.addresses()).toHaveLength(3);
      const { code, output } = typed('2', {}, ['--record', 'record.jsonl']);
      expect(output).toContain('This destroys, replaces or forgets 2 objects, first of all terraform_data.b.');
      expect(output).toContain('Resources: 0 added, 0 changed, 2 destroyed');
      expect(code).toBe(0);
      expect(root.addresses()).toEqual(['terraform_data.a']);
      const { verdict, command, approvals } = JSON.parse(readFileSync(join(root.dir, 'record.jsonl'), 'utf8'));
      expect([verdict, command, approvals.counted]).toEqual(['pass', 'apply', 1]);
      expect(approvals.given).toMatchObject([{ source: 'terminal' }]);
    });

    it('is not asked where an agent runs it, nor where one more person would not be enough', () => {
      root.plan('');
      const agent = typed('terraform_data.a', { CLAUDECODE: '1' });
      expect(agent.code).toBe(1);
      expect(agent.output).toContain('An agent runs this (CLAUDECODE is set), and an agent approves nothing');
      const two = typed('terraform_data.a', {}, ['--critical', '**']);
      expect(two.code).toBe(1);
      expect(two.output).toContain('Your own confirmation here would not be enough');
      expect(root.addresses()).toEqual(['terraform_data.a']);
    });

    it('refuses a plan that is swapped while the person reads', () => {
      root.plan(three, 'other');
      root.plan('');
      copyFileSync(join(root.dir, 'tfplan'), join(root.dir, 'kept'));
      // The swap happens in the moment of the answer: the shell that answers replaces the file first.
      const swapped = atTerminal(['apply', 'tfplan', '--', '-no-color'], {
        cwd: root.dir,
        waitFor: '> ',
        answer: 'terraform_data.a',
        env: { FIREBREAK_TEST_SWAP: 'other:tfplan' },
      });
      expect(swapped.code).toBe(2);
      expect(swapped.output).toContain('the plan was replaced after it was judged, so nothing was applied');
      expect(root.addresses()).toEqual(['terraform_data.a']);
      copyFileSync(join(root.dir, 'kept'), join(root.dir, 'tfplan'));
      expect(typed('terraform_data.a').code).toBe(0);
      expect(root.addresses()).toEqual([]);
    });
  });
});
