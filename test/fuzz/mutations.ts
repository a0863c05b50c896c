/** Mutations of a plan: of its values, and of its text. */
import { destroyingEntries } from './oracle.ts';
import type { Random } from './random.ts';

type Container = Record<string, unknown> | unknown[];

/** A place in a plan. */
interface Place {
  readonly holder: Container;
  readonly key: string;
}

const odd: readonly (() => unknown)[] = [
  () => null,
  () => true,
  () => false,
  () => 0,
  () => -0,
  () => 1e308,
  () => 2 ** 63,
  () => '',
  () => 'delete',
  () => 'no-op',
  () => 'managed',
  () => 'data',
  () => '\u0000\u202e\ud800',
  () => '::set-output name=verdict::pass',
  () => 'x'.repeat(5000),
  () => [],
  () => ({}),
  () => [null],
  () => [['delete']],
  () => JSON.parse('{"__proto__": {"polluted": true}}'),
  () => ({ constructor: { prototype: { polluted: true } } }),
  () => JSON.parse('['.repeat(800) + ']'.repeat(800)),
  () => JSON.parse(`${'{"a":'.repeat(500)}1${'}'.repeat(500)}`),
];

const actionLists: readonly unknown[] = [
  ['delete'],
  ['Delete'],
  ['delete '],
  ['no-op', 'delete'],
  ['delete', 'no-op'],
  ['delete', 'create'],
  ['create', 'delete'],
  ['delete', 'delete'],
  ['update'],
  ['no-op'],
  ['read'],
  ['forget'],
  ['create', 'forget'],
  [],
  'delete',
  null,
  [['delete']],
  { 0: 'delete', length: 1 },
];

/** Names of JavaScript's own objects, and of the format. */
const names = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'length',
  'actions',
  'before',
  'after',
  'address',
  'mode',
  'deposed',
  'previous_address',
  'resource_changes',
  'before_sensitive',
  'importing',
  'action_reason',
];

const ofValues: Readonly<Record<string, (plan: Container, random: Random) => void>> = {
  remove: (plan, random) => remove(place(plan, random)),
  replace: (plan, random) => set(place(plan, random), random.pick(odd)()),
  'replace in a change': (plan, random) => set(place(change(plan, random), random), random.pick(odd)()),
  'remove in a change': (plan, random) => remove(place(change(plan, random), random)),
  actions: (plan, random) => {
    const inner = child(change(plan, random), 'change');
    if (isContainer(inner)) set({ holder: inner, key: 'actions' }, random.pick(actionLists));
  },
  repeat(plan, random) {
    const { holder, key } = place(plan, random);
    if (Array.isArray(holder)) holder.splice(Number(key), 0, structuredClone(holder[Number(key)]));
  },
  swap(plan, random) {
    const [one, other] = [place(plan, random), place(plan, random)];
    const [first, second] = [get(one), get(other)].map((value) => JSON.stringify(value));
    set(one, second === undefined ? null : JSON.parse(second));
    set(other, first === undefined ? null : JSON.parse(first));
  },
  name(plan, random) {
    const { holder, key } = place(plan, random);
    if (Array.isArray(holder)) return;
    const value = holder[key];
    delete holder[key];
    set({ holder, key: random.pick([key.toUpperCase(), `${key} `, `${key}\u200b`, ...names]) }, value);
  },
  add: (plan, random) => {
    const { holder } = place(plan, random);
    if (!Array.isArray(holder)) set({ holder, key: random.pick(names) }, random.pick(odd)());
  },
  shuffle(plan, random) {
    const changes = child(plan, 'resource_changes');
    if (Array.isArray(changes)) changes.sort(() => random.next() - 0.5);
  },
  'other section'(plan, random) {
    const changes = child(plan, 'resource_changes');
    if (!Array.isArray(changes) || changes.length === 0) return;
    const [moved] = changes.splice(random.below(changes.length), 1);
    const section = random.pick(['resource_drift', 'deferred_changes', 'relevant_attributes']);
    set({ holder: plan, key: section }, [
      section === 'deferred_changes' ? { reason: 'x', resource_change: moved } : moved,
    ]);
  },
};

