/** Which files of a directory make up a module, and who reads them. */

export interface ModuleFile {
  readonly name: string;
  readonly syntax: 'native' | 'json';
  /** Read last, on top of the others. */
  readonly override: boolean;
  /** Terraform does not know `*.tofu`; OpenTofu passes over `x.tf` beside `x.tofu`. */
  readonly readBy: 'both' | 'opentofu' | 'terraform';
}

const KNOWN = /^(?<base>.+)\.(?<tool>tf|tofu)(?<json>\.json)?$/;

/**
 * The configuration files among the names of one directory, sorted as they are read.
 * Source: `dirFiles` and `filterTfPathsWithTofuAlternatives` in OpenTofu's `internal/configs/parser_config_dir.go`.
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

/** Hidden files and what editors leave behind, as `IsIgnoredFile` there. */
function isIgnored(name: string): boolean {
  return name.startsWith('.') || name.endsWith('~') || (name.startsWith('#') && name.endsWith('#'));
}
