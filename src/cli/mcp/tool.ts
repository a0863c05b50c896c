/** Registers tools with the schemas of their arguments and answers. */
import type { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import * as z from 'zod';
import { type Answer, type Refusal, toResult } from './answer.ts';

/** A tool as it is described to the agent. */
export interface Tool<Input extends z.ZodObject, Output extends z.ZodObject> {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly input: Input;
  readonly output: Output;
  /** true: it changes infrastructure. */
  readonly applies?: boolean;
  readonly run: (args: z.output<Input>) => Promise<Answer<z.input<Output>> | Refusal>;
}

/** The calls that are not answered yet. */
export class Calls {
  readonly #open = new Set<Promise<unknown>>();

  /** Returns the promise, which is an open call until it settles. */
  track<T>(call: Promise<T>): Promise<T> {
    this.#open.add(call);
    return call.finally(() => this.#open.delete(call));
  }

  /** Resolves when no call is open. */
  async answered(): Promise<void> {
    while (this.#open.size > 0) await Promise.allSettled(this.#open);
  }
}

/** Adds a tool to the server. Arguments that its schema does not know are refused. */
export function addTool<Input extends z.ZodObject, Output extends z.ZodObject>(
  { server, calls }: { readonly server: McpServer; readonly calls: Calls },
  { name, title, description, input, output, applies = false, run }: Tool<Input, Output>,
): void {
  server.registerTool(
    name,
    {
      title,
      description,
      inputSchema: z.strictObject(input.shape),
      outputSchema: output,
      annotations: {
        readOnlyHint: !applies,
        destructiveHint: applies,
        idempotentHint: !applies,
        openWorldHint: applies,
      },
    },
    // The schema was checked before the call.
    (args: unknown) => calls.track(toResult(() => run(args as z.output<Input>))),
  );
}

/** The arguments of tools that read a plan. */
export const planInput = z.object({
  plan: z
    .string()
    .min(1)
    .describe('path of a saved plan (terraform plan -out) or of its JSON, below the working directory'),
  dir: z.string().min(1).optional().describe('root module of the plan; default: the folder of the plan'),
});
