/** What a plain `JSON.parse` says that a plan destroys, and which verdict may not follow from it. */

/** A plan that is judged, and what of it makes it fail. */
export interface Base {
  readonly name: string;
  readonly text: string;
  /** Entries of the plan whose destruction fails the check, by address. */
  readonly destroyed: ReadonlyMap<string, Entry>;
}

export interface Entry {
  readonly address: string;
  readonly mode: string;
  readonly type: string;
  readonly change: { readonly actions: readonly string[]; readonly before: unknown };
}

/** The entries that destroy, by plain JSON. */
export function destroyingEntries(json: unknown): readonly Entry[] {
  const changes: unknown = isObject(json) ? json.resource_changes : null;
  return Array.isArray(changes) ? changes.filter(destroys) : [];
}

/**
 * Returns why a plan must not pass; null if it may. Text that is no JSON must never pass, and JSON must not while the
 * same object is still destroyed in it.
 */
export function reasonNotToPass(text: string, base: Base): string | null {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return base.text !== '' && text.includes('"delete"') ? 'the text is no JSON, and it destroys' : null;
  }
  const left = destroyingEntries(json).find((entry) => isSame(entry, base.destroyed.get(entry.address)));
  return left === undefined ? null : `${left.address} is still destroyed`;
}

function isSame(entry: Entry, original: Entry | undefined): boolean {
  return (
    original !== undefined &&
    entry.mode === original.mode &&
    entry.type === original.type &&
    isObject(entry.change.before)
  );
}

function destroys(entry: unknown): entry is Entry {
  if (!isObject(entry) || !isObject(entry.change)) return false;
  const { actions } = entry.change;
  return Array.isArray(actions) && actions.includes('delete');
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
