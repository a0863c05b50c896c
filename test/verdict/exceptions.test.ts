import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PolicyError } from '../../src/errors.ts';
import { matchesAddress } from '../../src/model/address.ts';
import { toNotExcepted } from '../../src/policy/policy.ts';
import { readBuiltinPolicies } from '../../src/read/settings/builtin.ts';
import { markdown } from '../../src/report/markdown/markdown.ts';
import { text } from '../../src/report/text/text.ts';
import { applyExceptions } from '../../src/verdict/exceptions.ts';
import type { Finding } from '../../src/verdict/report.ts';
import { blamed, judge } from '../settings.ts';

const exception = {
  policy: 'no-stateful-destroy',
  address: 'module.db["eu.west"].aws_db_instance.main[0]',
  reason: 'moves to another account, DATA-7',
  owner: 'team-data',
  created: '2026-05-01',
  expires: '2026-06-30',
};
const keyed = exception.address;
const changes = [
  { address: keyed, action: 'delete' },
  { address: 'module.db["eu.west"].aws_db_instance.main[1]', action: 'delete' },
];
const judged = (exceptions: readonly object[], more: object = {}) =>
  judge({ changes, settings: { exceptions }, ...more });

const notExcepted = toNotExcepted(readBuiltinPolicies().policies);

describe('an exception', () => {
  it('carries the instance that it names, and no other', async () => {
    const report = await judged([exception]);
    expect(blamed(report, 'no-stateful-destroy')).toEqual([changes[1]?.address]);
    expect(report.exceptions).toEqual([{ ...exception, status: 'used', findings: 1 }]);
    const { owner, reason, expires } = exception;
    expect(report.findings.find(({ subject }) => subject.address === keyed)?.exception).toEqual({
      owner,
      reason,
      expires,
    });
  });

  it.each([
    ['**', 2],
    ['module.db["eu.west"].aws_db_instance.main[*]', 2],
    ['module.db[*].aws_db_instance.main[1]', 1],
    ['module.db["eu.*"].aws_db_instance.main[0]', 1],
    ['module.db["eu.west"].aws_db_instance.main', 0],
    ['module.db.aws_db_instance.main[0]', 0],
    ['module.db["eu.west"].aws_db_instance.main["0"]', 0],
    ['aws_db_instance.main[0]', 0],
  ])('for %s carries %i', async (address, carried) => {
    const { findings, exceptions } = await judged([{ ...exception, address }]);
    expect(findings.filter((finding) => finding.exception)).toHaveLength(carried);
    expect(exceptions[0]).toMatchObject({ findings: carried, status: carried > 0 ? 'used' : 'unused' });
  });

  it.each([
    ['2026-05-01T00:00:00Z', 'used'],
    ['2026-06-30T23:59:59Z', 'used'],
    ['2026-07-01T00:00:00Z', 'expired'],
    ['2026-04-30T23:59:59Z', 'not-yet'],
  ])('at %s is %s', async (now, status) => {
    const report = await judged([{ ...exception, address: '**' }], { now });
    expect(report.exceptions[0]?.status).toBe(status);
    expect(blamed(report, 'no-stateful-destroy')).toHaveLength(status === 'used' ? 0 : 2);
  });

  it('for the whole plan goes by that name, and by no pattern', async () => {
    const settings = (address: string) => ({
      limits: { share: 0 },
      exceptions: [{ ...exception, policy: 'share-limit', address }],
    });
    const limit = async (address: string) =>
      blamed(await judge({ changes, settings: settings(address) }), 'share-limit');
    expect(await limit('limit')).toEqual([]);
    expect(await limit('**')).toEqual(['limit']);
  });

  it('can hold in one place only', async () => {
    const settings = {
      environments: [{ name: 'test', workspaces: ['test'] }],
      exceptions: [
        { ...exception, environments: ['test'] },
        { ...exception, directories: ['live/old'] },
      ],
    };
    const at = async (place: object) => (await judge({ changes, settings, place })).exceptions.length;
    expect(await at({ workspace: 'prod', directory: 'live/new' })).toBe(0);
    expect(await at({ workspace: 'test', directory: 'live/new' })).toBe(1);
    expect(await at({ workspace: 'test', directory: 'live/old/db' })).toBe(2);
  });

  it.each(['plan-errored', 'unknown-action', 'unknown-output-action', 'unreadable-configuration'])(
    'cannot carry %s',
    async (policy) => {
      await expect(judged([{ ...exception, policy, address: 'plan' }])).rejects.toThrow(
        `exceptions cannot lift \`${policy}\``,
      );
      const finding = { policy, subject: { kind: 'plan' } } as Finding;
      const applied = applyExceptions([finding], {
        exceptions: [{ ...exception, policy, address: 'plan' }],
        now: new Date('2026-05-02'),
        notExcepted,
      });
      expect(applied.findings).toEqual([finding]);
    },
  );

  it('carries nothing where the day is not known', () => {
    const finding = { policy: exception.policy, subject: { kind: 'change', address: keyed } } as Finding;
    expect(applyExceptions([finding], { exceptions: [exception], now: undefined }).findings).toEqual([finding]);
  });
});

