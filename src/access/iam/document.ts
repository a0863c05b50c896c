/** Reads the policy document of an attribute: from known JSON, or from the data source that it refers to. */
import type { Change } from '../../model/change.ts';
import { constantsOf } from '../../model/configuration/constant-values.ts';
import type { PlanIndex, Reference } from '../../model/plan-index.ts';
import type { JsonObject } from '../../model/plan-json.ts';
import { child, containsTrue } from '../../model/values.ts';
import { isObject } from '../../text/is-object.ts';
import { isUnknownAt, type Side, strings, textAt } from '../grants.ts';
import { fromBlock, parsePolicy, type Statement } from './policy.ts';

/** A policy document. */
export interface Document {
  readonly statements: readonly Statement[];
  /** Whether the document, or a relevant part of it, is known only after apply. */
  readonly unknown: boolean;
}

/** An empty document. */
export const noDocument: Document = { statements: [], unknown: false };

/**
 * Returns the document in an attribute of the object or, with `top`, in a nested block of that top-level attribute.
 */
export function documentOf(side: Side, attribute: string, top = attribute): Document {
  const text = textAt(side, attribute);
  if (text !== null) return { statements: parsePolicy(text) ?? [], unknown: false };
  if (!isUnknownAt(side, attribute) || side.index.isUnset(side.change, top)) return noDocument;
  return fromReferences(side.index.references(side.change, top), { near: side.change, index: side.index, depth: 4 });
}

interface DocumentSource {
  readonly near: Change;
  readonly index: PlanIndex;
  readonly depth: number;
}

function fromReferences(references: readonly Reference[], origin: DocumentSource): Document {
  if (references.length === 0 || origin.depth === 0) return { statements: [], unknown: true };
  const all = references.map((reference): Document => {
    const [, type = '', name = ''] =
      /^data\.(\w+)\.([^.[]+)(?:\[[^\]]*\])?(?:\.(?:minified_)?json)?$/.exec(reference.text) ?? [];
    const prefix = reference.module ? `${reference.module}.` : '';
    const isDocument = origin.near.catalog.tables.privileges.aws.documents.includes(type);
    const sources = isDocument ? origin.index.instances(`${prefix}data.${type}.${name}`, origin.near) : [];
    if (sources.length === 0) return { statements: [], unknown: true };
    return join(sources.map((source) => fromDataSource(source, origin)));
  });
  return join(all);
}

function join(documents: readonly Document[]): Document {
  return {
    statements: documents.flatMap((each) => each.statements),
    unknown: documents.some((each) => each.unknown),
  };
}

function fromDataSource(source: Change, origin: DocumentSource): Document {
  const { values } = source;
  const json = child(values.after, 'json');
  if (typeof json === 'string') return { statements: parsePolicy(json) ?? [], unknown: false };
  const planned = child(values.after, 'statement');
  const written = constantsOf(origin.index.block(source));
  const [list, mask] = Array.isArray(planned)
    ? [planned, child(values.afterUnknown, 'statement')]
    : [written.value.statement, child(written.unknown, 'statement')];
  const raw = child(origin.index.block(source)?.raw, 'statement');
  const statements = (Array.isArray(list) ? list : []).filter(isObject).map((block, i) => {
    const statement = fromBlock(block, child(mask, i));
    return statement.uncertain && namesObjects(child(raw, i), child(mask, i), { source, origin })
      ? { ...statement, uncertain: false }
      : statement;
  });
  const others = ['source_policy_documents', 'override_policy_documents'].map((key) =>
    otherDocuments(source, key, origin),
  );
  const own = { statements, unknown: !Array.isArray(list) && others.every((each) => each.statements.length === 0) };
  return join([own, ...others]);
}

function otherDocuments(source: Change, key: string, origin: DocumentSource): Document {
  const known = strings(child(source.values.after, key)).map((text) => parsePolicy(text) ?? []);
  const isPartlyUnknown = containsTrue(child(source.values.afterUnknown, key));
  const references = isPartlyUnknown ? origin.index.references(source, key) : [];
  const rest = isPartlyUnknown
    ? fromReferences(references, { ...origin, near: source, depth: origin.depth - 1 })
    : noDocument;
  return join([{ statements: known.flat(), unknown: false }, rest]);
}

/**
 * Whether all unknown parts of the block come from attributes of objects. The ARN of an object that does not exist
 * yet is never a wildcard.
 */
function namesObjects(
  raw: unknown,
  mask: unknown,
  at: { readonly source: Change; readonly origin: DocumentSource },
): boolean {
  const principals = child(raw, 'principals');
  if (containsTrue(child(mask, 'effect')) || containsTrue(child(mask, 'actions'))) return false;
  const nodes = Array.isArray(principals) ? principals.filter(isObject) : [];
  const references = nodes.flatMap((node: JsonObject) => strings(child(node.identifiers, 'references')));
  const followed = at.origin.index.follow(references, at.source.parsed.moduleConfig);
  return followed.length > 0 && followed.every(({ text }) => isObjectReference(text));
}

/**
 * Whether a reference is to a managed resource or a data source. Before Terraform 1.1 references have no attribute.
 */
export function isObjectReference(text: string): boolean {
  return (
    !/^(?:var|local|each|count|path|terraform|self|module)\b/.test(text) && /^(?:data\.)?[\w-]+\.[\w-]+/.test(text)
  );
}
