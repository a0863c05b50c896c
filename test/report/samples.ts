/** Reports written by hand: one environment recreated, one harmless, one not judged, one hostile, one huge, one with everything. */
import { policyPageUrl } from '../../src/verdict/policy-page.ts';
import type { Counts, Finding, Report, ReportedChange, ReportSet } from '../../src/verdict/report.ts';
import type { BrokenGlass, PastBrokenGlass } from '../../src/verdict/report-approvals.ts';
import type { Dependent } from '../../src/verdict/report-blast-radius.ts';

const none: Counts = {
  create: 0,
  update: 0,
  delete: 0,
  replace: 0,
  forget: 0,
  read: 0,
  noOp: 0,
  import: 0,
  move: 0,
  deposed: 0,
  deferred: 0,
  drift: 0,
  actionInvocations: 0,
};

const pass: Report = {
  schema: 'firebreak.report/1',
  tool: { name: 'firebreak', version: '0.1.0' },
  verdict: 'pass',
  approvals: { required: 0, counted: 0, from: [], needs: [], ignored: [] },
  plan: {
    file: 'plan.json',
    sha256: '5d1f0c3e9b8a7766554433221100ffeeddccbbaa99887766554433221100aabb',
    fingerprint: '0a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5f60718293a4b5c6d7e8f9',
    fingerprintScheme: 'firebreak.fingerprint/3',
    formatVersion: '1.2',
    terraformVersion: '1.11.4',
    timestamp: '2026-11-04T09:30:00Z',
    complete: true,
    errored: false,
    applyable: true,
    mode: 'normal',
  },
  counts: none,
  types: { listed: 3, guessed: 0, unknown: 0, guessedTypes: [], unknownTypes: [] },
  changes: [],
  drift: [],
  outputs: [],
  blastRadius: {
    direct: [],
    dependents: [],
    dependentsOfForgotten: [],
    score: 0,
    level: 'none',
    shareOfState: 0,
    modules: [],
    owners: [],
  },
  backends: [
    {
      root: '.',
      kind: 's3',
      status: 'remote',
      evidence: 'backend "s3" with a lock file',
      location: { file: 'backend.tf', line: 2 },
    },
  ],
  findings: [],
  renames: [],
  fixes: [],
  policies: [
    { id: 'no-destroy', enforcement: 'soft-mandatory', looked: 0, held: 0, violated: 0, unknown: 0 },
    { id: 'no-stateful-destroy', enforcement: 'soft-mandatory', looked: 0, held: 0, violated: 0, unknown: 0 },
    { id: 'plan-complete', enforcement: 'soft-mandatory', looked: 1, held: 1, violated: 0, unknown: 0 },
    { id: 'state-remote', enforcement: 'soft-mandatory', looked: 1, held: 1, violated: 0, unknown: 0 },
  ],
  exceptions: [],
};

function change(address: string, action: string, more: Partial<ReportedChange> = {}): ReportedChange {
  const module = /^module\.[^.]+(?=\.)/.exec(address)?.[0] ?? '';
  return {
    address,
    type: /(?:^|\.)((?:aws|google)_\w+)\./.exec(address)?.[1] ?? 'aws_thing',
    module,
    provider: 'registry.terraform.io/hashicorp/aws',
    action,
    reasons: [],
    forcedBy: [],
    sideEffects: [],
    stateful: false,
    criticality: 'standard',
    protection: 'none',
    attributes: [],
    ...more,
  };
}

function finding(policy: string, subject: Finding['subject'], more: Partial<Finding> = {}): Finding {
  return {
    policy,
    title: policy.replaceAll('-', ' '),
    enforcement: 'soft-mandatory',
    approvals: 1,
    result: 'violated',
    subject,
    message: `${subject.address ?? 'the plan'} is not as ${policy} asks`,
    why: 'Because it cannot be undone.',
    remedy: 'Do it another way.',
    ...(/^[a-z-]+$/.test(policy) && { url: policyPageUrl(policy) }),
    fingerprint: `${policy}:${subject.address ?? subject.kind}`,
    ...more,
  };
}

