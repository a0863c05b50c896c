/** Reads tags and labels of an object, independent of the provider. */
import { matchesGlob } from '../text/glob.ts';
import { isObject } from '../text/is-object.ts';
import { objectAt } from './plan-json.ts';
import { child } from './values.ts';

/** Effective tags include the defaults of the provider. */
const attributes = ['tags', 'labels', 'tags_all', 'terraform_labels', 'effective_labels'] as const;

/** Whether any of the wanted tags has a value that matches its glob. Unknown values match nothing. */
export function hasTag(values: unknown, wanted: Readonly<Record<string, string | number | boolean>>): boolean {
  const patterns = Object.entries(wanted);
  if (patterns.length === 0 || !isObject(values)) return false;
  return tagSets(values).some((tags) =>
    patterns.some(([name, pattern]) => {
      const value = Object.hasOwn(tags, name) ? tags[name] : undefined;
      return isScalar(value) && matchesGlob(String(pattern), String(value));
    }),
  );
}

function tagSets(values: unknown): readonly Readonly<Record<string, unknown>>[] {
  const found = child(values, 'metadata');
  const metadata = Array.isArray(found) ? found : [];
  return [
    ...attributes.map((name) => objectAt(child(values, name))),
    ...metadata.map((each) => objectAt(each, 'labels')),
  ];
}

function isScalar(value: unknown): value is string | number | boolean {
  return ['string', 'number', 'boolean'].includes(typeof value);
}
