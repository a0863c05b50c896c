/** What grant readers look up in the plan besides their object: configuration, accounts, created and destroyed names. */
import type { Catalog } from '../model/catalog.ts';
import type { Change } from '../model/change.ts';
import { type ConfigModule, type ConfigResource, toConfigModule } from '../model/configuration/expressions.ts';
import type { JsonObject, StateResource } from '../model/plan-json.ts';
import { child } from '../model/values.ts';
import { type Accounts, readAccounts } from './iam/aws-accounts.ts';

export interface PlanOfGrants {
  readonly catalog: Catalog;
  readonly changes: readonly Change[];
  /** `configuration.root_module` as Terraform has it. */
  readonly configuration: JsonObject;
  /** Data sources that were read during planning are only here. */
  readonly priorState: readonly StateResource[];
}

/** A reference and the module that it stands in, without keys. */
export interface Reference {
  readonly module: string;
  readonly text: string;
}

const naming = ['id', 'arn', 'name', 'bucket', 'self_link', 'email', 'project_id', 'domain_name', 'dataset_id'];

export class PlanIndex {
  readonly #plan: PlanOfGrants;
  #names: { readonly created: ReadonlySet<string>; readonly destroyed: ReadonlySet<string> } | undefined;
  #accounts: Accounts | undefined;
  #byConfig: ReadonlyMap<string, readonly Change[]> | undefined;
  #byArn: ReadonlyMap<string, Change> | undefined;
  #blocks: ReadonlyMap<string, ConfigResource> | undefined;
  #root: ConfigModule | undefined;

  constructor(plan: PlanOfGrants) {
    this.#plan = plan;
  }

  /** The block of a change in the plan's configuration; null where the plan has none. */
  block(change: Change): ConfigResource | null {
    this.#blocks ??= new Map(blocksIn(this.#rootModule()));
    return this.#blocks.get(change.parsed.config) ?? null;
  }

  /** The code sets no such attribute: what the provider fills in by itself is not in question. */
  isUnset(change: Change, attribute: string): boolean {
    const block = this.block(change);
    if (block !== null) return !Object.hasOwn(block.raw, attribute);
    // Without configuration: only what cannot be without the attribute is sure to have it set.
    return attribute !== 'assume_role_policy' && !/(?:policy|attachment|rule|exclusive|assignment)$/.test(change.type);
  }

  /** The references of one attribute, followed through module inputs and outputs; prefixes of others are left out. */
  references(change: Change, attribute: string): readonly Reference[] {
    const expressions = this.block(change)?.expressions.filter((each) => each.attribute === attribute) ?? [];
    const found = this.follow(
      expressions.flatMap((each) => each.references),
      change.parsed.moduleConfig,
    );
    // An index beside what it indexes says nothing of the value.
    const values = found.filter(({ text }) => !/^(?:each\.key|count\.index)$/.test(text));
    return values.length > 0 ? values : found;
  }

