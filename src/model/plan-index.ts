/** Index over a plan: objects, their blocks, references, guards and names. Built once for each plan. */
import type { Change } from './change.ts';
import { type ConfigModule, type ConfigResource, toConfigModule } from './configuration/expressions.ts';
import { type ExternalGuards, findExternalGuards } from './external-guards.ts';
import type { Plan } from './plan.ts';
import { child } from './values.ts';

/** A reference and its module, without keys. */
export interface Reference {
  readonly module: string;
  readonly text: string;
}

const namingAttributes = [
  'id',
  'arn',
  'name',
  'bucket',
  'self_link',
  'email',
  'project_id',
  'domain_name',
  'dataset_id',
];

/** Looks up parts of a plan. Each part is computed on first use. */
export class PlanIndex {
  readonly plan: Plan;
  /** Managed objects before or after the plan, including deposed ones, followed by data sources. */
  readonly objects: readonly Change[];
  /** Only the managed ones. */
  readonly managed: readonly Change[];
  #names: { readonly created: ReadonlySet<string>; readonly destroyed: ReadonlySet<string> } | undefined;
  #byConfig: ReadonlyMap<string, readonly Change[]> | undefined;
  #byArn: ReadonlyMap<string, Change> | undefined;
  #blocks: ReadonlyMap<string, ConfigResource> | undefined;
  #root: ConfigModule | undefined;
  #guards: ExternalGuards | undefined;

  constructor(plan: Plan) {
    this.plan = plan;
    this.managed = [...plan.changes, ...plan.untouched].filter((change) => change.mode === 'managed');
    this.objects = [...this.managed, ...plan.changes.filter((change) => change.mode === 'data')];
  }

  /** The configuration inside the plan. */
  get rootModule(): ConfigModule {
    this.#root ??= toConfigModule(this.plan.document.configuration);
    return this.#root;
  }

  /** Locks and parents that protect other objects. */
  get externalGuards(): ExternalGuards {
    this.#guards ??= findExternalGuards(this.managed);
    return this.#guards;
  }

  /** Returns the block of a change in the configuration of the plan; null if there is none. */
  block(change: Change): ConfigResource | null {
    this.#blocks ??= new Map(blocksIn(this.rootModule));
    return this.#blocks.get(change.parsed.config) ?? null;
  }

  /** Whether the configuration does not set the attribute, so that an unknown value is a choice of the provider. */
  isUnset(change: Change, attribute: string): boolean {
    const block = this.block(change);
    if (block !== null) return !Object.hasOwn(block.raw, attribute);
    // Without configuration, only types that require the attribute certainly set it.
    return attribute !== 'assume_role_policy' && !/(?:policy|attachment|rule|exclusive|assignment)$/.test(change.type);
  }

  /**
   * Returns the references of one attribute, followed through module inputs and outputs. Prefixes of other references
   * are left out.
   */
  references(change: Change, attribute: string): readonly Reference[] {
    const expressions = this.block(change)?.expressions.filter((each) => each.attribute === attribute) ?? [];
    const found = this.follow(
      expressions.flatMap((each) => each.references),
      change.parsed.moduleConfig,
    );
    // An index next to the indexed reference does not affect the value.
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

  /** Returns the instances of a block, preferably those of the same module instance and key as `near`. */
  instances(config: string, near: Change): readonly Change[] {
    this.#byConfig ??= groupByConfig(this.objects);
    const all = this.#byConfig.get(config) ?? [];
    const same = all.filter((each) => each.parsed.module === near.parsed.module);
    const twin = same.filter((each) => each.parsed.key === near.parsed.key);
    return twin.length > 0 ? twin : same.length > 0 ? same : all;
  }

  /** Returns the object with this ARN before or after the plan. */
  byArn(arn: string): Change | undefined {
    this.#byArn ??= new Map(this.objects.flatMap(arnsOf));
    return this.#byArn.get(arn);
  }

  byName(types: readonly string[], attribute: string, name: string): Change | undefined {
    return this.objects.find(
      (each) => types.includes(each.type) && child(each.values.lazyAfter ?? each.values.lazyBefore, attribute) === name,
    );
  }

  /** Whether the plan creates an object with this name, ID, ARN or link. */
  isCreated(name: string): boolean {
    return this.#namesOf().created.has(lastStep(name));
  }

  isDestroyed(name: string): boolean {
    return this.#namesOf().destroyed.has(lastStep(name));
  }

  #module(address: string): ConfigModule | undefined {
    let module: ConfigModule | undefined = this.rootModule;
    for (const name of address === '' ? [] : address.replace(/^module\./, '').split('.module.')) {
      module = module?.calls.get(name)?.module;
    }
    return module;
  }

  #namesOf(): { readonly created: ReadonlySet<string>; readonly destroyed: ReadonlySet<string> } {
    if (this.#names) return this.#names;
    const created = new Set<string>();
    const destroyed = new Set<string>();
    for (const { action, values, mode, deposed, type } of this.objects) {
      if (mode !== 'managed' || deposed !== null || isPart(type)) continue;
      if (action === 'create') for (const name of namesIn(values.after)) created.add(name);
      if (action === 'delete') for (const name of namesIn(values.before)) destroyed.add(name);
    }
    this.#names = { created, destroyed };
    return this.#names;
  }
}

function arnsOf(change: Change): readonly (readonly [string, Change])[] {
  return [change.values.lazyBefore, change.values.lazyAfter].flatMap((values) => {
    const arn = child(values, 'arn');
    return typeof arn === 'string' ? [[arn, change] as const] : [];
  });
}

function* blocksIn(module: ConfigModule): Generator<readonly [string, ConfigResource]> {
  const prefix = module.address ? `${module.address}.` : '';
  for (const resource of module.resources) yield [`${prefix}${resource.address}`, resource];
  for (const call of module.calls.values()) yield* blocksIn(call.module);
}

/** Bindings and rules contain the name of the object that they belong to. */
function isPart(type: string): boolean {
  return /_(?:iam_(?:member|binding|policy)|policy|attachment|association|rule|public_access_block|acl)$/.test(type);
}

function namesIn(values: unknown): readonly string[] {
  return namingAttributes.flatMap((key) => {
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
