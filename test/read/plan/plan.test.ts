import { createHash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, test } from 'vitest';
import { InputError, isFirebreakError, UsageError } from '../../../src/errors.ts';
import { readPlan } from '../../../src/read/plan/plan.ts';
import type { PlanSource } from '../../../src/source/plan-and-configuration.ts';

const directory = mkdtempSync(join(tmpdir(), 'firebreak-plan-'));
afterAll(() => rmSync(directory, { recursive: true }));

const change = {
  address: 'a.b',
  mode: 'managed',
  type: 'a',
  name: 'b',
  change: { actions: ['delete'], before: { id: 'é"{' }, after: null },
};
const plan = { format_version: '1.2', terraform_version: '1.11.4', resource_changes: [change] };
const json = JSON.stringify(plan);
const pretty = JSON.stringify(plan, null, 2);

function read(bytes: Buffer | string): Promise<PlanSource> {
  return readPlan({ file: '-', stdin: Readable.from([Buffer.from(bytes)]) });
}

async function fault(reading: Promise<unknown>): Promise<string> {
  const error = await reading.then(
    () => expect.fail('was read as a plan'),
    (reason: unknown) => reason,
  );
  if (!isFirebreakError(error)) throw error;
  return error.message;
}

describe('a plan is read, however it was written', () => {
  const utf16 = (text: string): Buffer => Buffer.from(text, 'utf16le');
  test.each<[string, Buffer | string]>([
    ['UTF-8', json],
    ['UTF-8 with a byte order mark', `\ufeff${json}`],
    ['UTF-16LE with a byte order mark (PowerShell 5)', utf16(`\ufeff${json}`)],
    ['UTF-16BE with a byte order mark', utf16(`\ufeff${json}`).swap16()],
    ['UTF-16LE', utf16(json)],
    ['UTF-16BE', utf16(json).swap16()],
    ['UTF-16LE, CRLF, a wrapper line', utf16(`\ufeff[command]C:\\tf\\terraform.exe show -json\r\n${json}\r\n`)],
    ['CRLF, indented', pretty.replaceAll('\n', '\r\n')],
    ['blanks around', `\n\n  ${json}\n\n`],
    ['colours', `\x1b[0m\x1b[1m${json}\x1b[0m\n`],
    ['a terminal title', `\x1b]0;terraform\x07${json}`],
    ['setup-terraform v1', `[command]/opt/terraform-bin show -json tfplan\n${json}\n`],
    [
      'setup-terraform v2 with debug',
      `[command]/opt/terraform-bin show -json tfplan\n${json}\n::debug::Terraform exited with code 0.\n::debug::stdout: ${json}\n::set-output name=stdout::${json}\n`,
    ],
    ['indented between wrapper lines', `[command]/opt/terraform show\n${pretty}\n::debug::exited\n`],
    [
      'output of `plan` before it',
      `Terraform will perform the following actions:\n\n  # a.b will be destroyed\n  - resource "a" "b" {\n    }\n\n${json}\n`,
    ],
    ['one Terragrunt unit, old style', `[live/db] ${json}\n`],
    [
      'one Terragrunt unit, indented',
      pretty
        .split('\n')
        .map((line) => `[live/db] ${line}`)
        .join('\n'),
    ],
    [
      'one Terragrunt unit, new style',
      `14:19:25.081 INFO   [live/db] Running\n14:19:25.081 STDOUT [live/db] terraform: ${json}\n`,
    ],
    ['one Terragrunt unit with JSON, others without', `[live/vpc] No changes\n[live/db] ${json}\n`],
  ])('%s', async (_name, bytes) => {
    const source = await read(bytes);
    expect(source.json).toEqual(plan);
    expect(source.sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
    expect(source).not.toHaveProperty('failure');
  });

  test('HCP’s redacted plan names its version otherwise', async () => {
    const { format_version: plan_format_version, ...rest } = plan;
    expect((await read(JSON.stringify({ plan_format_version, ...rest, provider_schemas: {} }))).json).toEqual({
      ...plan,
      provider_schemas: {},
    });
  });

  test('big integers keep their digits, in wrapped text too', async () => {
    const text = json.replace('"é\\"{"', '12345678901234567890');
    for (const given of [text, `[command]x\n${text}`]) {
      expect((await read(given)).json).toHaveProperty(
        ['resource_changes', 0, 'change', 'before', 'id'],
        '12345678901234567890',
      );
    }
  });

  test('names of JavaScript’s own are keys like any other', async () => {
    const { json: value } = await read(json.replace('"id":', '"constructor":1,"__proto__":{"polluted":1},"id":'));
    expect(JSON.stringify(value)).toContain('"__proto__":{"polluted":1}');
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });

  test('from a file', async () => {
    const file = join(directory, 'plan.json');
    writeFileSync(file, json);
    expect(await readPlan({ file })).toEqual({
      file,
      json: plan,
      sha256: createHash('sha256').update(json).digest('hex'),
    });
  });
});

const HOW =
  'Make one with `terraform plan -out=tfplan`, then `terraform show -json tfplan > plan.json` (or `tofu`), and give that file.';
const STREAM = `not a plan: this is the log of \`plan -json\`, one JSON object per line\n  \`plan -json\` prints progress, not the plan. ${HOW}`;
const AS_TEXT =
  'not a plan in JSON: this is the text output of a plan\n  Add `-json`: `terraform show -json tfplan > plan.json`.';
const SEVERAL = '  Write each plan to its own file. Terragrunt does so with `run --all --json-out-dir DIR -- plan`.';
const CUT =
  'inside the document\n  A runner may limit captured output, or the disk may be full. Write to a file with `>`, or check the saved plan itself.';
const NO_SECTION = 'has none of resource_changes, planned_values, prior_state';

describe('what is not a plan is named', () => {
  test.each<[string, Buffer | string, string]>([
    [
      'a state shown as JSON',
      '{"format_version":"1.0","terraform_version":"1.11.4","values":{"root_module":{}}}',
      `not a plan: this is a state (\`terraform show -json\` of a state)\n  \`show -json\` without a saved plan shows the state. Name the saved plan. ${HOW}`,
    ],
    [
      'a state file',
      '{"version":4,"terraform_version":"1.11.4","serial":3,"lineage":"x","outputs":{},"resources":[]}',
      `not a plan: this is a state file (terraform.tfstate)\n  ${HOW}`,
    ],
    ['a log stream', '{"@level":"info","type":"version"}\n{"@level":"info","type":"planned_change"}\n', STREAM],
    ['one line of a log stream', '{"@level":"info","type":"version"}', STREAM],
    ['a cut-off log stream', '{"@level":"info","type":"version"}\n{"@level":"in', STREAM],
    [
      '`show -json` of nothing',
      '{"format_version":"1.0"}',
      `not a plan: this is the output of \`show -json\` without a plan, only a format version\n  Name the saved plan. ${HOW}`,
    ],
    [
      'a plan as text',
      '\x1b[1mTerraform will perform the following actions:\x1b[0m\n\n  # a.b will be created\n',
      AS_TEXT,
    ],
    [
      'a plan as text by OpenTofu',
      '\nOpenTofu used the selected providers to generate the following execution plan.\n',
      AS_TEXT,
    ],
    ['no changes as text', '\nNo changes. Your infrastructure matches the configuration.\n', AS_TEXT],
    [
      'an encrypted plan',
      '{"meta":{"key_provider.pbkdf2.x":"e30="},"encrypted_data":"AAAA","encryption_version":"v0"}',
      'encrypted by OpenTofu: this plan or state cannot be read without its key\n  Run `tofu show -json tfplan > plan.json` where the key is configured, and check that file.',
    ],
    [
      'a bookmark of HCP',
      '{"remote_plan_format":1,"run_id":"run-x","hostname":"app.terraform.io"}',
      'not a plan: this is a bookmark of a plan stored in HCP Terraform\n  Run `terraform show -json tfplan > plan.json` where you are logged in, and check that file.',
    ],
    [
      'provider schemas',
      '{"format_version":"1.0","provider_schemas":{}}',
      `not a plan: these are provider schemas (\`terraform providers schema -json\`)\n  ${HOW}`,
    ],
    [
      'a validation',
      '{"format_version":"1.0","valid":true,"error_count":0,"warning_count":0,"diagnostics":[]}',
      `not a plan: this is the result of \`terraform validate -json\`\n  ${HOW}`,
    ],
    [
      'outputs',
      '{"x":{"sensitive":true,"type":"string","value":"hush"}}',
      `not a plan: these are outputs (\`terraform output -json\`)\n  ${HOW}`,
    ],
    [
      'a report',
      '{"schema":"firebreak.report/1","verdict":"pass"}',
      `not a plan: this is a Firebreak report\n  ${HOW}`,
    ],
    ['other JSON', '{"hello":"world"}', `not a plan: this JSON ${NO_SECTION}\n  ${HOW}`],
    ['an array', '[1]', `not a plan: this JSON is an array, not an object\n  ${HOW}`],
    ['null', 'null', `not a plan: this JSON is null, not an object\n  ${HOW}`],
    [
      'nothing',
      '',
      `the file is empty\n  The command that writes it failed or wrote elsewhere. Check its exit status and standard error. ${HOW}`,
    ],
    [
      'blanks',
      '\ufeff \r\n',
      `the file contains only white space\n  The command that writes it failed or wrote elsewhere. Check its exit status and standard error. ${HOW}`,
    ],
    ['cut-off JSON', json.slice(0, 100), `truncated JSON: the file ends at byte 100, ${CUT}`],
    [
      'cut-off JSON after a wrapper line',
      `[command]x\n${json.slice(0, 89)}`,
      `truncated JSON: the file ends at byte 100, ${CUT}`,
    ],
    ['JSON that is wrong inside', '{"resource_changes": [,]}', `invalid JSON\n  ${HOW}`],
    ['two plans', `${json}\n${json}`, `-: more than one JSON document in this file\n${SEVERAL}`],
    ['two plans on one line', json + json, `-: more than one JSON document in this file\n${SEVERAL}`],
    ...[
      ['members before the plan', `"resource_changes":[],\n${json}`],
      ['members behind the plan', `${json},"resource_changes":[]`],
      ['an array behind the plan', `${json}\n[{"address":"aws_db_instance.main"}]`],
      ['an empty array behind the plan', `${json}\n[]`],
      ['a brace too many', `${json}}`],
    ].map(([what = '', text = '']): [string, string, string] => [
      what,
      text,
      `-: more than one JSON document in this file\n${SEVERAL}`,
    ]),
    [
      'a plan and a cut-off one',
      `${json}\n${json.slice(0, 50)}`,
      `truncated JSON: the file ends at byte ${Buffer.byteLength(json) + 51}, ${CUT}`,
    ],
    [
      'plans of two Terragrunt units',
      `[live/db] ${json}\n[live/vpc] ${json}\n`,
      `-: more than one JSON document in this file (of the Terragrunt units live/db, live/vpc)\n${SEVERAL}`,
    ],
    [
      'an error message',
      '\x1b[31m╷\x1b[0m\n│ \x1b[1mError: \x1b[0mFailed to read plan\n│\n╵\n',
      `not a plan: this is an error message of Terraform\n  The command that wrote the file failed. Read its message. ${HOW}`,
    ],
    [
      'a web page',
      '<!DOCTYPE html><html><body>Sign in</body></html>',
      'not a plan: this is a web page or XML\n  Perhaps a download ended on a login or error page. Check the URL and the token.',
    ],
    ['configuration', '# main\nresource "a" "b" {\n  x = 1\n}\n', `not a plan: this is configuration (HCL)\n  ${HOW}`],
    ['YAML', 'version: 3\nprojects:\n  - dir: .\n', `not a plan: this is YAML\n  ${HOW}`],
    ['text', 'hello', `neither JSON nor a saved plan\n  ${HOW}`],
    ['gzip', gzipSync(json), 'compressed with gzip\n  Unpack it first: `gunzip -c plan.json.gz | firebreak check -`.'],
    [
      'a plan of Terraform 0.11',
      Buffer.from('tfplan\x02\x00\x00', 'latin1'),
      'a saved plan of Terraform 0.11 or older, which cannot be shown as JSON\n  Use Terraform 0.12 or later.',
    ],
    [
      'another binary',
      Buffer.from([0x89, 0x50, 0xff, 0x47]),
      `neither text in UTF-8 or UTF-16 nor a saved plan\n  ${HOW}`,
    ],
    ['Latin-1', Buffer.from(json, 'latin1'), `neither text in UTF-8 or UTF-16 nor a saved plan\n  ${HOW}`],
  ])('%s', async (_name, bytes, expected) => {
    expect(`-: ${await fault(read(bytes)).then((message) => message.replace(/^-: /, ''))}`).toBe(
      `-: ${expected.replace(/^-: /, '')}`,
    );
  });

  test('what it holds is never quoted', async () => {
    for (const secret of [
      '{"password": hunter2}',
      '{"x": "hunter2',
      'hunter2: x',
      '{"hunter2": "hunter2"}',
      '[{"hunter2"',
    ]) {
      expect(await fault(read(secret))).not.toContain('hunter2');
    }
  });
});

describe('a key that stands twice', () => {
  const entry = JSON.stringify(change);
  const harmless = '"actions":["no-op"]';
  const padded = (text: string): string =>
    text.replace(/\}$/, `,"variables":{"x":{"value":"${'y'.repeat(3_000_000)}"}}}`);
  test.each<[string, string, string]>([
    ['in the plan', json.replace(/\}$/, ',"resource_changes":[]}'), 'resource_changes'],
    ['written otherwise', json.replace(/\}$/, ',"resource\\u005fchanges" : []}'), 'resource_changes'],
    ['in a long plan', padded(json.replace(/\}$/, ',"resource_changes":[]}')), 'resource_changes'],
    ['with escapes in a long plan', padded(json.replace(/\}$/, ',"resource\\u005fchanges":[]}')), 'resource_changes'],
    ['in an entry', json.replace(/\}\]\}$/, `,"change":{${harmless}}}]}`), 'change'],
    ['in a change', json.replace('"before":', `${harmless},"before":`), 'actions'],
    [
      'of a deferred change',
      `{"format_version":"1.2","resource_changes":[],"deferred_changes":[{"reason":"unknown","resource_change":${entry.replace('"before":', `${harmless},"before":`)}}]}`,
      'actions',
    ],
    ['of an output', json.replace(/\}$/, `,"output_changes":{"a":{"actions":["delete"],${harmless}}}}`), 'actions'],
    ['below other talk', `Reading…\n${json.replace(/\}$/, ',"resource_changes":[]}')}\ndone`, 'resource_changes'],
  ])('%s', async (_, text, key) => {
    expect(await fault(read(text))).toContain(`duplicate key "${key}" in one object`);
  });

  test('in values is no fault of the plan', async () => {
    const text = padded(
      json.replace('"after":null', '"extra":{"a":1,"a":2,"_changes":1,"x_changes":"\\u003c"},"after":null'),
    );
    expect((await read(text)).json).toMatchObject({ resource_changes: [{ change: { extra: { a: 2 } } }] });
    expect((await read(text.replace('"x_changes"', '"_changes"'))).json).not.toBeNull();
  });
});