/** A plan that creates one thing and changes two. */
export const harmless: Report = {
  ...pass,
  counts: { ...none, create: 1, update: 2, noOp: 12 },
  changes: [
    change('aws_cloudwatch_log_group.api', 'create'),
    change('aws_lambda_function.api', 'update', {
      attributes: [{ path: 'memory_size', shown: true, before: 128, after: 256 }],
    }),
    change('aws_sqs_queue.jobs', 'update', { attributes: [{ path: 'visibility_timeout_seconds', shown: false }] }),
  ],
};

export const unchanged: Report = { ...pass, counts: { ...none, noOp: 3 } };

/** `for_each` key renamed from prod to production: 41 deleted, 41 created empty. */
const prod = 'module.environment["prod"].';
const dataStores = [
  'aws_dynamodb_table.usage',
  'aws_elasticache_replication_group.cache',
  'aws_kms_key.data',
  'aws_rds_cluster.costs',
];
const others = ['aws_s3_bucket.reports', 'aws_sqs_queue.ingest', 'aws_cloudwatch_log_group.app'];
/** Each resource under the one that it depends on; the empty parent depends on nothing that goes. */
const parents: Readonly<Record<string, readonly string[]>> = {
  '': [
    'aws_vpc.main',
    'aws_kms_key.data',
    'aws_iam_role.app',
    'aws_eip.nat',
    'aws_ecs_cluster.main',
    'aws_dynamodb_table.usage',
    ...others,
    'aws_cloudwatch_event_rule.hourly',
  ],
  'aws_vpc.main': [
    'aws_internet_gateway.main',
    'aws_lb_target_group.app',
    'aws_route_table.private',
    'aws_security_group.app',
    'aws_security_group.db',
    'aws_security_group.lb',
    'aws_subnet.private["us-east-1a"]',
    'aws_subnet.private["us-east-1b"]',
    'aws_subnet.public["us-east-1a"]',
    'aws_subnet.public["us-east-1b"]',
  ],
  'aws_subnet.private["us-east-1a"]': [
    'aws_db_subnet_group.main',
    'aws_elasticache_subnet_group.cache',
    'aws_route_table_association.private["us-east-1a"]',
    'aws_route_table_association.private["us-east-1b"]',
  ],
  'aws_subnet.public["us-east-1a"]': ['aws_lb.public', 'aws_nat_gateway.main'],
  'aws_lb.public': ['aws_lb_listener.https'],
  'aws_db_subnet_group.main': ['aws_rds_cluster.costs'],
  'aws_rds_cluster.costs': ['aws_rds_cluster_instance.costs[0]', 'aws_rds_cluster_instance.costs[1]'],
  'aws_elasticache_subnet_group.cache': ['aws_elasticache_replication_group.cache'],
  'aws_kms_key.data': ['aws_kms_alias.data'],
  'aws_iam_role.app': ['aws_ecs_task_definition.app', 'aws_iam_role_policy.app', 'aws_lambda_function.ingest'],
  'aws_ecs_task_definition.app': ['aws_ecs_service.app'],
  'aws_lambda_function.ingest': [
    'aws_cloudwatch_event_target.hourly',
    'aws_cloudwatch_metric_alarm.errors',
    'aws_lambda_event_source_mapping.ingest',
  ],
  'aws_s3_bucket.reports': ['aws_s3_bucket_versioning.reports'],
};

function pathTo(name: string): readonly string[] {
  const parent = Object.entries(parents).find(([, children]) => children.includes(name))?.[0] ?? '';
  return parent === '' ? [name] : [...pathTo(parent), name];
}

