/** One address explained for a terminal: each line only where there is something to say, and nothing left out unsaid. */
import { describe, expect, it } from 'vitest';
import { addressLines, type ExplainedAddress } from '../../../src/report/commands/explain-address.ts';
import type { Finding, ReportedChange } from '../../../src/verdict/report.ts';
import type { Dependent } from '../../../src/verdict/report-blast-radius.ts';

const address = 'acme_thing.a';

/** An address that the plan leaves as it is, and of which nothing more is known. */
const untouched: ExplainedAddress = {
  address,
  changes: [],
  criticality: 'standard',
  stateful: false,
  owner: '',
  location: null,
  guardsOn: [],
  guardsOff: [],
  preventDestroy: false,
  risks: [],
  dependents: [],
  fallsWith: null,
  drift: null,
  findings: [],
  held: [],
};

const change: ReportedChange = {
  address,
  type: 'acme_thing',
  module: '',
  provider: 'registry.terraform.io/acme/acme',
  action: 'replace',
  reasons: [],
  forcedBy: [],
  sideEffects: [],
  stateful: false,
  criticality: 'standard',
  protection: 'none',
  attributes: [],
};

const finding: Finding = {
  policy: 'no-destroy',
  title: 'Resource destroyed',
  enforcement: 'soft-mandatory',
  approvals: 1,
  result: 'violated',
  subject: { kind: 'change', address },
  message: `${address} would be destroyed.`,
  why: '',
  remedy: '',
  fingerprint: 'ab',
};

const dependent = (name: string, more: Partial<Dependent> = {}): Dependent => ({
  address: name,
  of: [address],
  distance: 1,
  path: [address, name],
  evidence: 'state',
  ...more,
});

const shown = (more: Partial<ExplainedAddress> = {}): readonly string[] =>
  addressLines({ width: 400, colour: false }, { ...untouched, ...more });

/** The text after a label; undefined if there is no such line. */
function labelled(label: string, more: Partial<ExplainedAddress>): string | undefined {
  const line = shown(more).find((each) => each.startsWith(label.padEnd(13)));
  return line?.slice(13);
}

const ofChange = (label: string, more: Partial<ReportedChange>) =>
  labelled(label, { changes: [{ ...change, ...more }] });

it('an address that the plan leaves alone has the lines that always apply', () => {
  expect(shown()).toEqual([
    address,
    'Plan         no change',
    'Criticality  standard',
    'Protection   no deletion protection; prevent_destroy is not set',
    'Dependents   none',
    '',
    'No findings',
  ]);
});

describe('a change', () => {
  it.each<[string, string, Partial<ReportedChange>, string | undefined]>([
    ['action and order', 'Plan', { order: 'delete-first' }, 'replace, deleted first'],
    ['the other order', 'Plan', { order: 'create-first' }, 'replace, created first'],
    ['a deposed object', 'Plan', { action: 'delete', deposed: '00000001' }, 'delete (deposed object 00000001)'],
    ['no reasons', 'Reason', {}, undefined],
    ['reasons', 'Reason', { reasons: ['one', 'two'] }, 'one; two'],
    ['what forces it', 'Forced by', { forcedBy: ['engine', 'name'] }, 'engine, name'],
    ['the address before', 'Previously', { previousAddress: 'acme_thing.old' }, 'acme_thing.old'],
    ['no attributes', 'Attributes', {}, undefined],
  ])('%s', (_, label, more, expected) => {
    expect(ofChange(label, more)).toBe(expected);
  });

  it('has no line where there is nothing to say', () => {
    expect(shown({ changes: [change] }).slice(0, 3)).toEqual([
      address,
      'Plan         replace',
      'Criticality  standard',
    ]);
  });

  it('lists twelve attributes and counts the others', () => {
    const attributes = (n: number) => Array.from({ length: n }, (_, i) => ({ path: `p${i}`, shown: false }));
    const twelve = 'p0, p1, p2, p3, p4, p5, p6, p7, p8, p9, p10, p11';
    expect(ofChange('Attributes', { attributes: attributes(12) })).toBe(twelve);
    expect(ofChange('Attributes', { attributes: attributes(14) })).toBe(`${twelve} and 2 more`);
  });

  it('each object has lines of its own, and none says that the plan leaves it alone', () => {
    const changes = [change, { ...change, action: 'delete', deposed: '00000001' }];
    expect(shown({ changes }).filter((line) => line.startsWith('Plan'))).toHaveLength(2);
  });
});

