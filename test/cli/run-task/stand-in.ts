/**
 * A stand-in for HCP Terraform, as its documentation describes run tasks: it signs requests, gives the plan to those who
 * have the token by a redirect to where it lies, and takes results that fit.
 */
import { createHmac } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Ajv } from 'ajv';

export const token = 'task-t0ken-of-this-run';
export const key = 'a-key-of-the-run-task';

/** https://developer.hashicorp.com/terraform/cloud-docs/api-docs/run-tasks/run-tasks-integration#run-task-callback */
const resultSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['data'],
  properties: {
    data: {
      type: 'object',
      additionalProperties: false,
      required: ['type', 'attributes'],
      properties: {
        type: { const: 'task-results' },
        attributes: {
          type: 'object',
          additionalProperties: false,
          required: ['status'],
          properties: {
            status: { enum: ['passed', 'failed', 'running'] },
            message: { type: 'string', minLength: 1 },
            url: { type: 'string', pattern: '^https?://' },
          },
        },
        relationships: {
          type: 'object',
          additionalProperties: false,
          properties: {
            outcomes: {
              type: 'object',
              additionalProperties: false,
              properties: {
                data: {
                  type: 'array',
                  items: {
                    type: 'object',
                    additionalProperties: false,
                    required: ['type', 'attributes'],
                    properties: {
                      type: { const: 'task-result-outcomes' },
                      attributes: {
                        type: 'object',
                        additionalProperties: false,
                        required: ['outcome-id', 'description'],
                        properties: {
                          'outcome-id': { type: 'string', minLength: 1 },
                          description: { type: 'string', minLength: 1 },
                          body: { type: 'string', maxLength: 1_000_000 },
                          url: { type: 'string', pattern: '^https?://' },
                          tags: {
                            type: 'object',
                            additionalProperties: {
                              type: 'array',
                              items: {
                                type: 'object',
                                additionalProperties: false,
                                required: ['label'],
                                properties: {
                                  label: { type: 'string', minLength: 1 },
                                  level: { enum: ['none', 'info', 'warning', 'error'] },
                                },
                              },
                            },
                          },
                        },
                      },
                    },
                  },
                },
              },
            },
          },
        },
      },
    },
  },
};
const validate = new Ajv({ allErrors: true }).compile(resultSchema);

interface Outcome {
  readonly 'outcome-id': string;
  readonly description: string;
  readonly body: string;
  readonly url?: string;
  readonly tags: Readonly<Record<string, readonly { readonly label: string; readonly level: string }[]>>;
}

export interface Result {
  readonly status: string;
  readonly message: string;
  readonly outcomes: readonly Outcome[];
}

export class StandIn {
  readonly results: Result[] = [];
  /** What was wrong with a request to it. */
  readonly faults: string[] = [];
  /** Answers to the next callbacks, before those that are taken. */
  readonly refusals: number[] = [];
  /** Of the place where the plan lies; by default another server of the same platform. */
  planAt: ((api: string, store: string) => string) | undefined;
  /** In place of 200 with the plan. */
  planStatus = 200;
  plan = '{}';
  #onResult: (() => void)[] = [];
  readonly #api: Server;
  readonly #store: Server;

  constructor() {
    this.#api = createServer((request, response) => {
      const isKnown = request.headers.authorization === `Bearer ${token}`;
      if (!isKnown) this.faults.push(`${request.url} without the token`);
      if (request.method === 'GET') {
        const at = this.planAt?.(this.api, this.store) ?? `${this.store}/object`;
        response.writeHead(this.planStatus === 200 ? 307 : this.planStatus, { location: at }).end();
        return;
      }
      const chunks: Buffer[] = [];
      request.on('data', (chunk) => chunks.push(chunk));
      request.on('end', () => {
        const refusal = this.refusals.shift();
        if (refusal === undefined) this.#take(request.headers['content-type'], Buffer.concat(chunks).toString('utf8'));
        response.writeHead(refusal ?? 200).end();
      });
    });
    this.#store = createServer((request, response) => {
      if (request.headers.authorization !== undefined) this.faults.push('the token was sent to the store');
      response.writeHead(200, { 'content-type': 'application/json' }).end(this.plan);
    });
  }

  async start(): Promise<void> {
    for (const server of [this.#api, this.#store])
      await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  }

  stop(): void {
    for (const server of [this.#api, this.#store]) {
      server.closeAllConnections();
      server.close();
    }
  }

  get api(): string {
    return originOf(this.#api);
  }

  get store(): string {
    return originOf(this.#store);
  }

  /** The body of a request, as in the sample of the documentation. */
  request(more: Readonly<Record<string, unknown>> = {}): string {
    return JSON.stringify({
      payload_version: 1,
      access_token: token,
      stage: 'post_plan',
      is_speculative: false,
      task_result_id: 'taskrs-2nH5dncYoXaMVQmJ',
      task_result_enforcement_level: 'mandatory',
      task_result_callback_url: `${this.api}/api/v2/task-results/5ea8d46c-2ceb-42cd-83f2-82e54697bddd/callback`,
      run_app_url: `${this.api}/app/hashicorp/my-workspace/runs/run-i3Df5to9ELvibKpQ`,
      run_id: 'run-i3Df5to9ELvibKpQ',
      run_message: 'Triggered via UI',
      run_created_at: '2026-09-02T14:47:13.036Z',
      run_created_by: 'ada',
      workspace_id: 'ws-ck4G5bb1Yei5szRh',
      workspace_name: 'prod-orders',
      organization_name: 'acme',
      plan_json_api_url: `${this.api}/api/v2/plans/plan-6AFmRJW1PFJ7qbAh/json-output`,
      vcs_repo_url: null,
      ...more,
    });
  }

  /** Resolves with the results when there are this many. */
  async received(count: number): Promise<readonly Result[]> {
    while (this.results.length < count) await new Promise<void>((done) => this.#onResult.push(done));
    return this.results;
  }

  #take(type: string | undefined, text: string): void {
    const body = JSON.parse(text);
    if (type !== 'application/vnd.api+json') this.faults.push(`content type ${type}`);
    if (!validate(body)) this.faults.push(JSON.stringify(validate.errors));
    const { attributes, relationships } = body.data;
    const outcomes = (relationships?.outcomes.data ?? []).map((each: { attributes: Outcome }) => each.attributes);
    const ids = outcomes.map((each: Outcome) => each['outcome-id']);
    if (new Set(ids).size !== ids.length) this.faults.push(`outcomes with one id: ${ids}`);
    this.results.push({ ...attributes, outcomes });
    for (const done of this.#onResult.splice(0)) done();
  }
}

function originOf(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** As HCP Terraform signs a request. */
export function signatureOf(body: string, secret = key): string {
  return createHmac('sha512', secret).update(body).digest('hex');
}
