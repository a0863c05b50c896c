/** `firebreak apply` with real Terraform: what is applied, and each way in which nothing is. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cli, firebreak, firebreakAtTerminal, GOGC, type Ran, spawnFirebreak } from './run.ts';
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
  const spawnApply = (args: readonly string[] = []): Ran =>
    spawnFirebreak(words(args), { cwd: root.dir, env: { TMPDIR: scratch() } });
  /** In this process: what Terraform prints when it applies goes to a file. */
  const apply = (args: readonly string[] = [], env: Readonly<Record<string, string>> = {}): Promise<Ran> =>
    firebreak(words(['--terraform', quietTerraform(), ...args]), { cwd: root.dir, env });
  const applied = (): string => join(root.dir, 'applied.txt');
  const terraformIn = (name: string, beforeApply: string): string => {
    const file = join(root.dir, name);
    const script = `case " $* " in *" apply "*) ${beforeApply}; exec terraform "$@" >'${applied()}' 2>&1;; esac`;
    writeFileSync(file, `#!/bin/sh\n${script}\nexec terraform "$@"\n`, { mode: 0o755 });
    return file;
  };
  const quietTerraform = (): string => terraformIn('quiet', ':');
  /** Where these programs keep what is temporary: others do in the folder of the system. */
  const scratch = (): string => {
    const dir = join(root.dir, 'scratch');
    mkdirSync(dir, { recursive: true });
    return dir;
  };
  const copies = (): readonly string[] => readdirSync(scratch()).filter((name) => name.startsWith('firebreak-apply-'));

  it('applies what passes, and hands on options and exit status', async () => {
    settings(remote);
    root.plan(three);
    const before = copies();
    const { code, stdout } = spawnApply(['--', '-no-color', '-parallelism', '1']);
    expect(code).toBe(0);
    expect(stdout).toContain('Apply complete! Resources: 1 added');
    expect(root.addresses()).toHaveLength(3);
    expect(copies(), 'the private copy is gone').toEqual(before);
    // Applied once, it is stale: Terraform says so, and its status is ours.
    expect((await apply(['--', '-no-color'])).code).toBe(1);
    expect(readFileSync(applied(), 'utf8')).toContain('Saved plan is stale');
  });

  it('refuses without a terminal what needs approval, and says what it needs', async () => {
    settings(off);
    root.plan(two);
    const { code, stderr } = await apply();
    expect(code).toBe(1);
    expect(stderr).toContain('not applied: it needs 2 approvals (0 counted)');
    expect(stderr).toContain('Not a terminal');
    expect(stderr).toContain('firebreak approve tfplan -o approvals');
    expect(root.addresses()).toHaveLength(3);
  });

  it('refuses to apply a plan of one workspace in another', async () => {
    settings(remote);
    root.terraform('workspace', 'new', 'a');
    root.plan(one);
    root.terraform('workspace', 'new', 'b');
    const refused = await apply();
    expect(refused).toMatchObject({ code: 2, stdout: '' });
    expect(refused.stderr).toContain('it was made in workspace `a`, and the current workspace is `b`');
    expect(root.addresses(), 'Terraform by itself would have put it there').toEqual([]);
    expect((await apply([], { TF_WORKSPACE: 'default' })).stderr).toContain('the current workspace is `default`');
    expect((await apply([], { TF_WORKSPACE: 'a' })).code).toBe(0);
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
    const { code, stderr } = await apply();
    writeFileSync(initialised, text);
    expect(code).toBe(2);
    expect(stderr).toContain('made for backend "local" (path=state/prod.tfstate)');
    expect(stderr).toContain('initialised for backend "local" (path=state/dev.tfstate)');
  });

  it('takes no option that would lead the plan elsewhere, nor any from the environment', async () => {
    for (const option of ['-state=other.tfstate', '-state-out', '-destroy', '-target=x', 'other-plan']) {
      const { code, stderr } = await apply(['--', option]);
      expect([code, stderr]).toEqual([2, expect.stringContaining(`\`${option}\` cannot be passed`)]);
    }
    settings(remote);
    root.plan(two);
    const { code, stderr } = await apply([], { TF_CLI_ARGS_apply: '-state-out=stolen.tfstate' });
    expect(code).toBe(0);
    expect(stderr).toContain('TF_CLI_ARGS_apply is ignored');
    expect(existsSync(join(root.dir, 'stolen.tfstate'))).toBe(false);
  });

  it('applies the judged bytes to the judged workspace, whatever changes once Terraform has been called', async () => {
    settings(remote);
    root.plan(two);
    expect((await apply()).code).toBe(0);
    root.plan('', 'other');
    root.plan(three);
    // Stands in for somebody who waits for the very moment: first the file and the workspace, then Terraform itself.
    const late = terraformIn('late', 'cp other tfplan; printf elsewhere > .terraform/environment');
    const { code } = await firebreak(words(['--terraform', late, '--', '-no-color']), { cwd: root.dir });
    rmSync(join(root.dir, '.terraform', 'environment'));
    const said = readFileSync(applied(), 'utf8');
    expect([code, said]).toEqual([0, expect.stringContaining('Resources: 1 added, 0 changed, 0 destroyed')]);
    expect(root.addresses()).toEqual(['terraform_data.a', 'terraform_data.b', 'terraform_data.c']);
  });

  it('works from another directory', async () => {
    settings(remote);
    root.plan(one);
    const report = join(root.dir, 'report.json');
    const args = ['apply', join(root.dir, 'tfplan'), '-f', `json=${report}`, '--terraform', quietTerraform()];
    const rest = ['--', `-chdir=${root.dir}`, '-no-color'];
    expect(await firebreak([...args, ...rest], { cwd: tmpdir() })).toMatchObject({ code: 0 });
    expect(root.addresses()).toEqual(['terraform_data.a']);
    const elsewhere = await firebreak([...args, '--dir', '.', ...rest], { cwd: tmpdir() });
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
      env: { PATH, HOME, GOGC },
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
    expect((await apply()).code).toBe(0);
  });

  it('leaves no copy of the plan behind when it is stopped, or nobody reads what it says', async () => {
    settings(off);
    root.plan(two);
    const before = copies();
    const { PATH = '', HOME = '' } = process.env;
    const start = (script: string) =>
      spawn('sh', ['-c', script, 'sh', process.execPath, cli], {
        cwd: root.dir,
        env: { PATH, HOME, TMPDIR: scratch(), GOGC },
        stdio: 'ignore',
      });
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
    expect((await apply()).code).toBe(2);
    expect(JSON.parse(readFileSync(join(root.dir, 'report.json'), 'utf8')).verdict).toBe('error');
    settings(off);
  });

  it('takes no JSON, for that cannot be applied', async () => {
    writeFileSync(join(root.dir, 'plan.json'), root.terraform('show', '-json', 'tfplan'));
    const { code, stderr } = await firebreak(['apply', 'plan.json'], { cwd: root.dir });
    expect([code, stderr]).toEqual([2, expect.stringContaining('only a saved plan can be applied')]);
  });

  describe.skipIf(!hasPython)('at a terminal', () => {
    const typed = (
      answer: string,
      env: Readonly<Record<string, string>> = {},
      args: readonly string[] = [],
      before = () => {},
    ) =>
      firebreakAtTerminal(
        ['apply', 'tfplan', '--terraform', quietTerraform(), '--actor', 'ada', ...args, '--', '-no-color'],
        { waitFor: '> ', answer, before },
        { cwd: root.dir, env },
      );

    beforeAll(async () => {
      settings(remote);
      root.plan(three);
      expect((await apply()).code).toBe(0);
      settings(off);
      root.plan(one);
    });

    it('a person approves by typing what will be destroyed', async () => {
      for (const answer of ['yes', '1', 'terraform_data.a']) {
        const { code, output } = await typed(answer);
        expect([answer, code, output]).toEqual([
          answer,
          1,
          expect.stringContaining('not confirmed, nothing was applied'),
        ]);
      }
      expect(root.addresses()).toHaveLength(3);
      // As a program of its own, on a terminal of the system.
      const { code, output } = atTerminal(
        ['apply', 'tfplan', '--actor', 'ada', '--record', 'record.jsonl', '--', '-no-color'],
        {
          cwd: root.dir,
          waitFor: '> ',
          answer: '2',
        },
      );
      expect(output).toContain('This plan destroys 2 objects, including terraform_data.b.');
      expect(output).toContain('Resources: 0 added, 0 changed, 2 destroyed');
      expect(code).toBe(0);
      expect(root.addresses()).toEqual(['terraform_data.a']);
      const { verdict, command, approvals } = JSON.parse(readFileSync(join(root.dir, 'record.jsonl'), 'utf8'));
      expect([verdict, command, approvals.counted]).toEqual(['pass', 'apply', 1]);
      expect(approvals.given).toMatchObject([{ source: 'terminal' }]);
    });

    it('is not asked where an agent runs it, nor where one more person would not be enough', async () => {
      root.plan('');
      const agent = await typed('terraform_data.a', { CLAUDECODE: '1' });
      expect(agent.code).toBe(1);
      expect(agent.output).toContain('An AI agent runs this (CLAUDECODE is set), and an agent cannot approve');
      const two = await typed('terraform_data.a', {}, ['--critical', '**']);
      expect(two.code).toBe(1);
      expect(two.output).toContain('Your confirmation alone is not enough');
      expect(root.addresses()).toEqual(['terraform_data.a']);
    });

    it('refuses a plan that is swapped while the person reads', async () => {
      root.plan(three, 'other');
      root.plan('');
      copyFileSync(join(root.dir, 'tfplan'), join(root.dir, 'kept'));
      // The swap happens in the moment of the answer.
      const swapped = await typed('terraform_data.a', {}, [], () =>
        renameSync(join(root.dir, 'other'), join(root.dir, 'tfplan')),
      );
      expect(swapped.code).toBe(2);
      expect(swapped.output).toContain('the plan was replaced after the check, so nothing was applied');
      expect(root.addresses()).toEqual(['terraform_data.a']);
      copyFileSync(join(root.dir, 'kept'), join(root.dir, 'tfplan'));
      expect((await typed('terraform_data.a')).code).toBe(0);
      expect(root.addresses()).toEqual([]);
    });
  });
});
