import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { UsageError } from '../../../src/errors.ts';
import { readPlan } from '../../../src/read/plan/plan.ts';
import { reasonOf, showPlan } from '../../../src/read/saved-plan/terraform-show.ts';

const root = realpathSync(mkdtempSync(join(tmpdir(), 'firebreak-show-')));
afterAll(() => rmSync(root, { recursive: true }));

const plan = '{"format_version":"1.2","resource_changes":[]}';

/** A program in a directory of its own, to stand in PATH. */
function program(name: string, script: string): string {
  const directory = mkdtempSync(join(root, 'bin-'));
  const file = join(directory, name);
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o755);
  return directory;
}

const path = (...directories: readonly string[]): NodeJS.ProcessEnv => ({
  PATH: [...directories, '/usr/bin', '/bin']
    .filter((entry) => !existsSync(join(entry, 'terraform')) || entry.startsWith(root))
    .join(delimiter),
});

async function message(shown: Promise<unknown>): Promise<string> {
  return shown.then(
    (bytes) => `shown: ${bytes}`,
    (error: unknown) => String(error),
  );
}

describe.skipIf(process.platform === 'win32')('the binary', () => {
  const options = { plan: join(root, 'tfplan'), cwd: root };

  test('gets the plan, and an environment that cannot change the command', async () => {
    const bin = program('terraform', 'echo "$@" ; pwd; env | grep ^TF_ | sort; echo warning >&2');
    const env = {
      ...path(bin),
      TF_CLI_ARGS: '-x',
      TF_CLI_ARGS_show: '-y',
      TF_LOG: 'trace',
      TF_LOG_PATH: 'x',
      TF_DATA_DIR: 'data',
    };
    expect((await showPlan({ ...options, env })).toString()).toBe(
      `show -json -no-color ${root}/tfplan\n${root}\nTF_DATA_DIR=data\nTF_INPUT=0\nTF_IN_AUTOMATION=1\n`,
    );
  });

  test('is terraform, else tofu, else the one that succeeds', async () => {
    const terraform = program('terraform', 'echo terraform');
    const refusing = program('terraform', 'echo "Error: plan files cannot be transferred" >&2; exit 1');
    const tofu = program('tofu', 'echo tofu');
    expect(await message(showPlan({ ...options, env: path(terraform, tofu) }))).toBe('shown: terraform\n');
    expect(await message(showPlan({ ...options, env: path(tofu) }))).toBe('shown: tofu\n');
    expect(await message(showPlan({ ...options, env: path(refusing, tofu) }))).toBe('shown: tofu\n');
    expect(await message(showPlan({ ...options, env: path(tofu), terraform: join(terraform, 'terraform') }))).toBe(
      'shown: terraform\n',
    );
  });

  test('is not there', async () => {
    expect(await message(showPlan({ ...options, env: path() }))).toBe(
      `InputError: ${root}/tfplan: the saved plan cannot be shown: neither \`terraform\` nor \`tofu\` is in PATH\n  Name the binary that made the plan with --terraform PATH, or give the output of \`terraform show -json\` instead of the saved plan.`,
    );
    expect(await message(showPlan({ ...options, env: path(), terraform: './no-such' }))).toContain(
      '`./no-such` cannot be run',
    );
  });

  test('fails with a reason, which is told without frame and colours', async () => {
    const bin = program(
      'terraform',
      `printf '\\033[33mWarning: old\\033[0m\\n\\n\\033[31m╷\\n│\\033[0m \\033[1mError: \\033[0mCannot read\\n│ \\n│ It was made by\\n│ another \\033]0;x\\007version.\\n╵\\n' >&2; exit 1`,
    );
    expect(await message(showPlan({ ...options, env: path(bin) }))).toBe(
      `InputError: ${root}/tfplan: the saved plan cannot be shown: terraform: Error: Cannot read: It was made by another version.\n  Use the binary that made the plan (--terraform PATH), or give the output of \`terraform show -json\` instead of the saved plan.`,
    );
  });

  test('fails without a reason, or never ends', async () => {
    const failing = program('terraform', 'exit 3');
    const endless = program('terraform', 'sleep 5; echo late');
    expect(await message(showPlan({ ...options, env: path(failing) }))).toContain('terraform: exit status 3\n');
    expect(await message(showPlan({ ...options, env: path(endless), timeoutMs: 100 }))).toContain(
      'terraform: no answer after 0.1 seconds\n',
    );
  });

  test('may not be run', async () => {
    const file = join(root, 'not-executable');
    writeFileSync(file, 'x', { mode: 0o644 });
    expect(await message(showPlan({ ...options, env: path(), terraform: file }))).toContain('cannot be run (EACCES)');
  });

  test('in a directory that is not there', async () => {
    const shown = showPlan({ ...options, cwd: join(root, 'nowhere'), env: path() });
    await expect(shown).rejects.toBeInstanceOf(UsageError);
  });
});

