/** One change of a plan's JSON, with values that are parsed when they are read. */
import { isObject } from '../../text/is-object.ts';
import { readLazy } from '../../text/lazy-json.ts';
import { type Json, type JsonObject, stringAt, stringsAt } from './json-objects.ts';

/** One entry of `resource_changes`, `resource_drift` or `deferred_changes`. */
export interface JsonChange {
  readonly address: string;
  readonly previousAddress: string | null;
  readonly deposed: string | null;
  readonly mode: string;
  readonly type: string;
  readonly name: string;
  readonly provider: string;
  readonly actions: readonly string[];
  readonly reason: string | null;
  readonly before: Json;
  readonly after: Json;
  readonly afterUnknown: Json;
  readonly beforeSensitive: Json;
  readonly afterSensitive: Json;
  readonly replacePaths: readonly (readonly (string | number)[])[];
  readonly importing: boolean;
  readonly importId: Json;
  /** `before`, as a `LazyJson` in a large plan: `readPath` finds single attributes without parsing the others. */
  readonly lazyBefore: Json;
  readonly lazyAfter: Json;
  /** Whether there is an object before the plan: `before` is not null. */
  readonly existed: boolean;
  /** Whether there is an object after the plan, though it may not be known. */
  readonly stays: boolean;
  /** Returns the change with other values on both sides. */
  readonly withSides: (read: (values: Json) => Json) => JsonChange;
}

const empty: JsonObject = {};
const noPaths: JsonChange['replacePaths'] = [];

/** Converts an entry of the JSON. */
export function toJsonChange(entry: JsonObject): JsonChange {
  return new EntryChange(entry, isObject(entry.change) ? entry.change : empty);
}

class EntryChange implements JsonChange {
  readonly address: string;
  readonly previousAddress: string | null;
  readonly deposed: string | null;
  readonly mode: string;
  readonly type: string;
  readonly name: string;
  readonly provider: string;
  readonly actions: readonly string[];
  readonly reason: string | null;
  readonly lazyBefore: Json;
  readonly lazyAfter: Json;
  readonly afterUnknown: Json;
  readonly beforeSensitive: Json;
  readonly afterSensitive: Json;
  readonly replacePaths: JsonChange['replacePaths'];
  readonly importing: boolean;
  readonly importId: Json;
  readonly #entry: JsonObject;
  readonly #change: JsonObject;

  constructor(entry: JsonObject, change: JsonObject) {
    const { replace_paths: paths, importing } = change;
    this.#entry = entry;
    this.#change = change;
    this.address = stringAt(entry, 'address') ?? '';
    this.previousAddress = stringAt(entry, 'previous_address');
    this.deposed = stringAt(entry, 'deposed');
    // Any mode except `data` is judged as managed, including modes that are not known yet.
    this.mode = stringAt(entry, 'mode') === 'data' ? 'data' : 'managed';
    this.type = stringAt(entry, 'type') ?? '';
    this.name = stringAt(entry, 'name') ?? '';
    this.provider = stringAt(entry, 'provider_name') ?? '';
    this.actions = stringsAt(change, 'actions');
    this.reason = stringAt(entry, 'action_reason');
    this.lazyBefore = change.before ?? null;
    this.lazyAfter = change.after ?? null;
    this.afterUnknown = change.after_unknown ?? false;
    this.beforeSensitive = change.before_sensitive ?? false;
    this.afterSensitive = change.after_sensitive ?? false;
    this.replacePaths = Array.isArray(paths) ? paths.filter((path) => Array.isArray(path)) : noPaths;
    this.importing = isObject(importing);
    this.importId = isObject(importing) ? importing.id : undefined;
  }

  get before(): Json {
    return readLazy(this.lazyBefore);
  }

  get after(): Json {
    return readLazy(this.lazyAfter);
  }

  get existed(): boolean {
    return this.lazyBefore !== null;
  }

  get stays(): boolean {
    return this.lazyAfter !== null;
  }

  withSides(read: (values: Json) => Json): JsonChange {
    const { before, after } = this;
    return new EntryChange(this.#entry, { ...this.#change, before: read(before), after: read(after) });
  }
}
