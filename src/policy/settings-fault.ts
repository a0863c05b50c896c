/** Faults of settings with their location in the file. */
import type { Fault } from '../errors.ts';
import type { Config } from '../source/settings.ts';

/** Stands for a required value that the schema rejected (see `ValidSubset`). Its fault is already reported. */
export const rejected = '';

/** A fault at a path of the settings. */
export interface SettingsFault {
  readonly path: readonly (string | number)[];
  readonly message: string;
  readonly hint?: string | undefined;
}

/** Returns the fault with file, line and column: of the key where there is one, because a value may begin on a later line. */
export function withLocation(
  { path, message, hint }: SettingsFault,
  { file, position }: Pick<Config, 'file' | 'position'>,
): Fault {
  const at = position(path, 'key');
  return {
    message,
    path: (at?.path ?? path).join('.'),
    ...((at?.file ?? file) !== null && { file: at?.file ?? file ?? '' }),
    ...(at && { line: at.line, column: at.column }),
    ...(hint !== undefined && { hint }),
  };
}
