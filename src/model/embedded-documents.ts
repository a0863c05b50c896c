/** Reads documents that stand as text in an attribute, so that facts see their content like blocks. */
import { jsonDocuments, type ParsedYaml, yamlDocuments } from '../source/embedded-documents.ts';
import { isObject } from '../text/is-object.ts';
import type { JsonChange } from './plan-json.ts';
import { child } from './values.ts';

const noYaml: ParsedYaml = new Map();

/** Returns the change with its documents read; the same object if its type has none. */
export function withDocuments(json: JsonChange, yaml: ParsedYaml = noYaml): JsonChange {
  const read = readerOf(json.type, yaml);
  return read === null ? json : { ...json, before: read(json.before), after: read(json.after) };
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
  if (document === undefined || yaml.size === 0) return null;
  return (values) => {
    const texts = [child(values, document.attribute)].flat().filter((text) => typeof text === 'string');
    if (!isObject(values) || texts.length === 0) return values;
    // Later values of a chart override earlier ones.
    const content = texts.map((text) => yaml.get(text)).reduce(merged, {});
    return { ...values, [document.as]: content };
  };
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