const inModule = Object.values(parents).flat();
const deleted = ['aws_route53_record.app["prod"]', ...inModule.map((name) => prod + name)];
const outside: readonly Dependent[] = [
  {
    address: 'aws_iam_policy.analysts',
    of: [`${prod}aws_s3_bucket.reports`],
    distance: 1,
    path: [`${prod}aws_s3_bucket.reports`, 'aws_iam_policy.analysts'],
    evidence: 'state',
  },
  {
    address: 'aws_route53_record.app["prod"]',
    of: [`${prod}aws_lb.public`],
    distance: 1,
    path: [`${prod}aws_lb.public`, 'aws_route53_record.app["prod"]'],
    evidence: 'config',
  },
];
const dependents: readonly Dependent[] = [
  ...outside,
  ...inModule.flatMap((name): readonly Dependent[] => {
    const path = pathTo(name).map((step) => prod + step);
    return path.length < 2
      ? []
      : [{ address: prod + name, of: path.slice(0, -1), distance: path.length - 1, path, evidence: 'state' }];
  }),
];

const movedRemedy = `Keep the address with a \`moved\` block, so that what exists is renamed
instead of destroyed. For a renamed key:

moved {
  from = module.environment["prod"]
  to   = module.environment["production"]
}

Or take the resource out of Terraform with a \`removed\` block.
`;
const dataPolicy = {
  title: 'Do not destroy what holds data',
  approvals: 2,
  why: 'A replaced database is a new, empty database.',
  remedy: movedRemedy,
  lesson: 6,
} as const;

function fellWith(address: string): number {
  return dependents.filter(({ of }) => of.includes(address)).length;
}

const holdsData = [...dataStores, ...others].map((name) => prod + name);

/** Like the real plan of that name: counts, addresses and dependents are its own. */
export const recreated: Report = {
  ...pass,
  verdict: 'fail',
  approvals: { required: 2, counted: 0, from: [], needs: [], ignored: [] },
  counts: { ...none, create: 41, update: 1, delete: 41, read: 1, noOp: 2 },
  changes: [
    ...deleted.map((address) =>
      change(address, 'delete', {
        reasons: [
          address.startsWith('module.')
            ? 'its module instance is no longer in the configuration'
            : 'its for_each key is gone',
        ],
        criticality: holdsData.includes(address)
          ? address.includes('aws_rds') || address.includes('kms')
            ? 'critical'
            : 'stateful'
          : 'standard',
        stateful: holdsData.includes(address),
        protection: holdsData.includes(address) ? 'off' : 'none',
      }),
    ),
    ...deleted.map((address) => change(address.replace('"prod"', '"production"'), 'create')),
    change('aws_iam_policy.analysts', 'update', {
      attributes: [
        {
          path: 'policy',
          shown: true,
          before:
            '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":["arn:aws:s3:::prod-reports/*"]}]}',
          after: '(known after apply)',
        },
      ],
    }),
  ],
  blastRadius: {
    direct: deleted.toSorted(),
    dependents,
    dependentsOfForgotten: [],
    score: 96,
    level: 'critical',
    shareOfState: 0.93,
    modules: ['module.environment["prod"]'],
    owners: [],
  },
  findings: [
    finding(
      'environment-recreated',
      { kind: 'plan' },
      {
        title: 'An environment is destroyed and created again',
        approvals: 2,
        message:
          '41 resources of module.environment["prod"] are deleted and the same 41 are created as module.environment["production"]',
        why: 'What is created anew is empty: the data, the keys and the addresses of the old environment are gone.',
        remedy: movedRemedy,
        lesson: 6,
      },
    ),
    ...holdsData.map((address) =>
      finding(
        'no-stateful-destroy',
        { kind: 'change', address },
        {
          ...dataPolicy,
          message: `${address} would be deleted; it holds data (other resources that depend on it: ${fellWith(address)})`,
        },
      ),
    ),
    finding(
      'skip-final-snapshot',
      { kind: 'change', address: `${prod}aws_rds_cluster.costs` },
      {
        title: 'Take a last snapshot of what is destroyed',
        approvals: 2,
        message: `${prod}aws_rds_cluster.costs would be deleted without a final snapshot`,
        why: 'Without it nothing is left to restore from.',
        remedy: 'Set `skip_final_snapshot = false` and apply that first.',
        lesson: 5,
        location: { file: 'modules/environment/data.tf', line: 12 },
      },
    ),
    ...deleted
      .filter((address) => !holdsData.includes(address))
      .map((address) =>
        finding(
          'no-destroy',
          { kind: 'change', address },
          {
            title: 'Do not destroy without a second pair of eyes',
            message: `${address} would be deleted`,
            why: 'Nobody can undo it.',
            remedy: movedRemedy,
            lesson: 6,
          },
        ),
      ),
    ...['aws_dynamodb_table.usage', 'aws_lb.public', 'aws_rds_cluster.costs'].map((name) =>
      finding(
        'deletion-protection-missing',
        { kind: 'change', address: `module.environment["production"].${name}` },
        {
          title: 'Switch deletion protection on',
          message: `module.environment["production"].${name} would be created without deletion protection`,
          why: 'The switch is what stops the next plan like this one.',
          remedy: 'Set `deletion_protection = true`.',
          lesson: 4,
        },
      ),
    ),
    finding(
      'backups-weak',
      { kind: 'change', address: 'module.environment["production"].aws_rds_cluster.costs' },
      {
        enforcement: 'advisory',
        approvals: 0,
        message: 'module.environment["production"].aws_rds_cluster.costs keeps backups for 1 day',
      },
    ),
    finding(
      'deletion-protection-missing',
      { kind: 'resource', address: 'aws_route53_zone.main' },
      {
        enforcement: 'advisory',
        approvals: 0,
        message: 'aws_route53_zone.main has no switch of its own: `prevent_destroy` is all there is',
      },
    ),
  ],
  policies: [
    { id: 'backups-weak', enforcement: 'advisory', looked: 3, held: 2, violated: 1, unknown: 0 },
    { id: 'deletion-protection-missing', enforcement: 'soft-mandatory', looked: 9, held: 5, violated: 4, unknown: 0 },
    { id: 'environment-recreated', enforcement: 'soft-mandatory', looked: 1, held: 0, violated: 1, unknown: 0 },
    { id: 'iam-privilege', enforcement: 'soft-mandatory', looked: 0, held: 0, violated: 0, unknown: 0 },
    { id: 'no-destroy', enforcement: 'soft-mandatory', looked: 34, held: 0, violated: 34, unknown: 0 },
    { id: 'no-stateful-destroy', enforcement: 'soft-mandatory', looked: 41, held: 34, violated: 7, unknown: 0 },
    { id: 'skip-final-snapshot', enforcement: 'soft-mandatory', looked: 1, held: 0, violated: 1, unknown: 0 },
  ],
};