describe('what is known of the object', () => {
  it.each<[string, string, Partial<ExplainedAddress>, string | undefined]>([
    ['what holds data', 'Criticality', { criticality: 'stateful', stateful: true }, 'holds data'],
    [
      'what is critical and holds data',
      'Criticality',
      { criticality: 'critical', stateful: true },
      'critical, holds data',
    ],
    ['its owner', 'Owner', { owner: 'network' }, 'network'],
    ['no owner', 'Owner', {}, undefined],
    ['its file', 'Code', { location: { file: 'main.tf' } }, 'main.tf'],
    ['its line', 'Code', { location: { file: 'main.tf', line: 3 } }, 'main.tf:3'],
    ['drift', 'Drift', { drift: 'update' }, 'outside Terraform: update'],
    ['risks', 'Risks', { risks: ['one', 'two'] }, 'one, two'],
    ['guards that are on', 'Protection', { guardsOn: ['a', 'b'] }, 'now by a and b; prevent_destroy is not set'],
    ['a guard that is off', 'Protection', { guardsOff: ['a'] }, 'a is off; prevent_destroy is not set'],
    ['guards that are off', 'Protection', { guardsOff: ['a', 'b'] }, 'a and b are off; prevent_destroy is not set'],
    [
      'guards of a new object',
      'Protection',
      { guardsOn: ['a'], changes: [{ ...change, action: 'create' }] },
      'by a; prevent_destroy is not set',
    ],
    ['prevent_destroy', 'Protection', { preventDestroy: true }, 'no deletion protection; prevent_destroy is set'],
    [
      'a configuration that was not read',
      'Protection',
      { preventDestroy: null },
      'no deletion protection; prevent_destroy is unknown (pass --dir)',
    ],
  ])('%s', (_, label, more, expected) => {
    expect(labelled(label, more)).toBe(expected);
  });
});

describe('what depends on it', () => {
  const lines = (dependents: readonly Dependent[]) => {
    const all = shown({ dependents });
    return all.slice(
      all.findIndex((line) => line.startsWith('Dependents: ')),
      -2,
    );
  };

  it('nearest first, then by address, each with how it is known and the steps between', () => {
    const far = dependent('x.far', { distance: 2, path: [address, 'x.near', 'x.far'], evidence: 'config' });
    const gap = dependent('x.gap', { distance: 60, path: [address, 'x.last', 'x.gap'], morePath: 57 });
    expect(lines([gap, far, dependent('x.near', { evidence: 'value' }), dependent('x.also')])).toEqual([
      'Dependents: 4 resources',
      '  - x.also (from the state)',
      '  - x.near (from a value)',
      '  - x.far (from the configuration, through x.near)',
      '  - x.gap (from the state, through 57 more → x.last)',
    ]);
  });

  it('lists twenty and counts the others', () => {
    const many = (n: number) => Array.from({ length: n }, (_, i) => dependent(`x.n${i}`));
    expect(lines(many(20))).toHaveLength(21);
    expect(lines(many(22)).slice(-1)).toEqual(['  + 2 more']);
    expect(lines(many(22))).toHaveLength(22);
  });
});

it('names no steps where it depends on the destroyed resource directly', () => {
  const lines = shown({ fallsWith: dependent(address, { path: ['x.root', address] }) });
  expect(lines.filter((line) => line.includes('x.root'))).toEqual(['  - x.root (from the state)']);
});

it('names the destroyed resource that it depends on, with the steps between', () => {
  const fallsWith = dependent(address, { path: ['x.root', 'x.step', address], evidence: 'config' });
  const lines = shown({ fallsWith });
  expect(lines.slice(-5, -2)).toEqual([
    '',
    'Depends on a destroyed resource',
    '  - x.root (from the configuration, through x.step)',
  ]);
});

it('lists findings by policy, and marks advisories and exceptions', () => {
  const exception = { owner: 'ada', reason: 'agreed', expires: '2026-12-31' };
  const findings = [
    finding,
    { ...finding, enforcement: 'advisory' as const, message: 'Something else.' },
    { ...finding, exception },
  ];
  expect(shown({ findings }).slice(-6)).toEqual([
    'Findings: 3',
    '',
    '1. Resource destroyed [no-destroy, 1 approval]',
    `   ✗ ${address} would be destroyed.`,
    `   ! ${address}: Something else. Advisory only.`,
    `   ✗ ${address} would be destroyed. Accepted by ada.`,
  ]);
});

it('gives why and fix of a finding that is only an advisory', () => {
  const advice = { ...finding, enforcement: 'advisory' as const, why: 'It stops.', remedy: 'Keep it.' };
  expect(shown({ findings: [advice] }).slice(-4)).toEqual([
    '1. Resource destroyed [no-destroy, advisory]',
    `   ! ${address} would be destroyed.`,
    '   Why  It stops.',
    '   Fix  Keep it.',
  ]);
});

it('no text of a plan reaches the terminal as a control sequence', () => {
  const evil = 'x\u001b[31m';
  const all = shown({
    owner: evil,
    criticality: evil,
    drift: evil,
    risks: [evil],
    guardsOn: [evil],
    guardsOff: [evil],
    location: { file: evil },
    changes: [
      {
        ...change,
        action: evil,
        deposed: evil,
        previousAddress: evil,
        reasons: [evil],
        forcedBy: [evil],
        attributes: [{ path: evil, shown: false }],
      },
    ],
    dependents: [dependent(evil)],
    fallsWith: dependent(address, { path: [evil, evil, address] }),
    findings: [{ ...finding, message: evil, exception: { owner: evil, reason: '', expires: '' } }],
  });
  expect(all.join('')).not.toContain('\u001b');
});
