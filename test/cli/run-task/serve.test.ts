/** `firebreak serve` between a stand-in for HCP Terraform and the plans of fixtures. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { toServer } from '../../../src/cli/commands/serve.ts';
import { parsePlainCheck } from '../../../src/cli/plain-check.ts';
import { openPlatform } from '../../../src/cli/run-task/platform.ts';
import {
  createRunTaskServer,
  type RunTaskServer,
  type RunTaskServerOptions,
} from '../../../src/cli/run-task/run-task-server.ts';
import { inProcess } from '../../in-process.ts';
import { cli, firebreak, root } from '../run.ts';
import { key, StandIn, signatureOf, token } from './stand-in.ts';

const temp = mkdtempSync(join(tmpdir(), 'firebreak-serve-'));
afterAll(() => rmSync(temp, { recursive: true }));
const fixture = (slug: string): string => readFileSync(join(root, 'fixtures', slug, 'plan.json'), 'utf8');
/** Where the server puts the plans of its runs. */
const plans = join(temp, 'plans');
const { TMPDIR } = process.env;
beforeAll(() => {
  mkdirSync(plans);
  process.env.TMPDIR = plans;
});
afterAll(() => {
  if (TMPDIR === undefined) delete process.env.TMPDIR;
  else process.env.TMPDIR = TMPDIR;
});

let hcp: StandIn;
let started: RunTaskServer[] = [];
const lines: string[] = [];
beforeEach(async () => {
  hcp = new StandIn();
  await hcp.start();
  lines.length = 0;
});
afterEach(async () => {
  for (const server of started) await server.stop();
  started = [];
  hcp.stop();
  expect(hcp.faults).toEqual([]);
  expect(lines.join('\n')).not.toContain(token);
});

async function listening(server: RunTaskServer): Promise<string> {
  started.push(server);
  server.http.listen(0, '127.0.0.1');
  await once(server.http, 'listening');
  return `http://127.0.0.1:${(server.http.address() as AddressInfo).port}`;
}

/** The server with the options of a command line, in its own working directory. */
async function serve(options: readonly string[] = []): Promise<string> {
  const args = parsePlainCheck(['check', 'plan.json', ...options]);
  if (!args) throw new Error('not plain');
  const log = (line: string): void => void lines.push(line);
  const all = { ...args, address: '127.0.0.1', port: 0, host: [], hmacKeyFile: undefined, concurrency: 2 };
  let server: RunTaskServer | undefined;
  const program = async (): Promise<number> => {
    server = await toServer(all, { log, origins: [hcp.api, hcp.store] });
    return 0;
  };
  await inProcess(program, { cwd: temp, env: { FIREBREAK_HMAC_KEY: key, TF_WORKSPACE: 'of-the-server' } });
  if (!server) throw new Error('no server');
  return listening(server);
}

/** The server with a judge of the test. */
function serveWith(options: Partial<RunTaskServerOptions>): Promise<string> {
  return listening(
    createRunTaskServer({
      key,
      platform: openPlatform({ origins: [hcp.api, hcp.store], wait: async () => {} }),
      judge: async () => ({ status: 'passed', message: 'PASS' }),
      most: { running: 1, waiting: 1 },
      log: (line) => void lines.push(line),
      ...options,
    }),
  );
}

async function post(url: string, body: string, signature: string | undefined = signatureOf(body)) {
  const headers = {
    'content-type': 'application/json',
    ...(signature === undefined ? {} : { 'x-tfc-task-signature': signature }),
  };
  const response = await fetch(`${url}/run-task`, { method: 'POST', headers, body });
  return { status: response.status, text: await response.text() };
}

