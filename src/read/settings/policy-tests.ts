/** Reads policy tests: `<id>.test.yaml` contains the cases of policy `<id>`. */
import { readdir, readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { type Fault, PolicyError } from '../../errors.ts';
import type { PolicyTest, PolicyTestCase } from '../../source/policy-test.ts';
import { isFolder, isThere } from '../files/is-there.ts';
import { checkSchema } from './schema-faults.ts';
import { readYaml, type YamlFile } from './yaml.ts';

/**
 * Reads test files, the test beside each policy file, and the `*.test.yaml` files of folders.
 * @throws {PolicyError} with every fault of every file, and for a missing fixture
 */
export async function readPolicyTests(paths: readonly string[]): Promise<readonly PolicyTest[]> {
  const files = (await Promise.all(paths.map(testFilesIn))).flat();
  const read = await Promise.all(files.map(readPolicyTest));
  const faults = read.flatMap((each) => ('faults' in each ? each.faults : []));
  if (faults.length > 0) throw new PolicyError(faults);
  return read.flatMap((each) => ('test' in each ? [each.test] : []));
}

const isTest = (name: string): boolean => /\.test\.ya?ml$/.test(name);

async function testFilesIn(path: string): Promise<readonly string[]> {
  if (await isFolder(path))
    return (await readdir(path))
      .filter(isTest)
      .toSorted()
      .map((name) => join(path, name));
  if (isTest(path)) return [path];
  // A policy: its test is beside it. If the path does not exist, reading the policy reports that.
  const test = path.replace(/\.ya?ml$/, '.test$&');
  return test !== path && (await isThere(test)) ? [test] : [];
}

type CaseYaml = Omit<PolicyTestCase, 'line' | 'fixture'> & { readonly fixture?: string };
type Read = { readonly test: PolicyTest } | { readonly faults: readonly Fault[] };

async function readPolicyTest(file: string): Promise<Read> {
  const yaml = await readYaml(file);
  if (!('value' in yaml)) return { faults: yaml };
  const { default: schema } = await import('../../../schemas/policy-test.schema.json', { with: { type: 'json' } });
  const checked = await checkSchema<{ readonly cases: readonly CaseYaml[] }>(yaml, schema);
  if ('faults' in checked) return checked;
  const read = await Promise.all(checked.value.cases.map((each, index) => toCase(each, { yaml, index })));
  const faults = read.flatMap((each) => ('message' in each ? [each] : []));
  if (faults.length > 0) return { faults };
  const policy = basename(file).replace(/\.test\.ya?ml$/, '');
  return { test: { policy, file, cases: read.flatMap((each) => ('message' in each ? [] : [each])) } };
}

async function toCase(
  { fixture, ...rest }: CaseYaml,
  { yaml, index }: { readonly yaml: YamlFile; readonly index: number },
): Promise<PolicyTestCase | Fault> {
  const line = yaml.position(['cases', index, 'name'])?.line ?? 1;
  if (fixture === undefined) return { ...rest, line };
  const folder = join(dirname(yaml.file), fixture);
  try {
    const plan: Readonly<Record<string, unknown>> = JSON.parse(await readFile(join(folder, 'plan.json'), 'utf8'));
    const dir = join(folder, 'tf');
    return { ...rest, line, fixture: { plan, dir: (await isFolder(dir)) ? dir : null } };
  } catch {
    return { message: `there is no plan in the fixture \`${fixture}\``, file: yaml.file, line };
  }
}
