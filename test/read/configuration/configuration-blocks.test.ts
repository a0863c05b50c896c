import { expect, test } from 'vitest';
import { readConfiguration } from '../../../src/read/configuration/configuration.ts';
import type { Configuration } from '../../../src/source/plan-and-configuration.ts';
import { tree } from './tree.ts';

async function read(
  files: Readonly<Record<string, string>>,
  more: { env?: NodeJS.ProcessEnv; timeLimitMs?: number } = {},
) {
  return readConfiguration({ dir: tree(files), shownAs: 'live', ...more });
}

function root(configuration: Configuration) {
  const [first] = configuration.modules;
  if (first === undefined) throw new Error('no root module');
  return first;
}

const S3 = 'terraform {\n  backend "s3" {\n    bucket = "acme"\n    key    = "prod"\n  }\n}\n';
const LOCAL = 'terraform {\n  backend "local" {}\n}\n';

test('resources with lifecycle, provisioners, line and file', async () => {
  const configuration = await read({
    'main.tf': `# a comment
resource "aws_db_instance" "orders" {
  lifecycle {
    prevent_destroy       = true
    create_before_destroy = var.cbd
    destroy               = false
    ignore_changes        = [tags["a"], engine_version]
  }
  provisioner "local-exec" {
    when    = destroy
    command = "terraform destroy \${self.id}"
  }
}
resource "aws_vpc" "all" {
  lifecycle {
    ignore_changes = all
  }
}`,
    'plain.tf': 'resource aws_s3_bucket "b" {\n}\n\ndata "aws_ami" "c" {}\n',
  });
  expect(root(configuration).resources).toEqual([
    {
      mode: 'managed',
      type: 'aws_db_instance',
      name: 'orders',
      file: 'live/main.tf',
      line: 2,
      lifecycle: {
        preventDestroy: true,
        createBeforeDestroy: null,
        destroy: false,
        ignoreChanges: ['tags["a"]', 'engine_version'],
      },
      provisioners: [{ type: 'local-exec', when: 'destroy', command: `terraform destroy \${self.id}` }],
    },
    {
      ...{ mode: 'managed', type: 'aws_vpc', name: 'all', file: 'live/main.tf', line: 14, provisioners: [] },
      lifecycle: { ignoreChanges: ['all'] },
    },
    {
      mode: 'managed',
      type: 'aws_s3_bucket',
      name: 'b',
      file: 'live/plain.tf',
      line: 1,
      lifecycle: {},
      provisioners: [],
    },
    { mode: 'data', type: 'aws_ami', name: 'c', file: 'live/plain.tf', line: 4, lifecycle: {}, provisioners: [] },
  ]);
});

test('removed, moved, and data sources in check blocks', async () => {
  const configuration = await read({
    'main.tf': `removed {
  from = aws_vpc.old
  lifecycle {
    destroy = false
  }
}
removed {
  from = module.gone
}
moved {
  from = aws_vpc.a
  to   = module.n["x.y"].aws_vpc.a[0]
}
check "up" {
  data "http" "probe" {
    url = "https://example.org"
  }
}`,
  });
  expect(root(configuration)).toMatchObject({
    removed: [
      { from: 'aws_vpc.old', destroy: false },
      { from: 'module.gone', destroy: null },
    ],
    moved: [{ from: 'aws_vpc.a', to: 'module.n["x.y"].aws_vpc.a[0]' }],
    resources: [{ mode: 'data', type: 'http', name: 'probe', uncertain: true }],
  });
});

