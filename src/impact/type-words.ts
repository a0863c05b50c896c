/** The words that say what an object is. */
import type { Change } from '../model/change.ts';
import { child } from '../model/values.ts';
import { toSnakeCase } from '../text/snake-case.ts';

/** Returns the type, followed by the kind of a manifest or of an Azure API resource, e.g. `kubernetes_manifest_deployment`. */
export function typeWords({ type, values }: Change): string {
  const object = values.before ?? values.after;
  const kind = child(child(object, 'manifest'), 'kind');
  if (typeof kind === 'string') return `${type}_${toSnakeCase(kind)}`;
  const wrapped = type.startsWith('azapi_') ? child(object, 'type') : undefined;
  if (typeof wrapped !== 'string') return type;
  const [path = ''] = wrapped.split('@', 1);
  return `${type}_${path.split('/').slice(1).map(toSnakeCase).join('_')}`;
}
