/** Configurations and saved plans of the root module `live` for tests of its backend. */
import { assessBackends, type Backend } from '../../../src/model/configuration/backend.ts';
import { readBuiltinPolicies } from '../../../src/read/settings/builtin.ts';
import type { Configuration, HclModule, SavedPlan } from '../../../src/source/plan-and-configuration.ts';
import type { BackendKindSource } from '../../../src/source/tables.ts';

const builtinKinds = readBuiltinPolicies().catalog.tables.backends;

type Settings = Readonly<Record<string, unknown>>;

export const EMPTY: HclModule = {
  address: '',
  dir: 'live',
  backend: null,
  resources: [],
  removed: [],
  moved: [],
  calls: [],
};

export function configuration(module: Partial<HclModule> = {}, more: Partial<Configuration> = {}): Configuration {
  const modules = [{ ...EMPTY, ...module }];
  const rest = { unreadable: [], initialised: null, terragrunt: null, stateFiles: [] };
  return { root: 'live', origin: 'directory', modules, ...rest, ...more };
}

export function block(kind: string, config: Settings = {}) {
  return { backend: { kind, config, file: 'live/backend.tf', line: 2 } };
}

export function initialised(kind: string, config: Settings = {}) {
  return { initialised: { kind, config, file: 'live/.terraform/terraform.tfstate' } };
}

export function terragrunt(kind: string | null, config: Settings = {}) {
  return { terragrunt: { kind, config, file: 'live/terragrunt.hcl' } };
}

export function savedPlan(kind: string, config: unknown = {}, copy: Configuration | null = null): SavedPlan {
  return { backend: { kind, workspace: 'default', config }, partial: false, lineage: null, configuration: copy };
}

/** The only backend that is returned. */
export function judge(
  read: Configuration | null,
  saved: SavedPlan | null = null,
  kinds: Readonly<Record<string, BackendKindSource>> = builtinKinds,
): Backend {
  const [backend, ...others] = assessBackends({ configuration: read, saved, root: 'plan.json', kinds });
  if (backend === undefined || others.length > 0) throw new Error('not one backend');
  return backend;
}
