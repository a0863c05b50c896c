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
const STREAM = `this is the log stream of \`plan -json\` (one JSON object a line), not a plan\n  \`plan -json\` prints progress, not the plan. ${HOW}`;
const AS_TEXT =
  'this is a plan as text for people; it does not hold what a check needs\n  Add `-json`: `terraform show -json tfplan > plan.json`.';
const SEVERAL =
  'which of them is the plan cannot be told\n  Give each plan as a file of its own; Terragrunt writes them so with `run --all --json-out-dir DIR -- plan`.';
const CUT =
  'before the document does\n  Some runners limit the size of captured output, and a full disk cuts as well: write with `>` to a file, or give the saved plan itself.';
const NO_SECTION = 'it has none of resource_changes, planned_values, prior_state';

describe('what is not a plan is named', () => {
  test.each<[string, Buffer | string, string]>([
    [
      'a state shown as JSON',
      '{"format_version":"1.0","terraform_version":"1.11.4","values":{"root_module":{}}}',
      `this is a state (\`terraform show -json\` of a state), not a plan\n  \`show -json\` without a file, or with a state file, shows the state: name the saved plan. ${HOW}`,
    ],
    [
      'a state file',
      '{"version":4,"terraform_version":"1.11.4","serial":3,"lineage":"x","outputs":{},"resources":[]}',
      `this is a state file (terraform.tfstate), not a plan\n  ${HOW}`,
    ],
    ['a log stream', '{"@level":"info","type":"version"}\n{"@level":"info","type":"planned_change"}\n', STREAM],
    ['one line of a log stream', '{"@level":"info","type":"version"}', STREAM],
    ['a cut-off log stream', '{"@level":"info","type":"version"}\n{"@level":"in', STREAM],
    [
      '`show -json` of nothing',
      '{"format_version":"1.0"}',
      `this is \`show -json\` without a plan: it shows nothing but its format version\n  \`show -json\` was run without a file where there is no state: name the saved plan. ${HOW}`,
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
      'this is a plan (or a state) that OpenTofu encrypted; it cannot be read without its key\n  Run `tofu show -json tfplan > plan.json` where the key is configured, and give that file.',
    ],
    [
      'a bookmark of HCP',
      '{"remote_plan_format":1,"run_id":"run-x","hostname":"app.terraform.io"}',
      'this is the bookmark of a plan that HCP Terraform keeps, not the plan itself\n  Run `terraform show -json tfplan > plan.json` where you are logged in, and give that file.',
    ],
    [
      'provider schemas',
      '{"format_version":"1.0","provider_schemas":{}}',
      `these are provider schemas (\`terraform providers schema -json\`), not a plan\n  ${HOW}`,
    ],
    [
      'a validation',
      '{"format_version":"1.0","valid":true,"error_count":0,"warning_count":0,"diagnostics":[]}',
      `this is the result of \`terraform validate -json\`, not a plan\n  ${HOW}`,
    ],
    [
      'outputs',
      '{"x":{"sensitive":true,"type":"string","value":"hush"}}',
      `these are outputs (\`terraform output -json\`), not a plan\n  ${HOW}`,
    ],
    [
      'a report',
      '{"schema":"firebreak.report/1","verdict":"pass"}',
      `this is a Firebreak report, not a plan\n  ${HOW}`,
    ],
    ['other JSON', '{"hello":"world"}', `this is JSON, but not a plan: ${NO_SECTION}\n  ${HOW}`],
    ['an array', '[1]', `this is JSON, but not a plan: an array, not an object\n  ${HOW}`],
    ['null', 'null', `this is JSON, but not a plan: null, not an object\n  ${HOW}`],
    [
      'nothing',
      '',
      `the file is empty\n  The command that should have written it failed or wrote elsewhere: look at its exit status and stderr. ${HOW}`,
    ],
    [
      'blanks',
      '\ufeff \r\n',
      `the file holds nothing but blanks\n  The command that should have written it failed or wrote elsewhere: look at its exit status and stderr. ${HOW}`,
    ],
    ['cut-off JSON', json.slice(0, 100), `the JSON is cut off: the file ends at byte 100, ${CUT}`],
    [
      'cut-off JSON after a wrapper line',
      `[command]x\n${json.slice(0, 89)}`,
      `the JSON is cut off: the file ends at byte 100, ${CUT}`,
    ],
    ['JSON that is wrong inside', '{"resource_changes": [,]}', `this is not valid JSON\n  ${HOW}`],
    ['two plans', `${json}\n${json}`, `-: more than one piece of JSON in this file; ${SEVERAL}`],
    ['two plans on one line', json + json, `-: more than one piece of JSON in this file; ${SEVERAL}`],
    ...[
      ['members before the plan', `"resource_changes":[],\n${json}`],
      ['members behind the plan', `${json},"resource_changes":[]`],
      ['an array behind the plan', `${json}\n[{"address":"aws_db_instance.main"}]`],
      ['an empty array behind the plan', `${json}\n[]`],
      ['a brace too many', `${json}}`],
    ].map(([what = '', text = '']): [string, string, string] => [
      what,
      text,
      `-: more than one piece of JSON in this file; ${SEVERAL}`,
    ]),
    [
      'a plan and a cut-off one',
      `${json}\n${json.slice(0, 50)}`,
      `the JSON is cut off: the file ends at byte ${Buffer.byteLength(json) + 51}, ${CUT}`,
    ],
    [
      'plans of two Terragrunt units',
      `[live/db] ${json}\n[live/vpc] ${json}\n`,
      `-: more than one piece of JSON in this file (of the Terragrunt units live/db, live/vpc); ${SEVERAL}`,
    ],
    [
      'an error message',
      '\x1b[31m╷\x1b[0m\n│ \x1b[1mError: \x1b[0mFailed to read plan\n│\n╵\n',
      `this is an error message of Terraform, not a plan\n  The command that wrote the file failed: read what it says. ${HOW}`,
    ],
    [
      'a web page',
      '<!DOCTYPE html><html><body>Sign in</body></html>',
      'this is a web page or XML, not a plan\n  A download that ended on a login or error page looks like this: check the address and the token used.',
    ],
    ['configuration', '# main\nresource "a" "b" {\n  x = 1\n}\n', `this is configuration (HCL), not a plan\n  ${HOW}`],
    ['YAML', 'version: 3\nprojects:\n  - dir: .\n', `this is YAML, not a plan\n  ${HOW}`],
    ['text', 'hello', `this is neither JSON nor a saved plan\n  ${HOW}`],
    [
      'gzip',
      gzipSync(json),
      'this is compressed with gzip\n  Unpack it first: `gunzip -c plan.json.gz | firebreak check -`.',
    ],
    [
      'a plan of Terraform 0.11',
      Buffer.from('tfplan\x02\x00\x00', 'latin1'),
      'this is a saved plan of Terraform 0.11 or older, which has no JSON\n  Use Terraform 0.12 or newer.',
    ],
    [
      'another binary',
      Buffer.from([0x89, 0x50, 0xff, 0x47]),
      `this is neither UTF-8 nor UTF-16 text, nor a saved plan\n  ${HOW}`,
    ],
    ['Latin-1', Buffer.from(json, 'latin1'), `this is neither UTF-8 nor UTF-16 text, nor a saved plan\n  ${HOW}`],
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
    expect(await fault(read(text))).toContain(`the key "${key}" stands twice in one object`);
  });

  test('in values is no fault of the plan', async () => {
    const text = padded(json.replace('"after":null', '"after":{"a":1,"a":2,"_changes":1,"x_changes":"\\u003c"}'));
    expect((await read(text)).json).toMatchObject({ resource_changes: [{ change: { after: { a: 2 } } }] });
    expect((await read(text.replace('"x_changes"', '"_changes"'))).json).not.toBeNull();
  });
});

