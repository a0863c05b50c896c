/** Reads documents that stand as text in an attribute, so that facts see their content like blocks. */
import { jsonDocuments, type ParsedYaml, yamlDocuments } from '../source/embedded-documents.ts';
import { isObject } from '../text/is-object.ts';
import type { JsonChange, JsonObject } from './plan-json.ts';
import { child } from './values.ts';

const noYaml: ParsedYaml = new Map();

/** Returns the change with its documents read; the same object if its type has none. */
export function withDocuments(json: JsonChange, yaml: ParsedYaml = noYaml): JsonChange {
  const read = readerOf(json.type, yaml);
  return read === null ? json : json.withSides(read);
}

function readerOf(type: string, yaml: ParsedYaml): ((values: unknown) => unknown) | null {
  const attribute = Object.hasOwn(jsonDocuments, type) ? jsonDocuments[type] : undefined;
  if (attribute !== undefined) {
    return (values) => {
      const content = parseJson(child(values, attribute));
      return isObject(values) && content !== undefined ? { ...values, [attribute]: content } : values;
    };
  }
  const document = Object.hasOwn(yamlDocuments, type) ? yamlDocuments[type] : undefined;
  if (document === undefined) return null;
  return (values) => {
    if (!isObject(values)) return values;
    const texts = [child(values, document.attribute)].flat().filter((text) => typeof text === 'string');
    // Later values of a chart override earlier ones, and single settings override both.
    const content = [...texts.map((text) => yaml.get(text)), ...settingsOf(values)].reduce(merged, {});
    return { ...values, [document.as]: content };
  };
}

/** The `set` blocks of a chart, each as a document: `{name: a.b, value: 1}` is `{a: {b: 1}}`. */
function settingsOf(values: JsonObject): readonly unknown[] {
  const blocks = [child(values, 'set')].flat().filter(isObject);
  return blocks.flatMap(({ name, value }) =>
    typeof name === 'string'
      ? [name.split('.').reduceRight<unknown>((inner, step) => ({ [step]: inner }), toSetting(value))]
      : [],
  );
}

function toSetting(value: unknown): unknown {
  return value === 'true' ? true : value === 'false' ? false : value;
}

function parseJson(text: unknown): unknown {
  if (typeof text !== 'string') return undefined;
  try {
    const content: unknown = JSON.parse(text);
    return typeof content === 'object' && content !== null ? content : undefined;
  } catch {
    return undefined;
  }
}

function merged(lower: unknown, upper: unknown): unknown {
  if (!isObject(lower) || !isObject(upper)) return upper === undefined ? lower : upper;
  const keys = [...new Set([...Object.keys(lower), ...Object.keys(upper)])];
  return Object.fromEntries(keys.map((key) => [key, merged(child(lower, key), child(upper, key))]));
}
