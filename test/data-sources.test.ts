/** A data source is only read: nothing of it can be lost, whatever its type. */
import { expect, it } from 'vitest';
import { judge } from './settings.ts';

it('holds no data and has no guard', async () => {
  const address = 'data.aws_db_instance.main';
  const { changes, verdict } = await judge({
    changes: [{ address, action: 'read', after: { deletion_protection: false } }],
  });
  expect(verdict).toBe('pass');
  expect(changes).toMatchObject([{ address, stateful: false, criticality: 'standard', protection: 'none' }]);
});