/** The same findings, lifted by two people. */
export const approved: Report = {
  ...recreated,
  verdict: 'pass',
  approvals: { required: 2, counted: 2, from: ['alice', 'bob'], needs: [], ignored: [] },
};

/** Nothing could be judged. */
export const unreadable: Report = {
  ...pass,
  verdict: 'error',
  errors: [
    'plan.json: $.format_version: "2.0" is not a format this version knows\n  Use Terraform 1.x, or a newer firebreak.',
  ],
  plan: { ...pass.plan, formatVersion: '2.0', complete: null, errored: null, applyable: null },
  policies: [],
};

/** Hard and soft together, an unknown, an exception, one approval of two. */
export const mixed: Report = {
  ...pass,
  verdict: 'fail',
  approvals: { required: 2, counted: 1, from: ['alice'], needs: [], ignored: [] },
  counts: { ...none, replace: 1, update: 1, drift: 2 },
  changes: [
    change('aws_db_instance.main', 'replace', {
      order: 'delete-first',
      forcedBy: ['engine'],
      reasons: ['its provider cannot update `engine` in place'],
      stateful: true,
      criticality: 'critical',
      protection: 'off',
      attributes: [
        { path: 'engine', shown: true, before: 'mysql', after: 'postgres' },
        { path: 'password', shown: false },
      ],
    }),
    change('aws_iam_role_policy.app', 'update', {
      attributes: [
        {
          path: 'policy',
          shown: true,
          before:
            '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["s3:GetObject"],"Resource":"arn:aws:s3:::data/*"}]}',
          after: '{"Statement":[{"Action":["s3:*"],"Effect":"Allow","Resource":"*"}],"Version":"2012-10-17"}',
        },
      ],
    }),
  ],
  drift: [
    { address: 'aws_db_instance.main', action: 'update', relevant: true },
    { address: 'aws_sqs_queue.jobs', action: 'delete', relevant: false },
  ],
  outputs: [{ name: 'endpoint', action: 'update', sensitive: false }],
  blastRadius: {
    direct: ['aws_db_instance.main'],
    dependents: [
      {
        address: 'aws_ecs_service.api',
        of: ['aws_db_instance.main'],
        distance: 2,
        path: ['aws_db_instance.main', 'aws_ssm_parameter.url', 'aws_ecs_service.api'],
        evidence: 'value',
      },
      {
        address: 'aws_ssm_parameter.url',
        of: ['aws_db_instance.main'],
        distance: 1,
        path: ['aws_db_instance.main', 'aws_ssm_parameter.url'],
        evidence: 'state',
      },
    ],
    dependentsOfForgotten: [],
    score: 61,
    level: 'high',
    shareOfState: 0.1,
    modules: [],
    owners: [],
  },
  findings: [
    finding(
      'plan-errored',
      { kind: 'plan' },
      {
        title: 'A plan that failed is not a plan',
        enforcement: 'hard-mandatory',
        approvals: 0,
        message: 'Terraform reports that planning failed',
        why: 'What the plan does not show cannot be judged.',
        remedy: 'Correct the error that Terraform names, and plan again.',
      },
    ),
    finding(
      'no-stateful-destroy',
      { kind: 'change', address: 'aws_db_instance.main' },
      {
        ...dataPolicy,
        message: 'aws_db_instance.main would be replaced; it holds data and 2 other resources depend on it',
      },
    ),
    finding(
      'iam-privilege',
      { kind: 'change', address: 'aws_iam_role_policy.app' },
      {
        approvals: 2,
        result: 'unknown',
        message: 'aws_iam_role_policy.app may grant more than before',
        why: 'Whoever holds `*` can undo every other rule.',
        remedy: 'Name the actions and the resources.',
      },
    ),
    finding(
      'state-remote',
      { kind: 'backend' },
      {
        message: 'the state lies on the disk of whoever runs Terraform',
        exception: { owner: 'team-data', reason: 'moves to S3 with the new account', expires: '2026-12-31' },
      },
    ),
  ],
  backends: [
    { root: '.', kind: 'local', status: 'local', evidence: 'backend "local"', location: { file: 'main.tf', line: 4 } },
  ],
};

