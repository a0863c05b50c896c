/** `terraform_remote_state` data sources that read a local file: another root keeps its state on somebody's disk. */
import type { Configuration } from '../../source/plan-and-configuration.ts';

export interface LocalRemoteState {
  /** Address of the data source, without instance keys. */
  readonly address: string;
  readonly file: string;
  readonly line?: number;
  /** As written; null where it is computed or left to the default. */
  readonly path: string | null;
}

/** Sorted as read: the root module first. */
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
