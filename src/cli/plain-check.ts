/**
 * The usual command lines of `check`, without yargs: loading it and declaring all options takes longer than judging a
 * small plan. Everything else, such as a mistake, an abbreviation or `--help`, is left to yargs.
 */
import type { CheckArguments } from './commands/check.ts';

/** Options with one value, by the name of the argument that they become. */
const single: Readonly<Record<string, string>> = {
  '--dir': 'dir',
  '--terraform': 'terraform',
  '--approvals': 'approvals',
  '--allowed-signers': 'allowedSigners',
  '--record': 'record',
  '--config': 'config',
  '--environment': 'environment',
  '--changed-files': 'changedFiles',
  '--now': 'now',
  '--commit': 'commit',
  '--base-dir': 'baseDir',
};
/** Options that may be repeated. */
const repeated: Readonly<Record<string, string>> = {
  '--plans': 'plans',
  '--format': 'format',
  '-f': 'format',
  '--actor': 'actor',
  '--scope': 'scope',
  '--critical': 'critical',
  '--allow': 'allow',
};

/** Returns the arguments of a plain `check`; null if yargs has to read them. A test proves that both agree. */
export function parsePlainCheck(argv: readonly string[]): CheckArguments | null {
  if (argv[0] !== 'check') return null;
  const lists = new Map<string, string[]>();
  const values = new Map<string, string>();
  const paths: string[] = [];
  for (let i = 1; i < argv.length; i += 1) {
    const arg = argv[i] ?? '';
    if (arg === '-' || (arg !== '' && !arg.startsWith('-'))) {
      paths.push(arg);
      continue;
    }
    const value = argv[i + 1];
    if (value === undefined || value === '' || value.startsWith('-')) return null;
    const list = Object.hasOwn(repeated, arg) ? repeated[arg] : undefined;
    const name = Object.hasOwn(single, arg) ? single[arg] : undefined;
    if (list !== undefined) lists.set(list, [...(lists.get(list) ?? []), value]);
    else if (name === undefined || values.has(name)) return null;
    else values.set(name, value);
    i += 1;
  }
  const one = (name: string): string | undefined => values.get(name);
  const many = (name: string): readonly string[] => lists.get(name) ?? [];
  return {
    paths,
    plans: many('plans'),
    format: many('format'),
    actor: many('actor'),
    scope: many('scope'),
    critical: many('critical'),
    allow: lists.get('allow'),
    explainPass: false,
    details: false,
    compact: false,
    quiet: false,
    shard: undefined,
    merge: false,
    maxDestroy: undefined,
    dir: one('dir'),
    terraform: one('terraform'),
    approvals: one('approvals'),
    allowedSigners: one('allowedSigners'),
    record: one('record'),
    config: one('config'),
    environment: one('environment'),
    changedFiles: one('changedFiles'),
    now: one('now'),
    commit: one('commit'),
    baseDir: one('baseDir'),
  };
}
