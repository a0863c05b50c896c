/** The facts of each kind of subject, put together from the tables of their topics. */
import type { Limit } from '../impact/limits.ts';
import { undoneChanges } from '../impact/manual-changes.ts';
import type { Change } from '../model/change.ts';
import type { Backend } from '../model/configuration/backend.ts';
import type { ConfigurationBlock } from '../model/configuration/configuration-block.ts';
import type { Plan } from '../model/plan.ts';
import type { ActionInvocation, OutputChange } from '../model/plan-json.ts';
import type { FactClasses } from '../policy/environment.ts';
import { actionFacts } from './action-facts.ts';
import { backendFacts } from './backend-facts.ts';
import { blockFacts } from './block-facts.ts';
import { changeFacts } from './change-facts.ts';
import type { ConfigurationContext } from './context.ts';
import { dataLossFacts } from './data-loss-facts.ts';
import { type FactTable, factClass } from './fact.ts';
import { freezeFacts } from './freeze-facts.ts';
import { grantFacts } from './grant-facts.ts';
import { limitFacts } from './limit-facts.ts';
import { outputFacts } from './output-facts.ts';
import { ownershipFacts } from './ownership-facts.ts';
import { planFacts } from './plan-facts.ts';
import { protectionFacts } from './protection-facts.ts';
import { renameFacts } from './rename-facts.ts';
import { serviceFacts } from './service-facts.ts';
import { updateLossFacts } from './update-loss-facts.ts';

/** By topic; a test proves that no name is in two of them. */
export const resourceTopics = {
  changeFacts,
  protectionFacts,
  dataLossFacts,
  updateLossFacts,
  renameFacts,
  grantFacts,
  ownershipFacts,
  serviceFacts,
};

/** Of a changed, existing or drifted resource. */
const resourceFacts = {
  ...changeFacts,
  ...protectionFacts,
  ...dataLossFacts,
  ...updateLossFacts,
  ...renameFacts,
  ...grantFacts,
  ...ownershipFacts,
  ...serviceFacts,
};

const wholePlanFacts = { ...planFacts, ...freezeFacts };

type Drift = Plan['drift'][number];

const driftFacts = {
  ...resourceFacts,
  relevant: {
    type: 'bool',
    doc: 'the drift influenced this plan',
    read: (drift) => drift.relevant,
  },
  createdAgain: {
    type: 'bool',
    doc: 'it was deleted, and this plan creates it again',
    read: (drift, { plan }) =>
      drift.action === 'delete' &&
      plan.changes.some(({ address, action }) => address === drift.address && action === 'create'),
  },
  undone: {
    type: 'bool',
    doc: 'this plan reverts a changed attribute',
    read: (drift, { plan }) =>
      plan.changes.some((change) => change.address === drift.address && undoneChanges(change, drift).length > 0),
  },
} satisfies FactTable<Drift>;

const ResourceFacts = factClass<Change, typeof resourceFacts>(resourceFacts);

/**
 * The class of facts for each kind of subject. A policy sees an instance of the class under the name of its subject.
 */
export const factClasses = {
  change: ResourceFacts,
  resource: ResourceFacts,
  drift: factClass<Drift, typeof driftFacts>(driftFacts),
  backend: factClass<Backend, typeof backendFacts, ConfigurationContext>(backendFacts),
  block: factClass<ConfigurationBlock, typeof blockFacts, ConfigurationContext>(blockFacts),
  action: factClass<ActionInvocation, typeof actionFacts>(actionFacts),
  limit: factClass<Limit, typeof limitFacts>(limitFacts),
  output: factClass<OutputChange, typeof outputFacts>(outputFacts),
  plan: factClass<Plan, typeof wholePlanFacts>(wholePlanFacts),
} satisfies FactClasses;
