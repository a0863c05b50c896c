/** What a report says of a change besides its findings: side effects and what is known of the types. */
import { describe, expect, it } from 'vitest';
import { decide } from '../../src/decide.ts';
import { evaluate } from '../../src/evaluate.ts';
import { compiledBuiltin } from '../../src/policy/builtin-policies.ts';
import { toPlanJson } from '../../src/policy-test/to-plan.ts';
import { text } from '../../src/report/text/text.ts';
import type { ShortChange } from '../../src/source/policy-test.ts';
import type { Report } from '../../src/verdict/report.ts';
import { builtin, typed } from '../judge-options.ts';

/** Judges with the policies that `isOn` lets through. */
function judge(changes: readonly ShortChange[], isOn: (policy: string) => boolean = () => true): Report {
  const json = toPlanJson({ name: '', line: 1, expect: {}, changes, plan: {} });
  const evaluation = evaluate({
    source: { file: 'plan.json', sha256: '', json },
    configuration: null,
    catalog: typed,
    commands: builtin.commands,
    policies: compiledBuiltin(builtin.policies.filter(({ id }) => isOn(id))),
  });
  return decide(evaluation);
}

const page = { width: 200, colour: false, explainPass: false };
const shorter: ShortChange = {
  address: 'aws_s3_bucket_lifecycle_configuration.logs',
  action: 'update',
  before: { rule: [{ id: 'a', status: 'Enabled', expiration: [{ days: 365 }] }] },
  after: { rule: [{ id: 'a', status: 'Enabled', expiration: [{ days: 1 }] }] },
};

describe('side effects', () => {
  it('are reported where the policy about them is switched off', () => {
    const report = judge([shorter], (id) => id !== 'stored-data-expires');
    expect(report.findings).toEqual([]);
    expect(report.changes).toMatchObject([{ sideEffects: ['stored data expires'] }]);
    const said = text(report, page);
    expect(said).toContain('aws_s3_bucket_lifecycle_configuration.logs: stored data expires. No policy blocks this.');
    expect(said).not.toContain('Nothing is destroyed');
  });

  it.each<[string, ShortChange, readonly string[]]>([
    [
      'a service that stops',
      {
        address: 'aws_ecs_service.web',
        action: 'update',
        before: { desired_count: 3 },
        after: { desired_count: 0 },
      },
      ['its service stops'],
    ],
    ['a longer retention', { ...shorter, before: shorter.after ?? {}, after: shorter.before ?? {} }, []],
    ['a delete, which the action says', { address: 'aws_sqs_queue.q', action: 'delete' }, []],
  ])('%s', (_, change, expected) => {
    expect(judge([change]).changes).toMatchObject([{ sideEffects: expected }]);
  });
});

describe('types', () => {
  const created = (type: string): ShortChange => ({
    address: `${type}.x`,
    action: 'create',
    after: { name: 'x' },
  });

  it('are counted by what is known of them, each once', () => {
    const types = ['aws_instance', 'awscc_s3_bucket', 'acme_database', 'acme_widget'];
    const { types: counted } = judge(
      [...types, 'acme_database'].map((type, i) => ({ ...created(type), address: `${type}.x${i}` })),
    );
    expect(counted).toEqual({
      listed: 2,
      guessed: 1,
      unknown: 1,
      guessedTypes: ['acme_database'],
      unknownTypes: ['acme_widget'],
    });
  });

  it('have a line only where one is guessed or unknown', () => {
    const line = (type: string) =>
      text(judge([created(type)]), page)
        .split('\n')
        .find((each) => /^ *Types/.test(each));
    expect(line('aws_sqs_queue')).toBeUndefined();
    expect(line('acme_database')).toContain('1 type guessed by name or attributes (acme_database).');
    expect(line('acme_widget')).toContain('1 type unknown (acme_widget).');
  });

  it('are named up to a limit', () => {
    const many = Array.from({ length: 30 }, (_, i) => created(`acme_widget${String.fromCharCode(97 + (i % 26))}${i}`));
    const { types: counted } = judge(many);
    expect([counted.unknown, counted.unknownTypes.length]).toEqual([30, 20]);
  });
});
