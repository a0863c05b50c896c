/** Reads who made a change and who approved it: `--actor` and `--approvals`. */
import { type Fault, InputError } from '../../errors.ts';
import type { ActorSource } from '../../source/actor.ts';
import type { ApprovalSource, GivenApprovals } from '../../source/approval.ts';
import { isObject } from '../../text/is-object.ts';
import { isFolder } from '../files/is-there.ts';
import { checkSchema } from '../settings/schema-faults.ts';
import { readYaml, type YamlFile } from '../settings/yaml.ts';

interface ApprovalYaml extends Omit<ApprovalSource, 'source'> {
  readonly source?: ApprovalSource['source'];
}
interface ApprovalsYaml extends Omit<GivenApprovals, 'approvals'> {
  readonly approvals: readonly ApprovalYaml[];
}

/**
 * Reads approvals: a file with a list, or with an object that contains one (JSON or YAML), or a folder of signed
 * approvals.
 * @param options.allowedSigners allowed signers file; required for a folder, because approvals in a file are not signed
 * @throws {InputError} with every fault of the file
 * @throws {UsageError} for a folder without `allowedSigners`
 */
export async function readApprovals(
  file: string,
  options: { readonly allowedSigners?: string | undefined } = {},
): Promise<GivenApprovals> {
  if (await isFolder(file)) {
    const { readSignedApprovals } = await import('./signed-approvals.ts');
    return readSignedApprovals({ dir: file, allowedSigners: options.allowedSigners });
  }
  const yaml = await readFileOrFail(file);
  const old = oldApprovals(yaml);
  if (old.length > 0) throw new InputError(old);
  const { default: schema } = await import('../../../schemas/approvals.schema.json', { with: { type: 'json' } });
  const value = await checkedOrFail<readonly ApprovalYaml[] | ApprovalsYaml>(yaml, schema);
  const isList = isArray(value);
  const list = isList ? value : value.approvals;
  const faults = list.flatMap((approval, index) => unbound(approval, yaml, isList ? [index] : ['approvals', index]));
  if (faults.length > 0) throw new InputError(faults);
  const approvals = list.map((approval): ApprovalSource => ({ ...approval, source: approval.source ?? 'file' }));
  if (isList) return { approvals };
  const { commit, reportedAt } = value;
  return { approvals, ...(commit !== undefined && { commit }), ...(reportedAt !== undefined && { reportedAt }) };
}

/**
 * Reads the values of `--actor`: logins, or files (recognised by a path separator or extension). The first is the
 * author; the others also count as people behind the change.
 * @throws {InputError} with every fault of a file
 */
export async function readActor(values: readonly string[]): Promise<ActorSource> {
  const [first, ...others] = await Promise.all(values.map(readOneActor));
  if (!first) return {};
  const askedBy = [
    first.askedBy ?? [],
    ...others.map(({ author, askedBy = [] }) => [...(author ? [author] : []), ...askedBy]),
  ];
  return { ...first, askedBy: askedBy.flat() };
}

async function readOneActor(value: string): Promise<ActorSource> {
  if (!/[/\\]|\.(json|ya?ml)$/.test(value)) return { author: value };
  const yaml = await readFileOrFail(value);
  const { default: schema } = await import('../../../schemas/actor.schema.json', { with: { type: 'json' } });
  return checkedOrFail<ActorSource>(yaml, schema);
}

/** Faults for approvals of earlier versions, whose `covers` names findings and addresses without what they say. */
function oldApprovals(yaml: YamlFile): readonly Fault[] {
  const { value } = yaml;
  const approvals = isObject(value) ? value.approvals : value;
  if (!Array.isArray(approvals)) return [];
  return approvals.flatMap((approval: unknown, index) => {
    const covers = isObject(approval) && isObject(approval.covers) ? approval.covers : {};
    if (![covers.findings, covers.destroys].flat().some((item) => typeof item === 'string')) return [];
    const path = [...(isObject(value) ? ['approvals'] : []), index, 'covers'];
    const at = yaml.position(path, 'key');
    return [
      {
        message: 'the approval was made with an older version of Firebreak and does not say what was seen',
        file: yaml.file,
        ...(at && { line: at.line, column: at.column }),
        path: path.join('.'),
        hint: 'Check the plan again with this version, and have it approved again.',
      },
    ];
  });
}

/** Faults for an approval without fingerprint, commit and `covers`: it would count for every plan. */
function unbound(approval: ApprovalYaml, yaml: YamlFile, path: readonly (string | number)[]): readonly Fault[] {
  const { fingerprint, commit, covers } = approval;
  if (fingerprint !== undefined || commit !== undefined || covers !== undefined) return [];
  const at = yaml.position(path);
  return [
    {
      message: 'the approval does not say what it approves',
      file: yaml.file,
      ...(at && { line: at.line, column: at.column }),
      path: path.join('.'),
      hint: 'Add `fingerprint` (plan.fingerprint in the report), `commit` or `covers`.',
    },
  ];
}

async function readFileOrFail(file: string): Promise<YamlFile> {
  const yaml = await readYaml(file);
  if ('value' in yaml) return yaml;
  throw new InputError(yaml);
}

async function checkedOrFail<T>(yaml: YamlFile, schema: Readonly<Record<string, unknown>>): Promise<T> {
  const checked = await checkSchema<T>(yaml, schema);
  if ('value' in checked) return checked.value;
  throw new InputError(checked.faults);
}

/** Type guard, because `Array.isArray` does not narrow readonly arrays. */
function isArray<T>(value: readonly T[] | object): value is readonly T[] {
  return Array.isArray(value);
}
