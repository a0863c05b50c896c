// Measures whole processes, side by side: node bench/run.mjs [RUNS] [NAME]. `google-240k` is a plan of 1 GB, made only if named.
// CPU seconds (user and system) are compared, not the wall clock, because other programs share the processors. Each figure
// is the least of several runs, and the commands take turns. NAME: only plans whose name contains it.
// Plans: a small fixture, big ones from ../shared/plans-big where present (else one made from a fixture), and shapes that
// must not grow with the square of their size. Peers are measured where they are installed.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { measure } from './measure.mjs';
import { shapes } from './shapes.mjs';

const runs = Number(process.argv[2] ?? 5);
const only = process.argv[3] ?? '';
const root = join(import.meta.dirname, '..');
const cli = join(root, 'lib', 'firebreak.js');
if (!existsSync(cli)) {
  console.error('build first: npm run build');
  process.exit(2);
}
const temp = mkdtempSync(join(tmpdir(), 'firebreak-bench-'));
const peerPolicy = join(root, '..', 'shared', 'peers', 'conftest');
const hasConftest = existsSync(peerPolicy) && spawnSync('conftest', ['--version']).status === 0;
const hasTfminder = spawnSync('tfminder', ['--version']).status === 0;

/** N copies of a fixture's plan, each below a module of its own. */
function multiply(file, copies) {
  const plan = JSON.parse(readFileSync(file, 'utf8'));
  const under = (module) => (entry) => ({
    ...entry,
    address: `${module}.${entry.address}`,
    module_address: entry.module_address ? `${module}.${entry.module_address}` : module,
    ...(entry.depends_on && { depends_on: entry.depends_on.map((address) => `${module}.${address}`) }),
  });
  const nest = (module, name) => ({
    address: module.address ? `${name}.${module.address}` : name,
    resources: (module.resources ?? []).map(under(name)),
    child_modules: (module.child_modules ?? []).map((child) => nest(child, name)),
  });
  const names = Array.from({ length: copies }, (_, i) => `module.copy_${i}`);
  const state = plan.prior_state.values.root_module;
  return {
    ...plan,
    planned_values: {
      root_module: { child_modules: names.map((name) => nest(plan.planned_values.root_module, name)) },
    },
    resource_changes: names.flatMap((name) => plan.resource_changes.map(under(name))),
    prior_state: {
      ...plan.prior_state,
      values: { root_module: { child_modules: names.map((name) => nest(state, name)) } },
    },
    configuration: {
      ...plan.configuration,
      root_module: {
        module_calls: Object.fromEntries(
          names.map((name) => [name.slice(7), { source: './copy', module: plan.configuration.root_module }]),
        ),
      },
    },
  };
}

/** A plan that destroys many data stores, each with a secret, every fifth with its snapshot, every tenth a replica. */
function destroying(stores) {
  const changes = Array.from({ length: stores }, (_, i) => {
    const resource = (type, values) => ({
      address: `${type}.this["db-${i}"]`,
      mode: 'managed',
      type,
      name: 'this',
      index: `db-${i}`,
      provider_name: 'registry.terraform.io/hashicorp/aws',
      change: {
        actions: ['delete'],
        before: values,
        after: null,
        after_unknown: {},
        before_sensitive: { password: 'password' in values },
        after_sensitive: false,
      },
    });
    const store = resource('aws_db_instance', {
      id: `db-${i}`,
      identifier: `db-${i}`,
      arn: `arn:aws:rds:us-east-1:123456789012:db:db-${i}`,
      deletion_protection: i % 3 === 0,
      password: `a-password-of-${i}`,
      replicate_source_db: i % 10 === 9 ? `db-${i - 1}` : null,
      tags: { Name: `db-${i}` },
    });
    const snapshot = { id: `snapshot-${i}`, db_instance_identifier: `db-${i}` };
    return i % 5 === 0 ? [store, resource('aws_db_snapshot', snapshot)] : [store];
  }).flat();
  const resources = changes.map(({ change, ...resource }) => ({
    ...resource,
    schema_version: 1,
    values: change.before,
    sensitive_values: change.before_sensitive,
    ...(resource.type === 'aws_db_snapshot' && { depends_on: ['aws_db_instance.this'] }),
  }));
  return {
    format_version: '1.2',
    terraform_version: '1.11.4',
    planned_values: { root_module: {} },
    resource_changes: changes,
    prior_state: { format_version: '1.0', terraform_version: '1.11.4', values: { root_module: { resources } } },
    configuration: { root_module: {} },
    timestamp: '2026-01-01T00:00:00Z',
    applyable: true,
    complete: true,
    errored: false,
  };
}