  follow(texts: readonly string[], module: string, depth = 8): readonly Reference[] {
    const whole = texts.filter((text, i) => !texts.slice(0, i).some((other) => isPrefix(text, other)));
    return whole.flatMap((text) => this.#step({ module, text }, depth));
  }

  #step(reference: Reference, depth: number): readonly Reference[] {
    const [head = '', name = '', output = ''] = reference.text.split(/\.|\[[^\]]*\]\.?/);
    if (depth === 0) return [reference];
    if (head === 'var') {
      const [parent, call] = splitLast(reference.module);
      const inputs = call === '' ? undefined : this.#module(parent)?.calls.get(call)?.inputs.get(name);
      return inputs === undefined ? [reference] : this.follow(inputs, parent, depth - 1);
    }
    if (head === 'module' && output !== '') {
      const outputs = this.#module(reference.module)?.calls.get(name)?.module.outputs.get(output);
      const inner = reference.module ? `${reference.module}.module.${name}` : `module.${name}`;
      return outputs === undefined ? [reference] : this.follow(outputs, inner, depth - 1);
    }
    return [reference];
  }

  /** Instances of a block, those of the module instance of `near` first choice. */
  instances(config: string, near: Change): readonly Change[] {
    this.#byConfig ??= groupByConfig(this.#plan.changes);
    const all = this.#byConfig.get(config) ?? [];
    const same = all.filter((each) => each.parsed.module === near.parsed.module);
    const twin = same.filter((each) => each.parsed.key === near.parsed.key);
    return twin.length > 0 ? twin : same.length > 0 ? same : all;
  }

  /** Objects with an ARN, as they are before or after. */
  byArn(arn: string): Change | undefined {
    this.#byArn ??= new Map(this.#plan.changes.flatMap(arnsOf));
    return this.#byArn.get(arn);
  }

  byName(types: readonly string[], attribute: string, name: string): Change | undefined {
    return this.#plan.changes.find(
      (each) => types.includes(each.type) && child(each.values.after ?? each.values.before, attribute) === name,
    );
  }

  /** Whether something of this name, id, ARN or link is made by the plan. */
  isCreated(name: string): boolean {
    return this.#namesOf().created.has(lastStep(name));
  }

  isDestroyed(name: string): boolean {
    return this.#namesOf().destroyed.has(lastStep(name));
  }

  /** AWS accounts of the plan's own objects; empty where nothing tells. */
  get ownAccounts(): ReadonlySet<string> {
    return this.#accountsOf().own;
  }

  isServiceAccount(account: string): boolean {
    return this.#accountsOf().service.has(account);
  }

  #accountsOf(): Accounts {
    this.#accounts ??= readAccounts(this.#plan, this.#plan.catalog.tables.privileges.aws.accounts);
    return this.#accounts;
  }

  #rootModule(): ConfigModule {
    this.#root ??= toConfigModule(this.#plan.configuration);
    return this.#root;
  }

  #module(address: string): ConfigModule | undefined {
    let module: ConfigModule | undefined = this.#rootModule();
    for (const name of address === '' ? [] : address.replace(/^module\./, '').split('.module.')) {
      module = module?.calls.get(name)?.module;
    }
    return module;
  }

  #namesOf(): { readonly created: ReadonlySet<string>; readonly destroyed: ReadonlySet<string> } {
    if (this.#names) return this.#names;
    const created = new Set<string>();
    const destroyed = new Set<string>();
    for (const { action, values, mode, deposed, type } of this.#plan.changes) {
      if (mode !== 'managed' || deposed !== null || isPart(type)) continue;
      if (action === 'create') for (const name of namesIn(values.after)) created.add(name);
      if (action === 'delete') for (const name of namesIn(values.before)) destroyed.add(name);
    }
    this.#names = { created, destroyed };
    return this.#names;
  }
}

function arnsOf(change: Change): readonly (readonly [string, Change])[] {
  return [change.values.before, change.values.after].flatMap((values) => {
    const arn = child(values, 'arn');
    return typeof arn === 'string' ? [[arn, change] as const] : [];
  });
}

function* blocksIn(module: ConfigModule): Generator<readonly [string, ConfigResource]> {
  const prefix = module.address ? `${module.address}.` : '';
  for (const resource of module.resources) yield [`${prefix}${resource.address}`, resource];
  for (const call of module.calls.values()) yield* blocksIn(call.module);
}

/** Bindings and rules carry the name of what they are on. */
function isPart(type: string): boolean {
  return /_(?:iam_(?:member|binding|policy)|policy|attachment|association|rule|public_access_block|acl)$/.test(type);
}

function namesIn(values: unknown): readonly string[] {
  return naming.flatMap((key) => {
    const value = child(values, key);
    return typeof value === 'string' && value !== '' ? [lastStep(value)] : [];
  });
}

function lastStep(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1);
}

function isPrefix(text: string, of: string): boolean {
  return text === of || (of.startsWith(text) && (of[text.length] === '.' || of[text.length] === '['));
}

function splitLast(module: string): readonly [parent: string, call: string] {
  const at = module.lastIndexOf('module.');
  if (at < 0) return ['', ''];
  return [module.slice(0, Math.max(0, at - 1)), module.slice(at + 'module.'.length)];
}

function groupByConfig(changes: readonly Change[]): ReadonlyMap<string, readonly Change[]> {
  const groups = new Map<string, Change[]>();
  for (const change of changes) {
    const known = groups.get(change.parsed.config);
    if (known) known.push(change);
    else groups.set(change.parsed.config, [change]);
  }
  return groups;
}
