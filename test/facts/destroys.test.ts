import fc from 'fast-check';
import { expect, it } from 'vitest';
import { compilePolicies } from '../../src/policy/compile.ts';
import { evaluatePolicies } from '../../src/policy/evaluate.ts';
import { readBuiltinPolicies } from '../../src/read/settings/builtin.ts';
import { classes, subject, subjectsOf, unknown } from '../policy/sample.ts';

const compiled = compilePolicies(readBuiltinPolicies().policies, classes);
const known = fc.boolean();
const maybe = fc.constantFrom(true, false, unknown);

/** Anything that ends with an object gone or unmanaged, whatever else is true of it. */
const loss = fc.record({
  action: fc.constantFrom('delete', 'replace', 'forget', 'create+forget', 'unknown'),
  stateful: known,
  critical: known,
  disposable: known,
  deposed: known,
  imports: known,
  deferred: known,
  keepsObject: maybe,
  wasProtected: maybe,
  exists: known,
});

it('no destroy, forget or unknown action goes unseen, and what holds data never goes as an advisory', () => {
  fc.assert(
    fc.property(loss, (values) => {
      const destroys = values.action === 'delete' || values.action === 'replace';
      const forgets = values.action.includes('forget');
      const change = subject('change', {
        address: 'a.b',
        ...values,
        destroys,
        forgets,
        replaces: values.action === 'replace',
      });
      const { outcomes, faults } = evaluatePolicies(compiled, subjectsOf(change));
      const found = outcomes.filter((outcome) => outcome.subject === change);
      expect(faults).toEqual([]);
      expect(found.length).toBeGreaterThan(0);
      if (values.stateful || values.critical) {
        expect(found.some(({ enforcement }) => enforcement !== 'advisory')).toBe(true);
      }
    }),
    { numRuns: 300 },
  );
});