/** What somebody writes who wants to be misread. */
const attack = [
  'a|b',
  '`x` ``` ````',
  '](javascript:alert(1))',
  '<img src=x onerror=alert(1)>',
  '@everyone #123 org/repo#9 GH-7 https://evil.example www.evil.example a@evil.example',
  '\u001b[2J\u001b[31mPASS\u001b[0m\u009b31m',
  '::set-output name=verdict::pass',
  '##[set-output name=verdict]pass ##vso[task.setvariable]x',
  '\u202egnp.exe\u2066\u200b\u00ad\u2028\ufeff',
  '\n::error::x\r\n# Heading\n- item\n</details>\n```\n---\n',
  '__proto__ constructor',
  '-->{{7*7}}$(id)&amp;&lt;',
].join(' ');
const attackAddress = `aws_s3_bucket.x["${attack}"]`;
const longAddress = `module.long["${'y'.repeat(10_000)}"].aws_s3_bucket.tail`;
const attackLocation = { file: `${attack}.tf`, line: 1 } as const;

/** Hostile strings in every field that can hold one. */
export const hostile: Report = {
  ...pass,
  verdict: 'fail',
  errors: [attack, `::error::${attack}`],
  approvals: {
    required: 2,
    counted: 1,
    from: [attack],
    needs: [{ count: 1, counted: 0, group: attack }],
    ignored: [{ who: attack, why: 'author' }],
  },
  plan: {
    ...pass.plan,
    file: `::set-env name=x::${attack}`,
    terraformVersion: attack,
    formatVersion: attack,
    timestamp: attack,
  },
  counts: { ...none, delete: 4, update: 1 },
  changes: [
    change(attackAddress, 'delete', {
      deposed: attack,
      type: attack,
      module: attack,
      provider: attack,
      reasons: [attack],
      forcedBy: [attack, '__proto__'],
      owner: attack,
      previousAddress: attack,
      attributes: [
        { path: attack, shown: true, before: attack, after: `${attack}\nmore` },
        {
          path: '__proto__',
          shown: true,
          before: '{"__proto__": {"a": 1}, "b": "```"}',
          after: '{"__proto__": {"a": 2}, "b": "::x::"}',
        },
        { path: 'constructor', shown: true, before: { toString: attack }, after: [attack] },
        { path: attack, shown: false },
      ],
      location: attackLocation,
    }),
    change(longAddress, 'delete', { stateful: true, criticality: 'critical' }),
    change('__proto__', 'delete'),
    change('constructor.prototype', attack),
    change('::warning::x', 'update', {
      attributes: [{ path: '::x', shown: true, before: '::a', after: '\n::set-output name=a::b\n##[group]' }],
    }),
  ],
  drift: [{ address: attackAddress, action: attack, relevant: true }],
  outputs: [{ name: attack, action: attack, sensitive: true }],
  blastRadius: {
    direct: ['__proto__', attackAddress, longAddress],
    dependents: [
      {
        address: '::notice::dependent',
        of: [attackAddress],
        distance: 1,
        path: [attackAddress, '::notice::dependent'],
        evidence: 'value',
      },
      {
        address: 'constructor',
        of: ['__proto__'],
        distance: 1,
        path: ['__proto__', 'constructor'],
        evidence: 'config',
      },
      { address: 'aws_a.loop', of: [longAddress], distance: 1, path: ['aws_b.loop', 'aws_a.loop'], evidence: 'state' },
      { address: 'aws_b.loop', of: [longAddress], distance: 1, path: ['aws_a.loop', 'aws_b.loop'], evidence: 'state' },
    ],
    dependentsOfForgotten: [{ address: attack, of: [attack], distance: 1, path: [attack, attack], evidence: 'state' }],
    score: 99,
    level: 'critical',
    shareOfState: 1,
    modules: [attack],
    owners: [attack],
  },
  backends: [{ root: attack, kind: attack, status: 'unknown', evidence: attack, location: attackLocation }],
  findings: [
    finding(
      attack,
      { kind: attack, address: attackAddress },
      {
        title: attack,
        message: `${attackAddress} ${attack}`,
        why: attack,
        remedy: `${attack}\n\n  code ${attack}\n`,
        url: `https://example.com/${attack}`,
        location: attackLocation,
      },
    ),
    finding('no-destroy', { kind: 'change', address: longAddress }, { message: `${longAddress} would be deleted` }),
    finding('no-destroy', { kind: 'change', address: '__proto__' }),
    finding(
      'constructor',
      { kind: 'change', address: '__proto__' },
      { enforcement: 'hard-mandatory', approvals: 0, message: attack },
    ),
    finding(
      'carried',
      { kind: 'change', address: attackAddress },
      { exception: { owner: attack, reason: attack, expires: attack } },
    ),
    finding(
      'advice',
      { kind: 'change', address: '::error::y' },
      { enforcement: 'advisory', approvals: 0, message: `::error::y ${attack}`, title: attack },
    ),
  ],
  policies: [{ id: attack, enforcement: 'advisory', looked: 1, held: 0, violated: 1, unknown: 0 }],
  exceptions: (['used', 'unused', 'expired', 'not-yet'] as const).map((status) => ({
    policy: attack,
    address: attackAddress,
    owner: attack,
    reason: attack,
    created: attack,
    expires: attack,
    status,
    findings: 1,
  })),
  settings: {
    file: attack,
    directory: attack,
    workspace: attack,
    environment: attack,
    owner: attack,
    scope: [attack],
  },
  actor: {
    author: attack,
    type: 'unknown',
    askedBy: [attack],
    signals: [{ kind: 'branch', value: attack, agent: attack }],
    aiAssisted: true,
  },
};

