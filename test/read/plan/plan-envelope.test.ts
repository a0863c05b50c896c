import { describe, expect, test } from 'vitest';
import { faultText } from '../../../src/errors.ts';
import { envelopeFaults } from '../../../src/read/plan/plan-envelope.ts';

const HINT =
  '\n  Terraform and OpenTofu do not write such plans. Check the unchanged output of `terraform show -json`.';
const KNOWN = '\n  Supported formats are 0.1 (Terraform 0.12) to 1.x (Terraform 1.1 and later, OpenTofu).';

function faults(given: Readonly<Record<string, unknown>>): string {
  return envelopeFaults({ format_version: '1.2', ...given }, 'p')
    .map(faultText)
    .join('\n');
}

const delta = { actions: ['create'] };
const entry = { address: 'a.b', type: 'a', name: 'b', mode: 'managed', change: delta };

describe('sound envelopes', () => {
  test.each<[string, Readonly<Record<string, unknown>>]>([
    ['nothing but a version', {}],
    ['0.1', { format_version: '0.1', resource_changes: [entry] }],
    ['0.2', { format_version: '0.2' }],
    ['1.99', { format_version: '1.99' }],
    ['keys nobody knows', { novelty: 7, resource_changes: [{ ...entry, novelty: [] }] }],
    ['actions nobody knows', { resource_changes: [{ ...entry, change: { actions: ['teleport'] } }] }],
    ['a hand-cut entry', { resource_changes: [{ address: 'a.b', type: 'a', module_address: null, change: delta }] }],
    ['drift without address', { resource_drift: [{ change: delta }] }],
  ])('%s', (_name, given) => {
    expect(faults(given)).toBe('');
  });
});

describe('faults say where, what was found and what was expected', () => {
  test.each<[string, Readonly<Record<string, unknown>>, string]>([
    [
      'no version',
      { format_version: undefined },
      `p: $.format_version: expected a string such as "1.2", found nothing${KNOWN}`,
    ],
    [
      'a number as version',
      { format_version: 1.2 },
      `p: $.format_version: expected a string such as "1.2", found a number${KNOWN}`,
    ],
    [
      'no version at all',
      { format_version: 'hunter2' },
      `p: $.format_version: expected a version such as "1.2", found another string${KNOWN}`,
    ],
    [
      'another major',
      { format_version: '2.0' },
      `p: $.format_version: unsupported plan format 2.0${KNOWN} Try a newer version of Firebreak.`,
    ],
    [
      'version 0.0',
      { format_version: '0.0' },
      `p: $.format_version: unsupported plan format 0.0${KNOWN} Try a newer version of Firebreak.`,
    ],
    ['changes as object', { resource_changes: {} }, `p: $.resource_changes: expected array, found an object${HINT}`],
    ['changes as null', { resource_changes: null }, `p: $.resource_changes: expected array, found null${HINT}`],
    [
      'a change that is text',
      { resource_changes: [entry, 'x'] },
      `p: $.resource_changes[1]: expected object, found a string${HINT}`,
    ],
    [
      'no address',
      { resource_changes: [{ ...entry, address: undefined }] },
      `p: $.resource_changes[0].address: expected a value, found nothing${HINT}`,
    ],
    [
      'an action that is no text',
      { resource_changes: [{ ...entry, change: { actions: ['delete', 7] } }] },
      `p: $.resource_changes[0].change.actions[1]: expected string, found a number${HINT}`,
    ],
    [
      'no action',
      { resource_changes: [{ ...entry, change: { actions: [] } }] },
      `p: $.resource_changes[0].change.actions: expected at least one action, found none${HINT}`,
    ],
    [
      'no list of actions',
      { resource_changes: [{ ...entry, change: {} }] },
      `p: $.resource_changes[0].change.actions: expected a value, found nothing${HINT}`,
    ],
    [
      'an importing that is no object',
      { resource_changes: [{ ...entry, change: { ...delta, importing: true } }] },
      `p: $.resource_changes[0].change.importing: expected object, found a boolean${HINT}`,
    ],
    [
      'a deferred change without the change',
      { deferred_changes: [{ reason: 'unknown' }] },
      `p: $.deferred_changes[0].resource_change: expected a value, found nothing${HINT}`,
    ],
    ['errored as text', { errored: 'false' }, `p: $.errored: expected boolean, found a string${HINT}`],
    [
      'an output of an odd name',
      { output_changes: { 'a/b c': { actions: 'x' } } },
      `p: $.output_changes["a/b c"].actions: expected array, found a string${HINT}`,
    ],
    [
      'a state nested in modules',
      { prior_state: { values: { root_module: { child_modules: [{ resources: [{ address: 1, type: 't' }] }] } } } },
      `p: $.prior_state.values.root_module.child_modules[0].resources[0].address: expected string, found a number${HINT}`,
    ],
    [
      'a configuration nested in modules',
      { configuration: { root_module: { module_calls: { m: { module: { resources: {} } } } } } },
      `p: $.configuration.root_module.module_calls.m.module.resources: expected array, found an object${HINT}`,
    ],
    [
      'an invocation without a type',
      { action_invocations: [{ address: 'action.a.b' }] },
      `p: $.action_invocations[0].type: expected a value, found nothing${HINT}`,
    ],
  ])('%s', (_name, given, expected) => {
    expect(faults(given)).toBe(expected);
  });

  test('ten at most, and how many more', () => {
    const lines = envelopeFaults(
      { format_version: '1.2', resource_changes: Array.from({ length: 25 }, () => 'hunter2') },
      'p',
    );
    expect(lines).toHaveLength(11);
    expect(lines.at(-1)?.message).toBe('and 15 more errors of this kind');
    expect(lines.map(faultText).join('\n')).not.toContain('hunter2');
  });

  test('modules nested without end', () => {
    let module: Record<string, unknown> = {};
    for (let depth = 0; depth < 100_000; depth++) module = { child_modules: [module] };
    expect(faults({ prior_state: { values: { root_module: module } } })).toBe(
      'p: modules nested too deeply\n  No Terraform plan looks like this.',
    );
  });
});
