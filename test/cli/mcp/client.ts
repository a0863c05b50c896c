/** The official client, connected to our server in this process. */
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js';
import { createServer } from '../../../src/cli/mcp/server.ts';
import { parsePlainCheck } from '../../../src/cli/plain-check.ts';
import { inProcess } from '../../in-process.ts';

export interface Called {
  readonly isError: boolean;
  readonly text: string;
  /** What a schema of the tool describes, which the client has checked. */
  // biome-ignore lint/suspicious/noExplicitAny: each test knows the tool that it calls
  readonly values: any;
}

export type Call = (tool: string, args?: Readonly<Record<string, unknown>>) => Promise<Called>;

export interface ServerOptions {
  readonly cwd: string;
  /** Options of `firebreak mcp` that `check` has too. */
  readonly options?: readonly string[];
  readonly apply?: boolean;
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs `work` with a connected client. The server has the working directory and the environment of the options. */
export async function withClient<T>(
  { cwd, options = [], apply = false, env = {} }: ServerOptions,
  work: (call: Call, client: Client) => Promise<T>,
): Promise<T> {
  const args = parsePlainCheck(['check', 'plan.json', ...options]);
  if (!args) throw new Error(`not plain: ${options.join(' ')}`);
  const { PATH = '', HOME = '' } = process.env;
  let result: { readonly value: T } | undefined;
  const program = async (): Promise<number> => {
    const { server } = createServer(args, { apply });
    const client = new Client({ name: 'test', version: '1.0.0' });
    const [clientSide, serverSide] = InMemoryTransport.createLinkedPair();
    await Promise.all([server.connect(serverSide), client.connect(clientSide)]);
    try {
      // From now on the client checks structured content against the schemas of the tools.
      await client.listTools();
      result = { value: await work(callWith(client), client) };
    } finally {
      await client.close();
    }
    return 0;
  };
  const { stdout } = await inProcess(program, { cwd, env: { PATH, HOME, ...env } });
  if (stdout !== '') throw new Error(`standard output belongs to the protocol: ${stdout}`);
  if (!result) throw new Error('no result');
  return result.value;
}

export function callWith(client: Client): Call {
  return async (name, args = {}) => {
    const { isError = false, content, structuredContent } = await client.callTool({ name, arguments: args });
    const [first] = Array.isArray(content) ? content : [];
    return { isError: isError === true, text: first?.type === 'text' ? first.text : '', values: structuredContent };
  };
}
