/** Answers of tools: values for a program, a short text for a reader, and errors that say what to do. */
import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import { faultText, isFirebreakError } from '../../errors.ts';
import { terminal } from '../../report/escape.ts';

/** What a tool answers. */
export interface Answer<T extends object> {
  /** Fits the output schema of the tool. */
  readonly values: T;
  readonly text: string;
}

/** What a tool answers that did not do what it was asked for. */
export interface Refusal {
  readonly refusal: string;
}

/**
 * Returns the answer as a result of the protocol. Errors that the caller can mend are results as well: the place, the
 * cause, and what to do. Invisible characters from a plan are shown as text.
 */
export async function toResult(work: () => Promise<Answer<object> | Refusal>): Promise<CallToolResult> {
  try {
    const answer = await work();
    if ('refusal' in answer) return failure(answer.refusal);
    return {
      structuredContent: { ...visible(answer.values) },
      content: [{ type: 'text', text: visible(answer.text) }],
    };
  } catch (error) {
    if (isFirebreakError(error)) return failure(error.faults.map(faultText).join('\n'));
    return failure(`internal error, so nothing was judged: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function failure(text: string): CallToolResult {
  return { isError: true, content: [{ type: 'text', text: visible(text) }] };
}

function visible<T>(value: T): T;
function visible(value: unknown): unknown {
  if (typeof value === 'string') return value.split('\n').map(terminal).join('\n');
  if (Array.isArray(value)) return value.map((item) => visible(item));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, visible(item)]));
}
