/** Finds `terraform_remote_state` data sources that read a local file, so another root module has local state. */
import type { Configuration } from '../../source/plan-and-configuration.ts';

/** A data source with a local state file. */
export interface LocalRemoteState {
  /** Address of the data source without instance keys. */
  readonly address: string;
  readonly file: string;
  readonly line?: number;
  /** As written; null if it is computed or the default. */
  readonly path: string | null;
}

/** Returns them in the order of modules, root module first. */
export function localRemoteStates(configuration: Configuration | null): readonly LocalRemoteState[] {
  return (configuration?.modules ?? []).flatMap((module) =>
    module.resources
      .filter((resource) => resource.attributes?.backend === 'local')
      .map((resource) => {
        const config = resource.attributes?.config;
        const path = typeof config === 'object' && config !== null && 'path' in config ? config.path : null;
        return {
          address: `${module.address === '' ? '' : `${module.address}.`}data.${resource.type}.${resource.name}`,
          file: resource.file,
          ...(resource.line === undefined ? {} : { line: resource.line }),
          path: typeof path === 'string' ? path : null,
        };
      }),
  );
}
