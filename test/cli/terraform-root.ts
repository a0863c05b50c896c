/** A root module of built-in `terraform_data` with a state, and its plans: real Terraform without any provider. */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cli, GOGC } from './run.ts';

export const hasTerraform = spawnSync('terraform', ['version']).status === 0;
export const hasPython = spawnSync('python3', ['-c', 'import pty']).status === 0;

export const two = 'resource "terraform_data" "a" {}\nresource "terraform_data" "b" {}\n';

export interface Root {
  readonly dir: string;
  readonly terraform: (...args: readonly string[]) => string;
  /** Puts this configuration there, and plans it to `tfplan`. */
  readonly plan: (configuration: string, out?: string) => void;
  /** Addresses in the state of the current workspace. */
  readonly addresses: () => readonly string[];
}

interface State {
  readonly resources: readonly {
    readonly type: string;
    readonly name: string;
    readonly instances: readonly object[];
  }[];
}

/** Applied once, so that there is something to lose. */
export function terraformRoot(configuration: string): Root {
  const dir = mkdtempSync(join(tmpdir(), 'firebreak-root-'));
  const { PATH = '', HOME = '' } = process.env;
  const terraform = (...args: readonly string[]): string =>
    execFileSync('terraform', args, {
      cwd: dir,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      env: { PATH, HOME, TF_IN_AUTOMATION: '1', TF_INPUT: '0', CHECKPOINT_DISABLE: '1', GOGC },
    });
  const plan = (text: string, out = 'tfplan'): void => {
    writeFileSync(join(dir, 'main.tf'), text);
    terraform('plan', '-no-color', `-out=${out}`);
  };
  const state = 'terraform {\n  backend "local" {\n    path = "state/prod.tfstate"\n  }\n}\n';
  writeFileSync(join(dir, 'backend.tf'), state);
  writeFileSync(join(dir, 'main.tf'), configuration);
  terraform('init');
  terraform('apply', '-auto-approve', '-no-color');
  /** From the file of the state: to start Terraform for it takes longer. A workspace that nothing was applied in has none. */
  const addresses = (): readonly string[] => {
    const selected = join(dir, '.terraform', 'environment');
    const workspace = existsSync(selected) ? readFileSync(selected, 'utf8') : 'default';
    const file = workspace === 'default' ? 'state/prod.tfstate' : `terraform.tfstate.d/${workspace}/terraform.tfstate`;
    if (!existsSync(join(dir, file))) return [];
    const { resources }: State = JSON.parse(readFileSync(join(dir, file), 'utf8'));
    return resources.flatMap(({ type, name, instances }) => instances.map(() => `${type}.${name}`)).sort();
  };
  return { dir, terraform, plan, addresses };
}

/** The command line on a terminal, where a person answers. */
export function atTerminal(
  args: readonly string[],
  options: {
    readonly cwd: string;
    readonly waitFor: string;
    readonly answer: string;
    readonly env?: Readonly<Record<string, string>>;
  },
): { readonly output: string; readonly code: number | null } {
  const { PATH = '', HOME = '' } = process.env;
  const { stdout, status } = spawnSync(
    'python3',
    [join(import.meta.dirname, 'answer.py'), options.waitFor, options.answer, process.execPath, cli, ...args],
    { cwd: options.cwd, encoding: 'utf8', env: { PATH, HOME, NO_COLOR: '1', COLUMNS: '100', GOGC, ...options.env } },
  );
  return { output: stdout.replaceAll('\r', ''), code: status };
}
