/** A value that is marked as sensitive, and also stands as the key of a map or of an instance. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { readBuiltinPolicies } from '../../src/read/settings/builtin.ts';
import { redact } from '../../src/secrecy/redact.ts';
import { firebreak } from '../cli/run.ts';

const secret = 'pl4nted-s3cret-value';
const temp = mkdtempSync(join(tmpdir(), 'firebreak-keys-'));
afterAll(() => rmSync(temp, { recursive: true }));

const destroyed = (type: string, before: object, mask: object | boolean, index?: string) => ({
  address: `${type}.main${index === undefined ? '' : `["${index}"]`}`,
  mode: 'managed',
  type,
  name: 'main',
  ...(index === undefined ? {} : { index }),
  provider_name: 'registry.terraform.io/hashicorp/aws',
  change: {
    actions: ['delete'],
    before,
    after: null,
    after_unknown: {},
    before_sensitive: mask,
    after_sensitive: false,
  },
});
const plan = (...changes: readonly object[]) => ({
  format_version: '1.2',
  terraform_version: '1.11.4',
  planned_values: { root_module: {} },
  resource_changes: changes,
  configuration: { root_module: {} },
});
const database = destroyed(
  'aws_db_instance',
  { password: secret, tags: { [secret]: 'a', b: 'c' } },
  { password: true },
);

it('redact replaces it in the keys of a map, and keeps the names of attributes', () => {
  const { catalog } = readBuiltinPolicies();
  const text = JSON.stringify(redact(plan(database), catalog));
  expect(text).not.toContain(secret);
  expect(text).toContain('"password"');
});

it.each(['text', 'json'])('explain ADDRESS masks it in addresses, as %s', async (format) => {
  const user = destroyed('aws_iam_user', { name: 'x' }, false, secret);
  writeFileSync(join(temp, 'plan.json'), JSON.stringify(plan(database, user)));
  for (const address of [`aws_iam_user.main["${secret}"]`, 'aws_iam_user.main', 'aws_db_instance.main']) {
    const { stdout, stderr } = await firebreak(['explain', address, '--plan', 'plan.json', '-f', format], {
      cwd: temp,
    });
    expect(stdout + stderr).not.toContain(secret);
    expect(stdout + stderr).toMatch(/\(sensitive\)|aws_db_instance/);
  }
});
