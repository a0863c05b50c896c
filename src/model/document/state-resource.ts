/** One object of the prior state, with attributes that are parsed when they are read. */
import { isObject } from '../../text/is-object.ts';
import { LazyJson, readLazy } from '../../text/lazy-json.ts';
import { type JsonChange, toJsonChange } from './json-change.ts';
import { type Json, type JsonObject, stringAt, stringsAt } from './json-objects.ts';

/** One object of the prior state. */
export interface StateResource {
  readonly address: string;
  readonly mode: string;
  readonly type: string;
  readonly provider: string;
  readonly values: JsonObject;
  /** `values`, as a `LazyJson` in a large plan. */
  readonly lazyValues: Json;
  readonly sensitive: Json;
  /** Configuration addresses without keys, transitive. Source: `AttachDependenciesTransformer` of Terraform. */
  readonly dependsOn: readonly string[];
  /** Key of a deposed object that an earlier create-before-destroy left; null for the current object. */
  readonly deposed: string | null;
  /** Returns a change that leaves the object as it is. */
  readonly toNoOp: () => JsonChange;
}

const empty: JsonObject = {};

/** Converts an entry of a state module's `resources`. */
export function toStateResource(entry: JsonObject): StateResource {
  return new EntryResource(entry);
}

class EntryResource implements StateResource {
  readonly address: string;
  readonly mode: string;
  readonly type: string;
  readonly provider: string;
  readonly lazyValues: Json;
  readonly sensitive: Json;
  readonly dependsOn: readonly string[];
  readonly deposed: string | null;

  constructor(entry: JsonObject) {
    this.address = stringAt(entry, 'address') ?? '';
    this.mode = stringAt(entry, 'mode') ?? 'managed';
    this.type = stringAt(entry, 'type') ?? '';
    this.provider = stringAt(entry, 'provider_name') ?? '';
    this.lazyValues = entry.values instanceof LazyJson || isObject(entry.values) ? entry.values : empty;
    this.sensitive = entry.sensitive_values ?? false;
    this.dependsOn = stringsAt(entry, 'depends_on');
    this.deposed = stringAt(entry, 'deposed_key');
  }

  get values(): JsonObject {
    const values = readLazy(this.lazyValues);
    return isObject(values) ? values : empty;
  }

  toNoOp(): JsonChange {
    const { address, mode, type, provider, lazyValues, sensitive } = this;
    return toJsonChange({
      address,
      mode,
      type,
      provider_name: provider,
      change: {
        actions: ['no-op'],
        before: lazyValues,
        after: lazyValues,
        before_sensitive: sensitive,
        after_sensitive: sensitive,
      },
    });
  }
}