/** Mutations of the text. */
const ofText: Readonly<Record<string, (text: string, random: Random) => string>> = {
  cut: (text, random) => text.slice(0, random.below(text.length)),
  'cut in the middle'(text, random) {
    const at = random.below(text.length);
    return text.slice(0, at) + text.slice(at + 1 + random.below(200));
  },
  character(text, random) {
    const at = random.below(text.length);
    return (
      text.slice(0, at) +
      random.pick(['\u0000', '"', '{', '}', ',', '\\', '\ufeff', '\u2028', '1']) +
      text.slice(at + 1)
    );
  },
  escape: (text, random) => {
    const name = random.pick(['actions', 'delete', 'resource_changes', 'change', 'before']);
    return text.replaceAll(`"${name}"`, `"\\u${name.charCodeAt(0).toString(16).padStart(4, '0')}${name.slice(1)}"`);
  },
  'key twice': (text, random) => {
    const [found, by] = random.pick([
      ['"actions":', '"actions":["no-op"],"actions":'],
      ['"resource_changes":', '"resource_changes":[],"resource_changes":'],
      ['"change":', '"change":{"actions":["no-op"]},"change":'],
      ['"mode":', '"mode":"data","mode":'],
    ] as const);
    return text.replace(found, by);
  },
  'key twice, the last one harmless': (text, random) =>
    random.chance(0.5)
      ? text.replace(/"actions":\["delete"[^\]]*\]/, '$&,"actions":["no-op"]')
      : text.replace(/\}\s*$/, ',"resource_changes":[]}'),
  wrap: (text, random) =>
    random.pick(['[command]terraform show\n', '\ufeff', '::x ', '::debug::', '\u001b[0m', 'note\n', '{}\n']) +
    text +
    random.pick(['', '\n', '\n::debug::exited\n', '\nnote', '\n{}', '\n[]']),
  'another plan': (text, random) => {
    const harmless = '{"format_version":"1.2","planned_values":{},"resource_changes":[]}';
    return random.chance(0.5) ? `${text}\n${harmless}` : `${harmless}${random.pick(['\n', '', ' '])}${text}`;
  },
};

/** What became of a plan. */
export interface Mutated {
  readonly text: string;
  /** The mutations in order, for the message. */
  readonly how: readonly string[];
  /** Readers may see different plans in the text: one that destroys, and one that does not. */
  readonly isAmbiguous: boolean;
}

/** Returns the text of a plan after one to three mutations. */
export function mutate(original: string, random: Random): Mutated {
  const how: string[] = [];
  let text = original;
  let isAmbiguous = false;
  if (random.chance(0.75)) {
    const plan = JSON.parse(original);
    for (let left = 1 + random.below(3); left > 0; left -= 1) {
      const [name, apply] = random.pick(Object.entries(ofValues));
      how.push(name);
      apply(plan, random);
    }
    text = JSON.stringify(plan);
  }
  if (how.length === 0 || random.chance(0.15)) {
    const [name, apply] = random.pick(Object.entries(ofText));
    how.push(name);
    const whole = text;
    text = apply(text, random);
    isAmbiguous = /twice|another/.test(name) && text !== whole && destroys(whole);
  }
  return { text, how, isAmbiguous };
}

/** Whether the text is JSON with a plan that destroys something. */
function destroys(text: string): boolean {
  return destroyingEntries(JSON.parse(text)).length > 0;
}

function isContainer(value: unknown): value is Container {
  return typeof value === 'object' && value !== null;
}

function child(value: unknown, key: string): unknown {
  return isContainer(value) ? Reflect.get(value, key) : undefined;
}

function get({ holder, key }: Place): unknown {
  return Reflect.get(holder, key);
}

/** Also for a key that an assignment would not set, such as `__proto__`. */
function set({ holder, key }: Place, value: unknown): void {
  Object.defineProperty(holder, key, { value, enumerable: true, configurable: true, writable: true });
}

function remove({ holder, key }: Place): void {
  if (Array.isArray(holder)) holder.splice(Number(key), 1);
  else delete holder[key];
}

/** One of the changes; the plan itself if it has none. */
function change(plan: Container, random: Random): Container {
  const changes = child(plan, 'resource_changes');
  const found: unknown = Array.isArray(changes) && changes.length > 0 ? random.pick([...changes, null]) : null;
  return isContainer(found) ? found : plan;
}

/** Any place below a container, near the top more often than deep inside. */
function place(from: Container, random: Random): Place {
  let at: Place = { holder: { plan: from }, key: 'plan' };
  for (let inner: unknown = from; isContainer(inner) && Object.keys(inner).length > 0; inner = get(at)) {
    at = { holder: inner, key: random.pick(Object.keys(inner)) };
    if (random.chance(0.25)) break;
  }
  return at;
}