/** 612 changes in a few modules: still readable. */
const many = Array.from({ length: 612 }, (_, i) => {
  const module = `module.region["r${i % 12}"]`;
  const type =
    ['aws_subnet', 'aws_instance', 'aws_security_group_rule', 'aws_db_instance', 'aws_route53_record'][i % 5] ??
    'aws_subnet';
  return {
    address: `${module}.${type}.n${i}`,
    action: ['delete', 'replace', 'update', 'create'][Math.floor(i / 12) % 4] ?? 'update',
    type,
  };
});
const manyGone = many.filter(({ action }) => action === 'delete' || action === 'replace');

export const huge: Report = {
  ...pass,
  verdict: 'fail',
  approvals: { required: 2, counted: 0, from: [], needs: [], ignored: [] },
  counts: {
    ...none,
    delete: many.filter(({ action }) => action === 'delete').length,
    replace: many.filter(({ action }) => action === 'replace').length,
    update: many.filter(({ action }) => action === 'update').length,
    create: many.filter(({ action }) => action === 'create').length,
  },
  changes: many.map(({ address, action, type }) =>
    change(address, action, {
      criticality: type === 'aws_db_instance' ? 'critical' : 'standard',
      attributes: action === 'update' ? [{ path: 'tags.Name', shown: true, before: 'a', after: 'b' }] : [],
    }),
  ),
  blastRadius: {
    ...recreated.blastRadius,
    direct: manyGone.map(({ address }) => address),
    dependents: manyGone.map(({ address }, i) => ({
      address: `aws_alarm.of_${i}`,
      of: [address],
      distance: 1,
      path: [address, `aws_alarm.of_${i}`],
      evidence: 'state',
    })),
  },
  findings: manyGone.map(({ address, action, type }) =>
    finding(
      type === 'aws_db_instance' ? 'no-stateful-destroy' : 'no-destroy',
      { kind: 'change', address },
      {
        ...(type === 'aws_db_instance' ? dataPolicy : {}),
        message: `${address} would be ${action}d; 1 other resource depends on it`,
      },
    ),
  ),
  policies: recreated.policies,
};

