/** Parses YAML texts inside a plan: manifests and values of charts. */
import { type ParsedYaml, yamlDocuments } from '../../source/embedded-documents.ts';
import { isObject } from '../../text/is-object.ts';
import { readLazy } from '../../text/lazy-json.ts';

/** Longer texts are left unread, so that a plan cannot make this slow. */
const longest = 500_000;

/** Returns the content of every YAML text in `resource_changes`; empty for most plans. */
export async function readEmbeddedYaml(json: Readonly<Record<string, unknown>>): Promise<ParsedYaml> {
  const { resource_changes: changes } = json;
  const texts = new Set((Array.isArray(changes) ? changes : []).flatMap(textsOf));
  if (texts.size === 0) return new Map();
  // Loaded on demand, since most plans have no YAML.
  const { parseAllDocuments } = await import('../settings/yaml-parser.ts');
  return new Map(
    [...texts].flatMap((text): readonly (readonly [string, unknown])[] => {
      const [first] = text.length > longest ? [] : parseAllDocuments(text);
      if (first === undefined || !('toJS' in first) || first.errors.length > 0) return [];
      try {
        return [[text, first.toJS() as unknown]];
      } catch {
        return []; // Too many aliases.
      }
    }),
  );
}

function textsOf(change: unknown): readonly string[] {
  if (!isObject(change) || typeof change.type !== 'string' || !isObject(change.change)) return [];
  const document = Object.hasOwn(yamlDocuments, change.type) ? yamlDocuments[change.type] : undefined;
  if (document === undefined) return [];
  return [change.change.before, change.change.after].flatMap((side) => {
    const values = readLazy(side);
    const value = isObject(values) ? values[document.attribute] : undefined;
    return [value].flat().filter((text) => typeof text === 'string');
  });
}
