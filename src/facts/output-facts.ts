/** Outputs of the root module. */
import { toAction } from '../model/action.ts';
import type { OutputChange } from '../model/plan-json.ts';
import type { FactTable } from './fact.ts';

/** Facts of one root module output (`output` in policies). */
export const outputFacts = {
  name: {
    type: 'string',
    doc: 'output name',
    read: (output) => output.name,
  },
  action: {
    type: 'string',
    doc: 'create, update, delete, no-op',
    read: (output) => toAction(output.actions).action,
  },
  sensitive: {
    type: 'bool',
    doc: 'marked sensitive after this plan',
    read: (output) => output.afterSensitive === true,
  },
  leaks: {
    type: 'bool',
    doc: 'new or changed, not marked sensitive, and holds a sensitive value',
    read: (output, { leaks }) => leaks.has(output.name),
  },
} satisfies FactTable<OutputChange>;