describe('a verdict with exceptions says so', () => {
  it('where it passes by exception only', async () => {
    const report = await judged([{ ...exception, address: '**' }], { changes: changes.slice(0, 1) });
    expect(report.verdict).toBe('pass');
    const rendered = [text, markdown].map((render) =>
      render(report, { width: 200, colour: false, explainPass: false }),
    );
    for (const page of rendered) {
      expect(page).toContain('Passes by exception only');
      expect(page).toContain('team-data until 2026-06-30');
      expect(page).toContain('DATA-7');
      expect(page).not.toContain('No policy blocks this');
    }
  });

  it('and shows those that are over, or match nothing', async () => {
    const exceptions = [
      { ...exception, address: 'aws_db_instance.renamed' },
      { ...exception, expires: '2026-05-31' },
    ];
    const report = await judged(exceptions);
    expect(report.exceptions.map(({ status }) => status)).toEqual(['unused', 'expired']);
    const page = text(report, { width: 250, colour: false, explainPass: false });
    expect(page).toContain('matches nothing in this plan');
    expect(page).toContain('expired on 2026-05-31 and has no effect');
  });
});

describe('faults', () => {
  it.each([
    [{ policy: 'no-stateful-destroi' }, 'Did you mean `no-stateful-destroy`?'],
    [{ expires: '2026-08-01' }, '92 days after `created`, more than the limit of 90'],
    [{ expires: '2026-04-01' }, 'before `created` (2026-05-01)'],
    [{ created: '2026-02-30' }, 'exceptions.0.created: wrong format'],
    [{ address: 'aws_db_instance.main["a]' }, 'is not an address pattern'],
    [{ environments: ['prod'] }, 'unknown environment `prod`'],
    [{ owner: '' }, 'must not be empty'],
  ])('%j', async (wrong, message) => {
    const told = judged([{ ...exception, ...wrong }]);
    await expect(told).rejects.toThrow(PolicyError);
    await expect(told).rejects.toThrow(message);
  });

  it('how long one may hold can be changed', async () => {
    const settings = { 'max-exception-days': 100, exceptions: [{ ...exception, expires: '2026-08-01' }] };
    expect((await judge({ changes, settings })).exceptions).toHaveLength(1);
  });
});

describe('properties', () => {
  const names = ['a', 'b', '["x.y"]', '[0]', '[*]', '*', '**', 'module.m', 'aws_db_instance.main'];
  const patterns = fc.array(fc.constantFrom(...names), { minLength: 1, maxLength: 4 }).map((parts) => parts.join('.'));
  const addresses = fc
    .tuple(fc.constantFrom('', 'module.m.', 'module.m["x.y"].'), fc.constantFrom('aws_db_instance.main', 'a.b'))
    .chain(([module, name]) => fc.constantFrom('', '[0]', '["x.y"]').map((key) => module + name + key));
  const policies = fc.constantFrom('no-destroy', 'no-stateful-destroy', 'plan-errored');
  const findings = fc.array(
    fc
      .record({ policy: policies, address: addresses })
      .map(
        ({ policy, address }) =>
          ({ policy, enforcement: 'soft-mandatory', subject: { kind: 'change', address } }) as Finding,
      ),
  );
  const given = fc.record({ policy: policies, address: patterns }).map((each) => ({ ...exception, ...each }));
  const now = new Date('2026-05-15');

  it('adding an exception never changes a finding that it does not match', () => {
    fc.assert(
      fc.property(findings, fc.array(given), given, (found, exceptions, added) => {
        const before = applyExceptions(found, { exceptions, now, notExcepted }).findings;
        const after = applyExceptions(found, { exceptions: [...exceptions, added], now, notExcepted }).findings;
        found.forEach(({ policy, subject }, i) => {
          const matches = policy === added.policy && matchesAddress(added.address, subject.address ?? '');
          if (!matches) expect(after[i]).toEqual(before[i]);
        });
      }),
    );
  });

  it('no exception takes a finding away, and one that is over does nothing at all', () => {
    fc.assert(
      fc.property(findings, fc.array(given), (found, exceptions) => {
        const applied = applyExceptions(found, { exceptions, now, notExcepted }).findings;
        expect(applied.map(({ exception: _, ...rest }) => rest)).toEqual(found);
        expect(applyExceptions(found, { exceptions, now: new Date('2026-07-01'), notExcepted }).findings).toEqual(
          found,
        );
      }),
    );
  });
});