describe('where it should come from', () => {
  test('a missing file, with the nearest name', async () => {
    writeFileSync(join(directory, 'production.json'), json);
    expect(await fault(readPlan({ file: join(directory, 'prodution.json') }))).toBe(
      `${join(directory, 'prodution.json')}: no such file\n  Did you mean ${join(directory, 'production.json')}?`,
    );
  });

  test('a missing file, with what is there', async () => {
    const empty = mkdtempSync(join(directory, 'other-'));
    const file = join(empty, 'something-else-entirely');
    expect(await fault(readPlan({ file }))).toBe(
      `${file}: no such file\n  Check the path. No file in that directory looks like a plan.`,
    );
    writeFileSync(join(empty, 'tfplan'), '');
    writeFileSync(join(empty, 'evil\x1b[2J.json'), '');
    expect(await fault(readPlan({ file }))).toBe(
      `${file}: no such file\n  Did you mean ${join(empty, 'evil?[2J.json')} or ${join(empty, 'tfplan')}?`,
    );
  });

  test('a missing directory', async () => {
    const file = join(directory, 'nowhere', 'plan.json');
    expect(await fault(readPlan({ file }))).toBe(
      `${file}: no such file\n  Check the path. The directory ${join(directory, 'nowhere')} cannot be read either.`,
    );
  });

  test('a file that is too long', async () => {
    const file = join(directory, 'long.json');
    writeFileSync(file, '');
    truncateSync(file, 3_000_000_000);
    expect(await fault(readPlan({ file }))).toBe(
      `${file}: plan too large: 3000 MB, the limit is 2147 MB\n  Remove indentation (\`jq -c . plan.json\`), or split the root module.`,
    );
  });

  test('a directory', async () => {
    expect(await fault(readPlan({ file: directory }))).toBe(
      `${directory}: a directory, not a plan\n  Name the plan file.`,
    );
  });

  test.skipIf(process.getuid?.() === 0)('a file that may not be read', async () => {
    const file = join(directory, 'forbidden.json');
    writeFileSync(file, json);
    chmodSync(file, 0);
    expect(await fault(readPlan({ file }))).toBe(
      `${file}: no permission to read the file\n  Check its permissions, those of its directory, and the current user.`,
    );
  });

  test('standard input that is a terminal', async () => {
    const stdin = Object.assign(Readable.from([]), { isTTY: true });
    const reading = readPlan({ file: '-', stdin });
    await expect(reading).rejects.toBeInstanceOf(UsageError);
    expect(await fault(reading)).toBe(
      'no plan on standard input (`-`): it is a terminal\n  Pipe a plan in: `terraform show -json tfplan | firebreak check -`, or name a file.',
    );
  });
});

const published = new URL('../../../../shared/public-plans/', import.meta.url);
test.skipIf(!existsSync(published))(
  'plans that other projects published',
  async () => {
    const outcomes = { read: 0, other: [] as string[] };
    for (const name of readdirSync(published)) {
      const bytes = readFileSync(new URL(name, published));
      const outcome = await read(bytes).catch((error: unknown) => error);
      if (outcome instanceof InputError) outcomes.other.push(name);
      else if (outcome instanceof Error) throw outcome;
      else outcomes.read++;
    }
    expect(outcomes).toEqual({ read: 342, other: ['README.md', 'index.json'] });
  },
  60_000,
);
