/** Limits of the settings, and what the plan does. */
import type { Limit } from '../impact/limits.ts';
import type { FactTable } from './fact.ts';

/** Facts of one limit of the settings (`limit` in policies). */
export const limitFacts = {
  name: {
    type: 'string',
    doc: 'destroys, replaces, share, dependents or score',
    read: (limit) => limit.name,
  },
  owner: {
    type: 'string',
    doc: 'owner whose objects are counted; empty for the whole plan',
    read: (limit) => limit.owner,
  },
  max: {
    type: 'double',
    doc: 'what the settings or flags allow',
    read: (limit) => limit.max,
  },
  actual: {
    type: 'double',
    doc: 'what this plan does',
    read: (limit) => limit.actual,
  },
  addresses: {
    type: 'list<string>',
    doc: 'the counted objects',
    read: (limit) => limit.addresses,
  },
} satisfies FactTable<Limit>;
