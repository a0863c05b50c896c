/** Which files of a directory belong to a module, and which tools read them. */

/** One configuration file of a module. */
export interface ModuleFile {
  readonly name: string;
  readonly syntax: 'native' | 'json';
  /** Read last; replaces parts of the other files. */
  readonly override: boolean;
  /** Terraform does not read `*.tofu`; OpenTofu ignores `x.tf` if there is `x.tofu`. */
  readonly readBy: 'both' | 'opentofu' | 'terraform';
}

const KNOWN = /^(?<base>.+)\.(?<tool>tf|tofu)(?<json>\.json)?$/;

/**
 * Returns the configuration files among the names in one directory, in reading order. Source: `dirFiles` and
 * `filterTfPathsWithTofuAlternatives` in OpenTofu's `internal/configs/parser_config_dir.go`.
 */
export function moduleFiles(names: Iterable<string>): readonly ModuleFile[] {
  const all = new Set(names);
  return [...all].sort().flatMap((name) => {
    const groups = isIgnored(name) ? undefined : KNOWN.exec(name)?.groups;
    if (groups === undefined) return [];
    const { base = '', tool, json = '' } = groups;
    const hidden = tool === 'tf' && all.has(`${base}.tofu${json}`);
    return {
      name,
      syntax: json === '' ? 'native' : 'json',
      override: base === 'override' || base.endsWith('_override'),
      readBy: tool === 'tofu' ? 'opentofu' : hidden ? 'terraform' : 'both',
    } as const;
  });
}

/** Hidden files and editor backups. Source: `IsIgnoredFile` in the same file. */
function isIgnored(name: string): boolean {
  return name.startsWith('.') || name.endsWith('~') || (name.startsWith('#') && name.endsWith('#'));
}
