/** Creations that take over, overwrite or remove what exists already, though the plan shows a mere creation. */
import type { Change } from '../model/change.ts';
import { fulfils } from '../model/conditions.ts';
import { child } from '../model/values.ts';
import type { TakeoverSource } from '../source/catalog.ts';
import { perObject } from '../text/per-object.ts';

/** What is taken, each as the object of a sentence. */
export interface Takeovers {
  /** It cannot be had again from the code. */
  readonly lost: readonly string[];
  /** It may have been nothing, or can be restored: worth advice. */
  readonly possible: readonly string[];
  /** No catalog entry says so: the names of the type and its attributes do. */
  readonly guessed: boolean;
}

const nothing: Takeovers = { lost: [], possible: [], guessed: false };

/**
 * Nothing where the object that is taken over is created in the same plan: its name is not known yet. Several facts ask
 * for it.
 */
export const findTakeovers: (change: Change) => Takeovers = perObject(takeoversOf);

function takeoversOf(change: Change): Takeovers {
  if (change.action !== 'create' || change.mode !== 'managed') return nothing;
  const listed = change.catalog.entry(change.type)?.takesOver;
  const { after, afterUnknown } = change.values;
  const found = (listed ?? guessTakeovers(change)).filter(
    ({ path, where }) => fulfils({ path }, after, afterUnknown) && (!where || fulfils(where, after, afterUnknown)),
  );
  return {
    lost: found.filter(({ advise }) => !advise).map(({ takes }) => takes),
    possible: found.filter(({ advise }) => advise).map(({ takes }) => takes),
    guessed: found.length > 0 && listed === undefined,
  };
}

const overwriting = /^(?:allow_|force_)?overwrite(?:_existing|_on_create)?$|^replace_existing$/;

/** From the words of the type, and from switches that allow to overwrite. */
function guessTakeovers({ type, values: { after } }: Change): readonly TakeoverSource[] {
  if (typeof after !== 'object' || after === null) return [];
  const names = Object.keys(after);
  // The shortest name is the object itself, not one that it refers to.
  const path = names
    .filter((name) => /(?:^|_)(?:id|name|identifier|arn|key|path|domain)$/.test(name) && name !== 'id')
    .sort((a, b) => a.length - b.length)[0];
  if (path === undefined) return [];
  const owner = /_default_(network_acl|route_table|security_list|security_group)$/.exec(type)?.[1];
  if (owner !== undefined)
    return [
      {
        path,
        takes: `the rules of the default ${owner.replaceAll('_', ' ')}`,
        ...(owner === 'security_group' && { advise: true }),
      },
    ];
  if (type.endsWith('_exclusive')) return [{ path, takes: 'every other entry of the list' }];
  // One resource for all members of a group drops those that it does not list.
  if (/(?<!_without)_(?:members|memberships)$/.test(type)) return [{ path, takes: 'every other member', advise: true }];
  const mode = child(after, 'mode');
  if (typeof mode === 'string' && mode.toUpperCase() === 'OVERWRITE')
    return [{ path, takes: 'every other entry of the same list' }];
  return names.some((name) => overwriting.test(name) && child(after, name) === true)
    ? [{ path, takes: 'an existing object of the same name, if any', advise: true }]
    : [];
}
