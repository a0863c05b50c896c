/** What only a saved plan says: its backend, and the configuration that it was made from. */
import type { SavedPlan } from '../../source/plan-and-configuration.ts';

/** Returns it without the name of the plan and the lines of blocks, which no fact depends on. */
export function savedContent({ backend, partial, configuration }: SavedPlan): unknown {
  const { root: _, ...content } = configuration ?? { root: '' };
  return { backend, partial, configuration: withoutLines(content) };
}

/** Returns the addresses, without keys, of the resources that run something when they are created or destroyed. */
export function resourcesWithProvisioners({ configuration }: SavedPlan): ReadonlySet<string> {
  return new Set(
    (configuration?.modules ?? []).flatMap(({ address, resources }) =>
      resources
        .filter(({ provisioners }) => provisioners.length > 0)
        .map(({ type, name }) => [address, type, name].filter(Boolean).join('.')),
    ),
  );
}

function withoutLines(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutLines);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, item]) => (key === 'line' ? [] : [[key, withoutLines(item)]])),
  );
}
