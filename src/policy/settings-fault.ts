/** Faults of settings with their location in the file. */
import type { Fault } from '../errors.ts';
import type { Config } from '../source/settings.ts';

/** A fault at a path of the settings. */
export interface SettingsFault {
  readonly path: readonly (string | number)[];
  /** `key`: the fault is in the name and not in the value. */
  readonly part?: 'key' | undefined;
  readonly message: string;
  readonly hint?: string | undefined;
}

/** Returns the fault with file, line and column. */
export function withLocation(
  { path, part, message, hint }: SettingsFault,
  { file, position }: Pick<Config, 'file' | 'position'>,
): Fault {
  const at = position(path, part);
  return {
    message,
    path: (at?.path ?? path).join('.'),
    ...(file !== null && { file }),
    ...(at && { line: at.line, column: at.column }),
    ...(hint !== undefined && { hint }),
  };
}