/** The plan with most of its changes made no-ops: one in `keep` stays. */
function quiet(file, keep) {
  const plan = JSON.parse(readFileSync(file, 'utf8'));
  const changed = plan.resource_changes.filter(({ change }) => change.actions[0] !== 'no-op' && change.before !== null);
  changed.forEach((entry, i) => {
    if (i % keep === 0) return;
    const { before, before_sensitive } = entry.change;
    const masks = { before_sensitive, after_sensitive: before_sensitive };
    entry.change = { actions: ['no-op'], before, after: before, after_unknown: {}, ...masks };
    delete entry.action_reason;
  });
  return plan;
}

function plans() {
  const small = join(root, 'fixtures', 'aws-02-small-update', 'plan.json');
  const shared = join(root, '..', 'shared', 'plans-big');
  const big = existsSync(shared) ? readdirSync(shared).filter((file) => file.endsWith('.json.gz')) : [];
  for (const file of big) writeFileSync(join(temp, file.slice(0, -3)), gunzipSync(readFileSync(join(shared, file))));
  const scale = join(shared, 'scale.mjs');
  if (existsSync(scale)) {
    spawnSync(process.execPath, [scale, join(temp, 'google-5k.json'), '4', join(temp, 'google-20k.json')]);
    writeFileSync(join(temp, 'google-20k-quiet.json'), JSON.stringify(quiet(join(temp, 'google-20k.json'), 12)));
    if (only === 'google-240k')
      spawnSync(process.execPath, [scale, join(temp, 'google-5k.json'), '48', join(temp, 'google-240k.json')]);
  } else {
    const made = multiply(join(root, 'fixtures', 'aws-63-mixed-data-stores', 'plan.json'), 300);
    writeFileSync(join(temp, 'generated-9k.json'), JSON.stringify(made));
  }
  writeFileSync(join(temp, 'destroy-5k.json'), JSON.stringify(destroying(5000)));
  return [small, ...readdirSync(temp).map((file) => join(temp, file))]
    .filter((file) => file.includes(only))
    .sort((a, b) => statSync(a).size - statSync(b).size);
}

const node = [process.execPath];
const parse = "JSON.parse(require('fs').readFileSync(process.argv[1], 'utf8'))";
const inTemp = { cwd: temp, runs };
const often = { ...inTemp, repeat: 10 };

/** One line: seconds, peak memory and the ratio to the first. */
function print(name, result, base) {
  if (result === null) return console.log(`  ${name.padEnd(22)} could not judge it`);
  const [seconds, memory] = [
    result.seconds.toFixed(3).padStart(8),
    String(Math.round(result.mebibytes ?? 0) || '?').padStart(6),
  ];
  // JSON.parse cannot read a plan of 1 GB.
  const ratio = base === null ? '' : `${(result.seconds / base.seconds).toFixed(2).padStart(8)} x`;
  console.log(`  ${name.padEnd(22)} ${seconds} s ${memory} MiB ${ratio}`);
}

function compare(title, commands, options = inTemp) {
  console.log(`\n${title}`);
  const results = measure(Object.values(commands), options);
  for (const [i, name] of Object.keys(commands).entries()) print(name, results[i], results[0]);
}

console.log(`Node ${process.versions.node}, least of ${runs} runs, CPU seconds of the whole process, peak memory`);
for (const file of plans()) {
  const bytes = statSync(file).size;
  const isSmall = bytes < 1_000_000;
  compare(
    `${file.split('/').slice(-2).join('/')} (${(bytes / 1e6).toFixed(1)} MB)`,
    {
      ...(isSmall ? { 'node -e 0': [...node, '-e', '0'] } : {}),
      'JSON.parse': [...node, '-e', parse, file],
      firebreak: [...node, cli, 'check', file],
      'firebreak, JSON out': [...node, cli, 'check', file, '-f', 'json'],
      ...(hasConftest && { conftest: ['conftest', 'test', '-p', peerPolicy, file] }),
      ...(hasTfminder && { tfminder: ['tfminder', 'check', file] }),
    },
    isSmall ? often : inTemp,
  );
}
if ('hook'.includes(only)) {
  const hook = { 'node -e 0': [...node, '-e', '0'], 'firebreak hook': [...node, cli, 'hook'] };
  compare('a tool call of a coding agent', hook, { ...often, input: '{"command": "ls -la"}' });
}
for (const [name, shape] of Object.entries(shapes)) {
  if (!name.includes(only)) continue;
  const [one, four] = [2000, 8000].map((count) => {
    const file = join(temp, `shape-${name}-${count}.json`);
    writeFileSync(file, JSON.stringify(shape(count)));
    return [...node, cli, 'check', file, '-f', 'json'];
  });
  const [start, small, large] = measure([[...node, cli, '--version'], one, four], inTemp);
  const growth = Math.log((large.seconds - start.seconds) / (small.seconds - start.seconds)) / Math.log(4);
  console.log(`\nshape ${name}: 2,000 instances ${small.seconds.toFixed(2)} s, 8,000 ${large.seconds.toFixed(2)} s`);
  console.log(`  growth exponent ${growth.toFixed(2)} (1 is linear, 2 the square)`);
}
rmSync(temp, { recursive: true });
