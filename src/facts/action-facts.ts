/** Actions (`action` blocks of Terraform 1.14) that the plan invokes. */
import { actionTokens } from '../model/configuration/action-tokens.ts';
import type { ActionInvocation } from '../model/plan-json.ts';
import type { FactTable } from './fact.ts';

/** Facts of one action invocation (`action` in policies). */
export const actionFacts = {
  address: {
    type: 'string',
    doc: 'address of the action',
    read: (action) => action.address,
  },
  type: {
    type: 'string',
    doc: 'action type',
    read: (action) => action.type,
  },
  trigger: {
    type: 'string',
    doc: 'address that triggers it, empty when invoked directly',
    read: (action) => action.trigger,
  },
  event: {
    type: 'string',
    doc: 'e.g. AfterCreate; empty when invoked directly',
    read: (action) => action.event,
  },
  tokens: {
    type: 'list<string>',
    doc: 'lower-case words of its type and of the texts in its configuration',
    read: (action) => actionTokens(action.type, action.config, action.configSensitive),
  },
  owner: {
    type: 'string',
    doc: 'owner of the action, else of what triggers it; else empty',
    read: (action, { ownerships }) => ownerships.ofAction(action).owner,
  },
  inScope: {
    type: 'bool',
    doc: 'the settings or flags allow the change to invoke it; true without a scope',
    read: (action, { ownerships }) => ownerships.ofAction(action).inScope,
  },
} satisfies FactTable<ActionInvocation>;