/** Every optional field is there. */
export const complete: Report & Required<Report> = {
  ...mixed,
  verdict: 'error',
  approvals: {
    required: 3,
    counted: 1,
    from: ['alice'],
    needs: [
      { count: 3, counted: 1, group: null },
      { count: 1, counted: 0, group: 'senior' },
    ],
    ignored: [{ who: 'claude[bot]', why: 'bot' }],
    authorUnknown: true,
    covers: {
      findings: [{ fingerprint: 'ab'.repeat(8), facts: ['cd'.repeat(16)], amounts: { 'change.dependents': 2 } }],
      destroys: [{ address: 'aws_db_instance.main', object: 'ef'.repeat(16) }],
    },
  } satisfies Required<Report['approvals']>,
  brokenGlass: {
    who: 'grace',
    names: ['grace@example.com'],
    key: 'SHA256:abc',
    at: '2026-06-01T03:00:00Z',
    reason: 'INC-123 primary database is full',
    source: 'signature',
    fingerprint: 'ab'.repeat(32),
  } satisfies Required<BrokenGlass>,
  brokenGlassBefore: [
    {
      who: 'linus',
      names: [],
      key: 'SHA256:def',
      at: '2026-05-01T03:00:00Z',
      reason: 'INC-99',
      source: 'terminal',
      fingerprint: 'cd'.repeat(32),
      state: 'backend "s3" (bucket=acme-state, key=orders/terraform.tfstate), workspace default',
      reviewedBy: 'grace',
    } satisfies Required<PastBrokenGlass>,
  ],
  enforced: { verdict: 'fail', findings: 1, approvals: 2 },
  renames: [
    {
      from: 'aws_db_instance.old',
      to: 'aws_db_instance.main',
      keep: [{ address: 'aws_db_instance.main', attribute: 'identifier', before: 'old', planned: 'main' }],
    },
  ],
  fixes: [
    { file: 'moved.tf', line: 1, text: 'moved {\n  from = aws_db_instance.old\n  to   = aws_db_instance.main\n}\n' },
  ],
  errors: ['policies/mine.yaml:3: $.when: unknown field `chnage`\n  Did you mean `change`?'],
  plan: {
    ...pass.plan,
    formatVersion: null,
    terraformVersion: null,
    timestamp: null,
    mode: 'refresh-only',
    state: 'backend "s3" (bucket=acme-state, key=orders/terraform.tfstate), workspace default',
  },
  changes: [
    {
      ...change('aws_db_instance.main', 'replace'),
      deposed: '00000001',
      order: 'create-first',
      data: 'primary',
      owner: 'team-data',
      previousAddress: 'aws_db_instance.old',
      importing: true,
      deferred: true,
      attributes: [{ path: 'tags', shown: true, before: null, after: { a: [1, true, null] } }],
      location: { file: 'main.tf', line: 7 },
    } satisfies Required<ReportedChange>,
  ],
  blastRadius: {
    ...mixed.blastRadius,
    dependentsOfForgotten: mixed.blastRadius.dependents.map((each) => ({ ...each, moreOf: 3, morePath: 2 })),
  },
  findings: [
    {
      ...finding('no-destroy', { kind: 'change', address: 'aws_db_instance.main', deposed: '00000001' }),
      enforced: { enforcement: 'soft-mandatory', approvals: 2 },
      url: policyPageUrl('no-destroy'),
      lesson: 6,
      location: { file: 'main.tf', line: 7 },
      exception: { owner: 'team-data', reason: 'agreed', expires: '2026-12-31' },
    } satisfies Required<Finding>,
  ],
  exceptions: [
    {
      policy: 'no-destroy',
      address: 'aws_db_instance.*',
      owner: 'team-data',
      reason: 'agreed',
      created: '2026-12-01',
      expires: '2026-12-31',
      status: 'used',
      findings: 1,
    },
  ],
  policies: [
    ...mixed.policies,
    { id: 'drift', enforcement: 'advisory', looked: 0, held: 0, violated: 0, unknown: 0, off: 'seen elsewhere' },
  ],
  settings: {
    file: 'firebreak.yaml',
    directory: 'stacks/data',
    workspace: 'prod',
    environment: 'production',
    owner: 'team-data',
    scope: ['team-data'],
  },
  actor: {
    author: 'claude[bot]',
    type: 'bot',
    askedBy: [],
    signals: [
      { kind: 'author', value: 'claude[bot]', agent: 'Claude Code' },
      { kind: 'commit', value: 'noreply@anthropic.com', agent: 'Claude Code' },
    ],
    aiAssisted: true,
    commits: { range: 'origin/main..HEAD', authors: ['Ada', 'somebody'] },
  },
};

export const several: ReportSet = {
  schema: 'firebreak.report-set/1',
  verdict: 'fail',
  reports: [
    { ...harmless, plan: { ...pass.plan, file: 'dev/plan.json' } },
    { ...harmless, plan: { ...pass.plan, file: 'test/plan.json' } },
    { ...recreated, plan: { ...pass.plan, file: 'prod/plan.json' } },
    { ...unchanged, plan: { ...pass.plan, file: 'shared/plan.json' } },
  ],
};

export const samples: Readonly<Record<string, Report | ReportSet>> = {
  harmless,
  unchanged,
  recreated,
  approved,
  unreadable,
  mixed,
  hostile,
  huge,
  complete,
  several,
};
