/** Faults of settings, each with its place in the file. */
import type { Fault } from '../errors.ts';
import type { Config } from '../source/settings.ts';

export interface SettingsFault {
  readonly path: readonly (string | number)[];
  /** What is wrong is the name itself, not what it is set to. */
  readonly part?: 'key' | undefined;
  readonly message: string;
  readonly hint?: string | undefined;
}

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
