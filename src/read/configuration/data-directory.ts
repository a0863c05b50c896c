/** Reads what `init` wrote to the data directory: the backend in use, and the directories of modules. */
import { join, resolve } from 'node:path';
import type { Configuration } from '../../source/plan-and-configuration.ts';
import { isObject } from '../../text/is-object.ts';
import { parseJson } from '../../text/parse-json.ts';
import { readSmallFile } from '../files/bounded-read.ts';
import { publicSettings } from './backend-settings.ts';

/**
 * Returns the absolute path of the data directory. `TF_DATA_DIR` replaces `.terraform`; both are relative to the root
 * directory.
 */
export function dataDirectory(root: string, env: NodeJS.ProcessEnv): string {
  return resolve(root, env.TF_DATA_DIR || '.terraform');
}

/**
 * Reads the `backend` of `<data dir>/terraform.tfstate`. Despite its name that file is not a state (format 3, written
 * by `internal/command/workdir/backend_state.go` of Terraform). Settings that are null there were not set, and are left
 * out.
 *
 * @param options.show returns the path as it should be named to the user
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

/**
 * Returns the directory of each module by its path (`network.subnets`), from `<data dir>/modules/modules.json`; empty
 * if there is no such file.
 */
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
