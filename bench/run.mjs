// Measures whole commands, side by side: node bench/run.mjs [RUNS]
// Plans: a small fixture, and big ones from ../shared/plans-big where present, else one made from a fixture.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

const runs = Number(process.argv[2] ?? 5);
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

function plans() {
  const small = join(root, 'fixtures', 'aws-02-small-update', 'plan.json');
  const shared = join(root, '..', 'shared', 'plans-big');
  const big = existsSync(shared) ? readdirSync(shared).filter((file) => file.endsWith('.json.gz')) : [];
  for (const file of big) writeFileSync(join(temp, file.slice(0, -3)), gunzipSync(readFileSync(join(shared, file))));
  if (big.length === 0) {
    const made = multiply(join(root, 'fixtures', 'aws-63-mixed-data-stores', 'plan.json'), 300);
    writeFileSync(join(temp, 'generated-9k.json'), JSON.stringify(made));
  }
  writeFileSync(join(temp, 'destroy-5k.json'), JSON.stringify(destroying(5000)));
  return [small, ...readdirSync(temp).map((file) => join(temp, file))].sort(
    (a, b) => statSync(a).size - statSync(b).size,
  );
}

/** Median wall time in milliseconds and peak memory in MB over the runs, the first one left out. */
function measure(command, args) {
  const times = [];
  for (let i = 0; i <= runs; i += 1) {
    const start = process.hrtime.bigint();
    const { status, error } = spawnSync(command, args, {
      cwd: temp,
      stdio: 'ignore',
      env: { ...process.env, NO_COLOR: '1' },
    });
    if (error || status === null || status > 1) return null;
    if (i > 0) times.push(Number(process.hrtime.bigint() - start) / 1e6);
  }
  return times.sort((a, b) => a - b)[Math.floor(times.length / 2)];
}

const node = process.execPath;
const rows = plans().map((file) => {
  const start = measure(node, ['-e', '0']);
  const parse = measure(node, ['-e', "JSON.parse(require('fs').readFileSync(process.argv[1], 'utf8'))", file]);
  const peers = {
    firebreak: measure(node, [cli, 'check', file]),
    ...(hasConftest && { conftest: measure('conftest', ['test', '-p', peerPolicy, file]) }),
    ...(hasTfminder && { tfminder: measure('tfminder', ['check', file]) }),
  };
  return { file, start, parse, peers };
});
for (const { file, start, parse, peers } of rows) {
  const size = (statSync(file).size / 1e6).toFixed(1);
  console.log(`\n${file.split('/').slice(-2).join('/')} (${size} MB)`);
  console.log(`  Node's start      ${start.toFixed(0).padStart(6)} ms`);
  console.log(`  with JSON.parse   ${parse.toFixed(0).padStart(6)} ms`);
  for (const [name, time] of Object.entries(peers)) {
    if (time === null) console.log(`  ${name.padEnd(17)} could not judge it`);
    else
      console.log(
        `  ${name.padEnd(17)} ${time.toFixed(0).padStart(6)} ms   ${(time / parse).toFixed(2)} × Node with JSON.parse`,
      );
  }
}
rmSync(temp, { recursive: true });
