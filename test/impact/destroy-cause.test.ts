/** Why an object is destroyed: what Terraform says, unless the plan or the code shows more. */
import { describe, expect, it } from 'vitest';
import { type DestroyCause, removedBlockOf, toDestroyCause } from '../../src/impact/destroy-cause.ts';
import type { Change } from '../../src/model/change.ts';

const context = { mode: 'normal', isRenamed: false, isShifted: false, isDeclared: false } as const;
const change = (action: string, reason: string | null = null, more: Partial<Change> = {}) =>
  ({ action, deposed: null, forcedBy: [], values: { reason }, ...more }) as unknown as Change;

/** A replacement that attributes force, by whether their new values are unknown. */
const forced = (afterUnknown: Readonly<Record<string, boolean>>) =>
  change('replace', null, {
    forcedBy: Object.keys(afterUnknown),
    values: { reason: null, replacePaths: Object.keys(afterUnknown).map((name) => [name]), afterUnknown },
  } as unknown as Partial<Change>);

describe('the cause', () => {
  it.each<[string, Change, Partial<Parameters<typeof toDestroyCause>[1]>, DestroyCause | null]>([
    ['an update destroys nothing', change('update'), {}, null],
    ['a deposed object', change('delete', null, { deposed: 'ab' }), { isRenamed: true }, 'deposed'],
    ['a rename, whatever Terraform says', change('delete', 'delete_because_no_module'), { isRenamed: true }, 'rename'],
    ['an index shift', change('replace', 'replace_because_cannot_update'), { isShifted: true }, 'index-shift'],
    ['a tainted object', change('replace', 'replace_because_tainted'), {}, 'tainted'],
    ['a removed block', change('delete', 'delete_because_no_resource_config'), {}, 'block-removed'],
    [
      'a removed instance of a module',
      change('delete', 'delete_because_no_module'),
      { isDeclared: true },
      'instance-removed',
    ],
    ['a removed key', change('delete', 'delete_because_each_key'), {}, 'instance-removed'],
    ['an attribute', forced({ engine: false }), {}, 'attribute'],
    ['a value that follows from another change', forced({ engine: true }), {}, 'dependency'],
    ['both', forced({ engine: false, subnet: true }), {}, 'attribute'],
    ['a plan that destroys all', change('delete'), { mode: 'destroy', isDeclared: true }, 'destroy-plan'],
    ['an old format without a reason', change('delete'), { isDeclared: true }, 'instance-removed'],
  ])('%s', (_, given, more, cause) => {
    expect(toDestroyCause(given, { ...context, ...more })).toBe(cause);
  });
});

it('the block to restore is the outermost module call that is gone, else the resource', () => {
  const parsed = { moduleConfig: 'module.a.module.b', name: 'main' };
  const gone = change('delete', null, { parsed, type: 'aws_vpc' } as unknown as Partial<Change>);
  expect(removedBlockOf(gone, new Set())).toBe('module "a"');
  expect(removedBlockOf(gone, new Set(['module.a']))).toBe('module "b"');
  expect(removedBlockOf(gone, new Set(['module.a', 'module.a.module.b']))).toBe('resource "aws_vpc" "main"');
});