test('a reason is short', () => {
  expect(reasonOf(`Error: x\n${'y'.repeat(5000)}`)).toBe(`Error: x: ${'y'.repeat(590)} …`);
  expect(reasonOf('')).toBe('');
});

const terraform = spawnSync('terraform', ['version']).status === 0;
describe.skipIf(!terraform)('a plan that Terraform made', () => {
  const work = join(root, 'work');
  const file = join(work, 'tfplan');
  const run = (...args: readonly string[]): void => {
    const { status, stderr } = spawnSync('terraform', args, { cwd: work, encoding: 'utf8' });
    if (status !== 0) throw new Error(stderr);
  };

  beforeAll(() => {
    mkdirSync(join(work, 'network', 'subnets'), { recursive: true });
    writeFileSync(
      join(work, 'main.tf'),
      `terraform {
  backend "local" {
    path = "states/prod.tfstate"
  }
}
module "network" {
  source = "./network"
}
resource "terraform_data" "big" {
  input = 12345678901234567891
  lifecycle {
    prevent_destroy = true
  }
}
`,
    );
    writeFileSync(join(work, 'network', 'main.tf'), 'module "subnets" {\n  source = "./subnets"\n}\n');
    writeFileSync(join(work, 'network', 'subnets', 'main.tf'), 'resource "terraform_data" "s" {}\n');
    run('init', '-input=false');
    run('workspace', 'new', 'blue');
    run('plan', '-input=false', '-out=tfplan');
  }, 60_000);

  test('is read whole: JSON, backend, configuration', async () => {
    const steps: string[] = [];
    const source = await readPlan({ file, onProgress: (step) => steps.push(step) });
    expect(source.failure?.message).toBeUndefined();
    expect(steps).toEqual(['terraform show -json']);
    expect(source.json?.resource_changes).toMatchObject([
      { address: 'terraform_data.big', change: { actions: ['create'], after: { input: '12345678901234567891' } } },
      { address: 'module.network.module.subnets.terraform_data.s', change: { actions: ['create'] } },
    ]);
    expect(source.saved?.backend).toMatchObject({
      kind: 'local',
      workspace: 'blue',
      config: { path: 'states/prod.tfstate' },
    });
    expect(source.saved?.configuration).toMatchObject({
      root: file,
      origin: 'saved-plan',
      modules: [
        { address: '', backend: { kind: 'local' }, resources: [{ name: 'big', lifecycle: { preventDestroy: true } }] },
        { address: 'module.network' },
        { address: 'module.network.module.subnets', resources: [{ name: 's' }] },
      ],
    });
  });

  test('lies elsewhere than its directory, under a name like an option', async () => {
    const elsewhere = join(root, '-destroy');
    copyFileSync(file, elsewhere);
    const source = await readPlan({ file: elsewhere, dir: work });
    expect(source.json).toHaveProperty('format_version');
  });

  test('cannot be shown: the reason, and all the rest', async () => {
    const source = await readPlan({
      file,
      env: { ...process.env, PATH: dirname(process.execPath) },
      terraform: join(root, 'no-terraform'),
    });
    expect(source.json).toBeNull();
    expect(source.failure?.message).toContain('no-terraform` cannot be run');
    expect(source.saved?.backend?.kind).toBe('local');
    expect(source.saved?.configuration?.modules).toHaveLength(3);
  });

  test.skipIf(process.platform === 'win32')('is changed while it is read', async () => {
    const copy = join(work, 'racing');
    copyFileSync(file, copy);
    const bin = program('terraform', `echo x >> "$4"; echo '${plan}'`);
    const { json, failure } = await readPlan({ file: copy, terraform: join(bin, 'terraform') });
    expect(json).toBeNull();
    expect(failure?.message).toContain('the saved plan changed while Firebreak read it');
  });
});