test('JSON syntax: objects and lists of objects, comments, expressions', async () => {
  const configuration = await read({
    'a.tf.json': JSON.stringify([
      {
        '//': 'generated',
        terraform: [{ backend: [{ gcs: [{ bucket: 'b', prefix: `\${var.p}`, credentials: 'secret' }] }] }],
      },
      { resource: [{ aws_vpc: [{ '//': 'note', a: { lifecycle: { prevent_destroy: `\${true}` } } }] }] },
    ]),
    'b.tf.json': JSON.stringify({
      resource: { aws_vpc: { b: [{ lifecycle: [{ prevent_destroy: `\${var.p}`, ignore_changes: ['tags'] }] }] } },
      moved: { from: 'aws_vpc.c', to: 'aws_vpc.b' },
    }),
  });
  const { backend, resources, moved } = root(configuration);
  expect(backend).toEqual({ kind: 'gcs', config: { bucket: 'b', prefix: null }, file: 'live/a.tf.json', line: 1 });
  expect(resources.map(({ name, lifecycle }) => ({ name, ...lifecycle }))).toEqual([
    { name: 'a', preventDestroy: true },
    { name: 'b', preventDestroy: null, ignoreChanges: ['tags'] },
  ]);
  expect(moved).toEqual([{ from: 'aws_vpc.c', to: 'aws_vpc.b', file: 'live/b.tf.json', line: 1 }]);
});

test('override files: the backend, lifecycle arguments one by one, provisioners together, module sources', async () => {
  const configuration = await read({
    'a.tf': `${S3}resource "aws_vpc" "v" {
  lifecycle {
    prevent_destroy       = true
    create_before_destroy = true
  }
  provisioner "local-exec" {
    command = "echo"
  }
}
module "m" {
  source = "./one"
}`,
    'a_override.tf': 'terraform {\n  cloud {\n    organization = "acme"\n  }\n}\n',
    'override.tf.json': JSON.stringify({
      terraform: { backend: { local: { path: 'x.tfstate' } } },
      resource: { aws_vpc: { v: { lifecycle: { prevent_destroy: false }, provisioner: { file: {} } } } },
      module: { m: { source: './two' } },
    }),
    'one/main.tf': 'resource "aws_vpc" "one" {}',
    'two/main.tf': 'resource "aws_vpc" "two" {}',
  });
  const { backend, resources } = root(configuration);
  expect(backend).toEqual({ kind: 'local', config: { path: 'x.tfstate' }, file: 'live/override.tf.json', line: 1 });
  expect(resources[0]?.lifecycle).toEqual({ preventDestroy: false, createBeforeDestroy: true });
  expect(resources[0]?.provisioners.map((provisioner) => provisioner.type)).toEqual(['file']);
  expect(configuration.modules[1]?.resources.map((resource) => resource.name)).toEqual(['two']);
});

test('a computed setting is null, a credential is left out, user and password are cut out of an address', async () => {
  const configuration = await read({
    'a.tf': `terraform {
  backend "http" {
    address      = "https://ci:hunter2@state.example/prod?token=hunter2"
    lock_address = var.lock
    password     = "hunter2"
  }
}
module "git" {
  source = "git::https://bot:hunter2@git.example/m.git?ref=v1"
}
data "terraform_remote_state" "net" {
  backend = "pg"
  config = {
    conn_str    = "postgres://u:hunter2@db/x"
    schema_name = "net"
  }
}`,
  });
  expect(root(configuration).backend?.config).toEqual({ address: 'https://state.example/prod', lock_address: null });
  expect(root(configuration).calls[0]?.source).toBe('git::https://git.example/m.git');
  expect(root(configuration).resources[0]?.attributes).toEqual({
    backend: 'pg',
    workspace: null,
    config: { schema_name: 'net' },
  });
  expect(JSON.stringify(configuration)).not.toContain('hunter2');
});

test('names that mean something to JavaScript are names like others', async () => {
  const text = 'resource "__proto__" "constructor" {\n  lifecycle {\n    prevent_destroy = true\n  }\n}\n';
  const configuration = await read({ 'a.tf': text, 'b.tf': 'resource "toString" "__proto__" {}' });
  expect(root(configuration).resources.map(({ type, name }) => `${type}.${name}`)).toContain('toString.__proto__');
});

test('hidden files and what editors leave are no configuration', async () => {
  const configuration = await read({
    'a.tf': S3,
    '.b_override.tf': LOCAL,
    'override.tf~': LOCAL,
    '#override.tf#': LOCAL,
  });
  expect(root(configuration).backend?.kind).toBe('s3');
});
