/** The request of a run task, and what is wrong with one. */
import { isObject } from '../../text/is-object.ts';
import { parseJson } from '../../text/parse-json.ts';

/** What HCP Terraform asks for. */
export interface RunTask {
  readonly stage: string;
  /** Bearer token for the plan and for the result. Never shown. */
  readonly token: string;
  readonly callbackUrl: string;
  /** Of the JSON plan; absent in stages that have none. */
  readonly planUrl?: string;
  readonly runId: string;
  readonly workspace: string;
  /** Login of who started the run; empty if unknown. */
  readonly createdBy: string;
}

/** `test`: HCP Terraform tries the address when a run task is created, and expects no result. */
export type ParsedRequest = { readonly task: RunTask } | { readonly test: true } | { readonly fault: string };

/** Parses the body of a request whose signature was checked. */
export function parseRunTask(body: string): ParsedRequest {
  const value = parseJson(body);
  if (!isObject(value)) return { fault: 'the body is not a JSON object' };
  if (value.payload_version !== 1) return { fault: 'payload_version is not 1: try a newer version of Firebreak' };
  // Sources: `IsEndpointValidation` of HashiCorp's run task scaffolding, and the stage of such a request.
  if (value.access_token === 'test-token' || value.stage === 'test') return { test: true };
  const text = (key: string): string => (typeof value[key] === 'string' ? value[key] : '');
  const missing = ['access_token', 'stage', 'task_result_callback_url'].filter((key) => text(key) === '');
  if (missing.length > 0) return { fault: `${missing.join(', ')} missing` };
  const planUrl = text('plan_json_api_url');
  return {
    task: {
      stage: text('stage'),
      token: text('access_token'),
      callbackUrl: text('task_result_callback_url'),
      ...(planUrl === '' ? {} : { planUrl }),
      runId: text('run_id'),
      workspace: text('workspace_name'),
      createdBy: text('run_created_by'),
    },
  };
}
