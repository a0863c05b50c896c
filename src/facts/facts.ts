/** The other subjects' facts, and which class stands for which kind. */
import type { FactClasses } from '../policy/policy.ts';
import { Unknown } from '../policy/unknown.ts';
import { ResourceFacts } from './resource-facts.ts';

/** Own properties, one per field of the kind; a `null` marks what is not known. */
class FieldFacts {
  constructor(fields: Readonly<Record<string, unknown>>) {
    for (const [name, value] of Object.entries(fields)) {
      Object.defineProperty(this, name, {
        enumerable: true,
        get: () => {
          if (value === null) throw new Unknown(name);
          return value;
        },
      });
    }
  }
}
export class BackendFacts extends FieldFacts {}
export class BlockFacts extends FieldFacts {}
export class ActionFacts extends FieldFacts {}
export class LimitFacts extends FieldFacts {}
export class OutputFacts extends FieldFacts {}
export class PlanFacts extends FieldFacts {}

export const factClasses: FactClasses = {
  change: ResourceFacts,
  resource: ResourceFacts,
  drift: ResourceFacts,
  backend: BackendFacts,
  block: BlockFacts,
  action: ActionFacts,
  output: OutputFacts,
  limit: LimitFacts,
  plan: PlanFacts,
};
