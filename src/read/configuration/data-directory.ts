/** What `init` left behind in the data directory: the backend in force, and where modules were put. */
import { join, resolve } from 'node:path';
import type { Configuration } from '../../source/plan-and-configuration.ts';
import { isObject } from '../../text/is-object.ts';
import { readSmallFile } from '../files/bounded-read.ts';
import { publicSettings } from './backend-settings.ts';

/** `TF_DATA_DIR` replaces `.terraform`; both are relative to where Terraform runs, which is the root directory. */
export function dataDirectory(root: string, env: NodeJS.ProcessEnv): string {
  return resolve(root, env.TF_DATA_DIR || '.terraform');
}

/**
 * The `backend` of `<data dir>/terraform.tfstate`, which is no state in spite of its name (format 3; written by
 * `internal/command/workdir/backend_state.go` of Terraform). Settings that are not written are null there: left out here.
 *
 * @param options.show a path as it should be named to the user
 */
export async function readInitialised(options: {
  readonly dataDir: string;
  readonly show: (path: string) => string;
}): Promise<Pick<Configuration, 'initialised' | 'unreadable'>> {
  const path = join(options.dataDir, 'terraform.tfstate');
  const text = await readSmallFile(path);
  if (text === null) return { initialised: null, unreadable: [] };
  const file = options.show(path);
  const document = parseJson(text);
  if (!isObject(document)) return { initialised: null, unreadable: [{ file, reason: 'is not valid JSON' }] };
  if (isObject(document.state_store)) return { initialised: { kind: 'state_store', config: {}, file }, unreadable: [] };
  const backend = document.backend;
  if (!isObject(backend) || typeof backend.type !== 'string') return { initialised: null, unreadable: [] };
  const set = Object.entries(publicSettings(backend.config)).filter(([, value]) => value !== null);
  return { initialised: { kind: backend.type, config: Object.fromEntries(set), file }, unreadable: [] };
}

/** Directory by module path (`network.subnets`), from `<data dir>/modules/modules.json`; empty without one. */
export async function readModuleManifest(options: {
  readonly dataDir: string;
  readonly root: string;
}): Promise<ReadonlyMap<string, string>> {
  const text = await readSmallFile(join(options.dataDir, 'modules', 'modules.json'));
  const document = text === null ? null : parseJson(text);
  const entries = isObject(document) && Array.isArray(document.Modules) ? document.Modules.filter(isObject) : [];
  return new Map(
    entries.flatMap(({ Key: key, Dir: dir }) =>
      typeof key === 'string' && typeof dir === 'string' ? [[key, resolve(options.root, dir)] as const] : [],
    ),
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