describe('a run', () => {
  it('that destroys a database fails, with the findings as Markdown', async () => {
    hcp.plan = fixture('aws-03-destroy-rds-prod');
    expect(await post(await serve(), hcp.request())).toEqual({ status: 200, text: 'accepted\n' });
    const [result] = await hcp.received(1);
    expect(result).toMatchObject({ status: 'failed', message: expect.stringMatching(/^FAIL\. 1 to /) });
    const [whole, first] = result?.outcomes ?? [];
    expect(whole).toMatchObject({ 'outcome-id': 'report', tags: { Status: [{ label: 'FAIL', level: 'error' }] } });
    expect(whole?.body).toMatch(/^```text\nFAIL {3}/);
    expect(first).toMatchObject({
      'outcome-id': '1-no-stateful-destroy',
      description: 'Data store or critical resource destroyed: module.orders_db.aws_db_instance.this',
      url: expect.stringMatching(/^https:\/\/.+\/no-stateful-destroy\.md$/),
      tags: { Status: [{ label: 'Failed', level: 'error' }], Severity: [{ label: '2 approvals', level: 'warning' }] },
    });
    expect(first?.body).toContain('**Why:** ');
    expect(first?.body).toContain('**Fix:** ');
    expect(lines).toEqual([expect.stringMatching(/^prod-orders run-i3Df5to9ELvibKpQ: FAIL\. /)]);
    await started[0]?.stop();
    expect(readdirSync(plans), 'the plan is gone').toEqual([]);
  });

  it('that changes nothing passes, in both stages that have a plan', async () => {
    hcp.plan = fixture('aws-39-no-changes');
    const url = await serve();
    for (const stage of ['post_plan', 'pre_apply']) await post(url, hcp.request({ stage }));
    const results = await hcp.received(2);
    expect(results.map(({ status }) => status)).toEqual(['passed', 'passed']);
  });

  it('is judged by the settings of the server, in the environment of its workspace', async () => {
    hcp.plan = fixture('aws-02-small-update');
    const config = join(temp, 'strict.yaml');
    writeFileSync(config, 'environments:\n  - { name: production, workspaces: [prod-*], limits: { actions: [] } }\n');
    const url = await serve(['--config', config]);
    await post(url, hcp.request({ workspace_name: 'dev' }));
    await hcp.received(1);
    await post(url, hcp.request({ workspace_name: 'prod-orders' }));
    const [dev, prod] = await hcp.received(2);
    const policies = (outcomes: readonly { readonly 'outcome-id': string }[] = []) =>
      outcomes.map((each) => each['outcome-id']).join(' ');
    expect(policies(dev?.outcomes)).not.toContain('allowed-actions');
    expect(policies(prod?.outcomes)).toContain('allowed-actions');
  });

  it('has the author that HCP Terraform names, who is never a file', async () => {
    hcp.plan = fixture('aws-02-small-update');
    const record = join(temp, 'record.jsonl');
    const secret = join(temp, 'secret.json');
    writeFileSync(secret, '{"author": "somebody-else"}');
    const url = await serve(['--record', record]);
    await post(url, hcp.request({ run_created_by: secret }));
    await hcp.received(1);
    const [entry] = readFileSync(record, 'utf8').trim().split('\n');
    expect(entry).not.toContain('somebody-else');
    expect(entry).toContain('"command":"serve"');
    expect((await firebreak(['record', 'verify', record])).code).toBe(0);
  });

  it('settings in a folder above the plan do not count', async () => {
    hcp.plan = fixture('aws-02-small-update');
    const planted = join(plans, 'firebreak.yaml');
    writeFileSync(planted, 'limits: { nonsense: 1 }\n');
    await post(await serve(), hcp.request());
    expect((await hcp.received(1))[0]?.message).not.toContain('nonsense');
    rmSync(planted);
  });

  it.each([
    ['is not a plan', { plan: '{"no": "plan"}' }, /^ERROR\. No verdict/],
    ['is cut off', { plan: '{"format_version": "1.2", "resource_ch' }, /^ERROR\. No verdict/],
    ['is not finished', { planStatus: 204 }, /^ERROR: nothing was judged.*answers 204/s],
    ['is not there', { planStatus: 404 }, /^ERROR: nothing was judged.*answers 404/s],
    ['lies on another host', { planAt: () => 'http://127.0.0.1:9/object' }, /127\.0\.0\.1:9, which is not allowed/],
    ['is behind redirects without end', { planAt: (api: string) => `${api}/again` }, /redirects too often/],
  ])('whose plan %s fails', async (_, more, expected) => {
    Object.assign(hcp, more);
    await post(await serve(), hcp.request());
    const [result] = await hcp.received(1);
    expect([result?.status, result?.message]).toEqual(['failed', expect.stringMatching(expected)]);
    expect(JSON.stringify(result)).not.toContain(token);
  });

  it.each(['pre_plan', 'post_apply', 'constructor'])(
    'in the stage %s fails, because nothing was judged',
    async (stage) => {
      await post(await serveWith({}), hcp.request({ stage, plan_json_api_url: undefined }));
      const [result] = await hcp.received(1);
      expect(result).toMatchObject({
        status: 'failed',
        message: expect.stringContaining('Attach the run task to post-plan'),
      });
    },
  );
});

describe('a request', () => {
  it.each([
    ['without a signature', undefined],
    ['with an empty one', ''],
    ['of another key', signatureOf('x', 'another key')],
    ['that is too short', 'deadbeef'],
    ['that is no number', 'z'.repeat(128)],
  ])('%s is refused', async (_, signature) => {
    const url = await serveWith({});
    const { status } = await fetch(`${url}/run-task`, {
      method: 'POST',
      headers: signature === undefined ? {} : { 'x-tfc-task-signature': signature },
      body: hcp.request(),
    });
    expect(status).toBe(401);
    expect(hcp.results).toEqual([]);
  });

  it('whose body was changed is refused', async () => {
    const body = hcp.request();
    expect((await post(await serveWith({}), `${body} `, signatureOf(body))).status).toBe(401);
  });

  it('by which HCP Terraform tries the address is answered, and nothing else happens', async () => {
    const judged: unknown[] = [];
    const url = await serveWith({ judge: async (task) => ({ status: 'passed', message: String(judged.push(task)) }) });
    for (const more of [{ access_token: 'test-token' }, { stage: 'test' }])
      expect((await post(url, hcp.request(more))).status).toBe(200);
    expect([judged, hcp.results]).toEqual([[], []]);
  });

  it.each([
    ['results', { task_result_callback_url: 'https://evil.example/callback' }],
    ['plans', { plan_json_api_url: 'http://169.254.169.254/latest/meta-data' }],
    ['results, behind a user', { task_result_callback_url: 'http://app.terraform.io@evil.example/' }],
    ['files', { plan_json_api_url: 'file:///etc/passwd' }],
    ['nothing', { plan_json_api_url: 'not a URL' }],
  ])('that names another place for %s is refused', async (_, more) => {
    const { status, text } = await post(await serveWith({}), hcp.request(more));
    expect([status, text]).toEqual([400, expect.stringContaining('not allowed')]);
    expect(hcp.results).toEqual([]);
  });

  it.each([
    ['https://app.terraform.io/plan', true],
    ['HTTPS://APP.terraform.io:443/plan', true],
    ['http://app.terraform.io/plan', false],
    ['https://app.terraform.io./plan', false],
    ['https://app.terraform.io:8443/plan', false],
    // Of the same origin.
    ['blob:https://app.terraform.io/plan', false],
    // Errors of `fetch` show it.
    ['https://me:s3cret@app.terraform.io/plan', false],
  ])('may lead to %s: %s', (url, expected) => {
    expect(openPlatform({ origins: ['https://app.terraform.io'] }).allows(url)).toBe(expected);
  });

  it.each([
    ['no JSON', 'nonsense', 400],
    ['another version', '{"payload_version": 2}', 400],
    ['no token', '{"payload_version": 1, "stage": "post_plan"}', 400],
    ['more than a request can hold', `{"payload_version": 1, "x": "${'x'.repeat(300_000)}"}`, 413],
  ])('with %s is refused', async (_, body, expected) => {
    expect((await post(await serveWith({}), body)).status).toBe(expected);
  });

  it('of another kind is refused', async () => {
    const url = await serveWith({});
    const statusOf = async (path: string, method: string) => (await fetch(`${url}${path}`, { method })).status;
    for (const path of ['/', '//', '/run-task/', '/%', '/..']) expect(await statusOf(path, 'GET')).toBe(404);
    expect(await statusOf('/run-task', 'GET')).toBe(405);
    expect(await statusOf('/healthz', 'POST')).toBe(405);
  });
});

describe('results', () => {
  it('are sent again where that may help', async () => {
    hcp.refusals.push(500, 429);
    await post(await serveWith({}), hcp.request());
    expect(await hcp.received(1)).toMatchObject([{ status: 'passed' }]);
  });

  it('that are refused are logged', async () => {
    hcp.refusals.push(401);
    const url = await serveWith({});
    await post(url, hcp.request());
    await started[0]?.stop();
    expect(hcp.results).toEqual([]);
    expect(lines.at(-1)).toContain('the result cannot be sent: HCP Terraform answers 401');
  });

  it('come after signs of life', async () => {
    const url = await serveWith({
      progressMs: 1,
      judge: async () => {
        await hcp.received(1);
        return { status: 'passed', message: 'PASS' };
      },
    });
    await post(url, hcp.request());
    await started[0]?.stop();
    expect(hcp.results.at(0)?.status).toBe('running');
    expect(hcp.results.at(-1)?.status).toBe('passed');
  });

  it('of a judge that breaks are no pass', async () => {
    const judge = async (): Promise<never> => {
      throw new Error('broken');
    };
    await post(await serveWith({ judge }), hcp.request());
    expect(await hcp.received(1)).toMatchObject([{ status: 'failed', message: expect.stringContaining('broken') }]);
  });
});

describe('many runs', () => {
  it('a bounded number at a time, a bounded number waits, and it stops when all are answered', async () => {
    const judging: (() => void)[] = [];
    const judge: RunTaskServerOptions['judge'] = ({ runId }) =>
      new Promise((done) => judging.push(() => done({ status: 'passed', message: runId })));
    const url = await serveWith({ judge });
    const statuses: number[] = [];
    for (const run_id of ['one', 'two', 'three']) statuses.push((await post(url, hcp.request({ run_id }))).status);
    expect(statuses).toEqual([200, 200, 503]);
    const healthz = async () => {
      const response = await fetch(`${url}/healthz`);
      return { code: response.status, body: await response.json() };
    };
    expect(await healthz()).toEqual({ code: 200, body: { status: 'ok', running: 1, waiting: 1 } });
    expect(judging).toHaveLength(1);
    const stopped = started[0]?.stop();
    await expect(post(url, hcp.request())).rejects.toThrow();
    judging[0]?.();
    await hcp.received(1);
    while (judging.length < 2) await new Promise((wake) => setImmediate(wake));
    judging[1]?.();
    await stopped;
    expect(hcp.results.map(({ message }) => message)).toEqual(['one', 'two']);
  });
});

describe('the program', () => {
  it('listens, answers /healthz, and ends with SIGTERM', async () => {
    const child = spawn(process.execPath, [cli, 'serve', '--port', '0'], {
      cwd: temp,
      env: { PATH: process.env.PATH, FIREBREAK_HMAC_KEY: key },
    });
    const ended = once(child, 'exit');
    const [said] = await once(child.stderr.setEncoding('utf8'), 'data');
    const url = /listening on (\S+)/.exec(said)?.[1];
    const response = await fetch(`${url}/healthz`, { headers: { connection: 'close' } });
    expect(await response.json()).toEqual({ status: 'ok', running: 0, waiting: 0 });
    child.kill('SIGTERM');
    expect((await ended)[0]).toBe(0);
  });

  it.each([
    ['no key', [], {}, /no HMAC key in FIREBREAK_HMAC_KEY\n {2}Without it/],
    ['a short key', [], { FIREBREAK_HMAC_KEY: 'short' }, /shorter than 16 characters/],
    ['a key file that is not there', ['--hmac-key-file', 'none'], {}, /no HMAC key in none/],
    ['an option of one plan', ['--dir', '.'], { FIREBREAK_HMAC_KEY: key }, /--dir is for one plan only/],
    ['no concurrency', ['--concurrency', '0'], { FIREBREAK_HMAC_KEY: key }, /whole number from 1/],
    ['a URL for a host', ['--host', 'https://tfe.example.com'], { FIREBREAK_HMAC_KEY: key }, /is not a host/],
    ['faulty settings', ['--config', 'faulty.yaml'], { FIREBREAK_HMAC_KEY: key }, /Did you mean `limits`\?/],
  ])('refuses to start with %s', async (_, args, env, expected) => {
    writeFileSync(join(temp, 'faulty.yaml'), 'limit: {}\n');
    const { code, stderr } = await firebreak(['serve', ...args], { cwd: temp, env });
    expect([code, stderr]).toEqual([2, expect.stringMatching(expected)]);
  });
});
