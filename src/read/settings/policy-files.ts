/** Reads the user's policy files (YAML) and checks them against the schema. Expressions are checked on compilation. */
import { readdir, stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { type Fault, PolicyError } from '../../errors.ts';
import type { Parameter, PolicySource, Position } from '../../source/policy.ts';
import { checkSchema } from './schema-faults.ts';
import { readYaml, type YamlFile } from './yaml.ts';

/**
 * Reads policies from files, and from the `*.yaml` and `*.yml` files of folders, except `*.test.yaml`.
 * @param options.cwd base of relative paths; messages show paths as given
 * @throws {PolicyError} with every fault of every file, and for a missing path or a folder without policies
 */
export async function readPolicyFiles(
  paths: readonly string[],
  options: { readonly cwd?: string } = {},
): Promise<readonly PolicySource[]> {
  const { policies, faults } = await tryPolicyFiles(paths, options);
  if (faults.length > 0) throw new PolicyError(faults);
  return policies;
}

/** Policies that were read, and all faults found in them. */
export interface TriedPolicies {
  /** Includes faulty policies whose expressions can still be checked. Do not use any of them if there are faults. */
  readonly policies: readonly PolicySource[];
  readonly faults: readonly Fault[];
  /** Whether all policies could be read. */
  readonly complete: boolean;
}

/** Like `readPolicyFiles`, but returns the faults instead of throwing them. */
export async function tryPolicyFiles(
  paths: readonly string[],
  { cwd = process.cwd() }: { readonly cwd?: string } = {},
): Promise<TriedPolicies> {
  const found = await Promise.all(paths.map((path) => policyFilesIn(path, cwd)));
  const read = await Promise.all(found.flatMap(({ files }) => files).map((file) => readPolicyFile(file, cwd)));
  return {
    policies: read.flatMap(({ policy }) => policy ?? []),
    faults: [...found, ...read].flatMap((each) => each.faults),
    complete: found.every(({ faults }) => faults.length === 0) && read.every(({ policy }) => policy !== undefined),
  };
}

const policyFile = /(?<!\.test)\.ya?ml$/;

async function policyFilesIn(
  path: string,
  cwd: string,
): Promise<{ readonly files: readonly string[]; readonly faults: readonly Fault[] }> {
  try {
    if (!(await stat(resolve(cwd, path))).isDirectory()) return { files: [path], faults: [] };
    const files = (await readdir(resolve(cwd, path))).filter((name) => policyFile.test(name)).toSorted();
    if (files.length > 0) return { files: files.map((name) => join(path, name)), faults: [] };
    return {
      files: [],
      faults: [{ message: 'no policies in this folder', file: path, hint: 'A policy is a file `ID.yaml`.' }],
    };
  } catch {
    return {
      files: [],
      faults: [
        { message: 'no such folder or file', file: path, hint: 'Name a folder with policies, or one policy file.' },
      ],
    };
  }
}

interface Read {
  readonly policy?: PolicySource;
  readonly faults: readonly Fault[];
}

async function readPolicyFile(file: string, cwd: string): Promise<Read> {
  const read = await readYaml(resolve(cwd, file));
  if (!('value' in read)) return { faults: read.map((fault) => ({ ...fault, file })) };
  const yaml = { ...read, file };
  const { default: schema } = await import('../../../schemas/policy.schema.json', { with: { type: 'json' } });
  const checked = await checkSchema<PolicyYaml>(yaml, schema);
  const name = basename(file).replace(/\.ya?ml$/, '');
  if ('faults' in checked) {
    const rest = await checkSchema<PolicyYaml>({ ...yaml, value: expressionsOf(yaml.value, name) }, schema);
    return { ...('value' in rest && { policy: toPolicy(rest.value, yaml) }), faults: checked.faults };
  }
  const policy = toPolicy(checked.value, yaml);
  if (policy.id === name) return { policy, faults: [] };
  const { line, column } = yaml.position(['id']) ?? { line: 1, column: 1 };
  const hint = `Rename the file to \`${policy.id}.yaml\`, or set \`id: ${name}\`.`;
  return {
    policy,
    faults: [{ message: `the id \`${policy.id}\` differs from the file name`, file, line, column, path: 'id', hint }],
  };
}

const expressionKeys = ['subject', 'when', 'require', 'advise', 'message', 'remedy', 'remedies', 'parameters'];

/**
 * Returns a policy with its expressions and placeholders for everything else, so that the expressions can be checked.
 */
function expressionsOf(value: unknown, id: string): object {
  const entries = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  const rest = { title: id, enforcement: 'advisory', require: true, message: id, why: id, remedy: id };
  return { ...rest, ...Object.fromEntries(entries.filter(([key]) => expressionKeys.includes(key))), id };
}

/** What the schema allows. */
interface PolicyYaml {
  readonly id: string;
  readonly title: string;
  readonly enforcement: PolicySource['enforcement'];
  readonly approvals?: number;
  readonly approvers?: PolicySource['approvers'];
  readonly 'extra-approvals'?: boolean;
  readonly overridable?: PolicySource['overridable'];
  readonly subject: PolicySource['subject'];
  readonly 'on-unknown'?: 'fail' | 'advise';
  readonly when?: string | boolean;
  readonly require: string | boolean;
  readonly advise?: string | boolean;
  readonly message: string;
  readonly why: string;
  readonly remedy: string;
  readonly remedies?: readonly { readonly when: string | boolean; readonly remedy: string }[];
  readonly lesson?: number;
  readonly parameters?: Readonly<Record<string, string | number | boolean>>;
  readonly examples?: readonly string[];
}

function toPolicy(yaml: PolicyYaml, { file, position }: YamlFile): PolicySource {
  const { id, title, enforcement, approvers, overridable, subject, remedies, lesson, examples } = yaml;
  const extraApprovals = yaml['extra-approvals'];
  const paths = [
    ...Object.keys(yaml).map((name) => [name]),
    ...(remedies ?? []).flatMap((_, i) => [
      ['remedies', i, 'when'],
      ['remedies', i, 'remedy'],
    ]),
  ];
  const positions = paths.flatMap((path): [string, Position][] => {
    const at = position(path);
    return at ? [[path.join('.'), at]] : [];
  });
  return {
    id,
    title,
    enforcement,
    approvals: enforcement === 'soft-mandatory' ? (yaml.approvals ?? 1) : 0,
    ...(approvers !== undefined && { approvers }),
    ...(extraApprovals !== undefined && { extraApprovals }),
    ...(overridable !== undefined && { overridable }),
    subject,
    onUnknown: yaml['on-unknown'] ?? 'fail',
    when: String(yaml.when ?? true).trim(),
    require: String(yaml.require).trim(),
    ...(yaml.advise !== undefined && { advise: String(yaml.advise).trim() }),
    message: yaml.message.trim(),
    why: yaml.why.trim(),
    remedy: yaml.remedy.trim(),
    ...(remedies && {
      remedies: remedies.map(({ when, remedy }) => ({ when: String(when).trim(), remedy: remedy.trim() })),
    }),
    ...(lesson !== undefined && { lesson }),
    parameters: Object.fromEntries(
      Object.entries(yaml.parameters ?? {}).map(([name, value]) => [name, toParameter(value)]),
    ),
    ...(examples && { examples }),
    file,
    builtIn: false,
    positions: Object.fromEntries(positions),
  };
}

/** A number without decimals becomes an int: write `1.5`, not `1`, for a share or factor. */
function toParameter(value: string | number | boolean): Parameter {
  if (typeof value === 'string') return { type: 'string', value };
  if (typeof value === 'boolean') return { type: 'bool', value };
  return { type: Number.isInteger(value) ? 'int' : 'double', value };
}