describe('where it should come from', () => {
  test('a missing file, with the nearest name', async () => {
    writeFileSync(join(directory, 'production.json'), json);
    expect(await fault(readPlan({ file: join(directory, 'prodution.json') }))).toBe(
      `${join(directory, 'prodution.json')}: there is no such file\n  Did you mean ${join(directory, 'production.json')}?`,
    );
  });

  test('a missing file, with what is there', async () => {
    const empty = mkdtempSync(join(directory, 'other-'));
    const file = join(empty, 'something-else-entirely');
    expect(await fault(readPlan({ file }))).toBe(
      `${file}: there is no such file\n  Its directory holds nothing that looks like a plan.`,
    );
    writeFileSync(join(empty, 'tfplan'), '');
    writeFileSync(join(empty, 'evil\x1b[2J.json'), '');
    expect(await fault(readPlan({ file }))).toBe(
      `${file}: there is no such file\n  There is ${join(empty, 'evil?[2J.json')}, ${join(empty, 'tfplan')}.`,
    );
  });

  test('a missing directory', async () => {
    const file = join(directory, 'nowhere', 'plan.json');
    expect(await fault(readPlan({ file }))).toBe(
      `${file}: there is no such file\n  The directory ${join(directory, 'nowhere')} cannot be read either.`,
    );
  });

  test('a file that is too long for a string', async () => {
    const file = join(directory, 'long.json');
    writeFileSync(file, '');
    truncateSync(file, 600_000_000);
    expect(await fault(readPlan({ file }))).toBe(
      `${file}: the plan has 600 MB; at most 536 MB can be read\n  If it is indented, write it without (\`jq -c . plan.json\`); else split the root module, which helps Terraform too.`,
    );
  });

  test('a directory', async () => {
    expect(await fault(readPlan({ file: directory }))).toBe(
      `${directory}: this is a directory, not a plan\n  Give the plan file; several plans are given as several files.`,
    );
  });

  test.skipIf(process.getuid?.() === 0)('a file that may not be read', async () => {
    const file = join(directory, 'forbidden.json');
    writeFileSync(file, json);
    chmodSync(file, 0);
    expect(await fault(readPlan({ file }))).toBe(
      `${file}: the file may not be read\n  Check its permissions and those of its directory, and who runs this.`,
    );
  });

  test('standard input that is a terminal', async () => {
    const stdin = Object.assign(Readable.from([]), { isTTY: true });
    const reading = readPlan({ file: '-', stdin });
    await expect(reading).rejects.toBeInstanceOf(UsageError);
    expect(await fault(reading)).toBe(
      'the plan should come from standard input (`-`), but that is a terminal\n  Pipe it in: `terraform show -json tfplan | firebreak check -`, or give a file.',
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
