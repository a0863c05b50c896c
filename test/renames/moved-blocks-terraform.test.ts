/** What `firebreak fix` prints, saved as moved.tf: real Terraform accepts it, and then destroys nothing. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { toCatalog } from '../../src/model/catalog.ts';
import { destroys } from '../../src/model/change.ts';
import { type Plan, toPlan } from '../../src/model/plan.ts';
import { toPlanDocument } from '../../src/model/plan-json.ts';
import { readBuiltinPolicies } from '../../src/read/settings/builtin.ts';
import { firebreak, GOGC } from '../cli/run.ts';

const catalog = toCatalog(readBuiltinPolicies().catalog);
const hasTerraform = spawnSync('terraform', ['version']).status === 0;
const temp = mkdtempSync(join(tmpdir(), 'firebreak-moved-'));
afterAll(() => rmSync(temp, { recursive: true }));

const data = (name: string, input: string, more = ''): string =>
  `resource "terraform_data" "${name}" {\n  input = ${input}\n  ${more}\n}\n`;
const call = (name: string, source: string, more = ''): string =>
  `module "${name}" {\n  source = "${source}"\n  ${more}\n}\n`;
const each = (...keys: readonly string[]): string => `for_each = toset(${JSON.stringify(keys)})`;

type Files = Readonly<Record<string, string>>;

/** Two modules, and one that wraps both. */
const modules: Files = {
  'a/main.tf': data('bucket', '"data-bucket"') + data('rules', '"data-rules"'),
  'b/main.tf': data('bucket', '"log-bucket"') + data('rules', '"log-rules"'),
  'w/main.tf': call('data', '../a') + call('logs', '../b'),
};

const cases: readonly {
  readonly name: string;
  readonly before: Files;
  readonly after: Files;
  readonly blocks: readonly string[];
}[] = [
  {
    name: 'a module gets another name: one block, and none for what is in it',
    before: { ...modules, 'main.tf': call('vpc', './a') },
    after: { 'main.tf': call('network', './a') },
    blocks: ['module.vpc → module.network'],
  },
  {
    name: 'modules are wrapped into another module',
    before: { ...modules, 'main.tf': call('data', './a') + call('logs', './b') },
    after: { 'main.tf': call('storage', './w') },
    blocks: ['module.data → module.storage.module.data', 'module.logs → module.storage.module.logs'],
  },
  {
    name: 'a module is wrapped into one of its own name, which is still declared: its parts move',
    before: { ...modules, 'main.tf': call('data', './a') },
    after: { 'main.tf': call('data', './w') },
    blocks: [
      'module.data.terraform_data.bucket → module.data.module.data.terraform_data.bucket',
      'module.data.terraform_data.rules → module.data.module.data.terraform_data.rules',
    ],
  },
  {
    name: 'keys go from a block that is still declared to one that has instances already',
    before: {
      'main.tf': data('standard', 'each.key', each('acme-orders')) + data('critical', 'each.key', each('acme-billing')),
    },
    after: {
      'main.tf':
        data('standard', 'each.key', each()) + data('critical', 'each.key', each('acme-billing', 'acme-orders')),
    },
    blocks: ['terraform_data.standard["acme-orders"] → terraform_data.critical["acme-orders"]'],
  },
  {
    name: 'two modules become one: what is in them moves',
    before: {
      'p/main.tf': data('bucket', '"data-bucket"'),
      'q/main.tf': data('rules', '"log-rules"'),
      'main.tf': call('one', './p') + call('two', './q'),
    },
    after: {
      'c/main.tf': data('bucket', '"data-bucket"') + data('rules', '"log-rules"'),
      'main.tf': call('both', './c'),
    },
    blocks: [
      'module.one.terraform_data.bucket → module.both.terraform_data.bucket',
      'module.two.terraform_data.rules → module.both.terraform_data.rules',
    ],
  },
  {
    name: 'two modules swap their names: what is in them moves, since both are still declared',
    before: {
      'p/main.tf': data('bucket', '"data-bucket"'),
      'q/main.tf': data('rules', '"log-rules"'),
      'main.tf': call('one', './p') + call('two', './q'),
    },
    after: { 'main.tf': call('one', './q') + call('two', './p') },
    blocks: [
      'module.one.terraform_data.bucket → module.two.terraform_data.bucket',
      'module.two.terraform_data.rules → module.one.terraform_data.rules',
    ],
  },
  {
    name: 'a module with a count gets keys, and something else moves into another module that was renamed',
    before: { ...modules, 'main.tf': call('store', './a') + call('log', './b') + data('extra', '"extra-thing"') },
    after: {
      'd/main.tf': modules['b/main.tf'] + data('extra', '"extra-thing"'),
      'main.tf': call('store', './a', each('main')) + call('logs', './d'),
    },
    blocks: [
      'module.log → module.logs',
      'module.store → module.store["main"]',
      'terraform_data.extra → module.logs.terraform_data.extra',
    ],
  },
];

describe.skipIf(!hasTerraform)('proposed moved blocks', { timeout: 180_000 }, () => {
  it.each(cases)('$name', async ({ before, after, blocks }) => {
    const dir = mkdtempSync(join(temp, 'root-'));
    write(dir, before);
    terraform(dir, 'init', '-input=false');
    terraform(dir, 'apply', '-auto-approve', '-input=false');
    write(dir, after);
    // Its modules are others.
    terraform(dir, 'init', '-input=false');
    planOf(dir);
    const { stdout: fix, code } = await firebreak(['fix', 'plan.json'], { cwd: dir });
    expect(code).toBe(0);
    expect(
      [...fix.matchAll(/moved \{\s+from = (.*)\s+to {3}= (.*)\s+\}/g)].map(([, from, to]) => `${from} → ${to}`).sort(),
    ).toEqual(blocks);
    write(dir, { 'moved.tf': fix });
    const { changes } = planOf(dir);
    expect(changes.filter(destroys).map(({ address }) => address)).toEqual([]);
  });
});

function write(dir: string, files: Files): void {
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(dir, file)), { recursive: true });
    writeFileSync(join(dir, file), text);
  }
}

function terraform(dir: string, ...command: readonly string[]): string {
  const env = { ...process.env, TF_IN_AUTOMATION: '1', CHECKPOINT_DISABLE: '1', GOGC };
  return execFileSync('terraform', command, { cwd: dir, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], env });
}

function planOf(dir: string): Plan {
  terraform(dir, 'plan', '-input=false', '-out=tfplan');
  const json = terraform(dir, 'show', '-json', 'tfplan');
  write(dir, { 'plan.json': json });
  return toPlan(toPlanDocument(JSON.parse(json)), catalog);
}
