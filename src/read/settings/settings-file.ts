/** Reads `firebreak.yaml` and checks it against its schema, reporting every fault at once. */
import type { Fault } from '../../errors.ts';
import { type ConfigYaml, noConfig, toConfig } from '../../source/default-settings.ts';
import type { Config, ReadConfig } from '../../source/settings.ts';
import { checkSchema } from './schema-faults.ts';
import { readYaml, type YamlFile } from './yaml.ts';

/**
 * Reads a settings file. Faulty sections are left out of `config`, so that the rest can be checked further.
 * @param options.shownAs how to name the file to the user
 */
export async function readConfig(options: { readonly file: string; readonly shownAs: string }): Promise<ReadConfig> {
  const yaml = await readYaml(options.file, { empty: true, partial: true });
  const file = options.shownAs;
  if ('value' in yaml) return checkConfig({ ...yaml, file });
  return { config: { ...noConfig, file }, faults: named(yaml, file) };
}

/** Checks settings that were already parsed; see `readConfig`. */
export async function checkConfig({ file, value, position, faults: ofYaml = [] }: YamlFile): Promise<ReadConfig> {
  // An empty file, or one with comments only, is allowed.
  if (value === null) return { config: toConfig({}, { file, position }), faults: named(ofYaml, file) };
  const { default: schema } = await import('../../../schemas/config.schema.json', { with: { type: 'json' } });
  const result = await checkSchema<ConfigYaml>({ file, value, position }, schema);
  if ('value' in result) return { config: toConfig(result.value, { file, position }), faults: named(ofYaml, file) };
  const { value: valid, inFile, droppedSections } = result.valid;
  const positionInFile: Config['position'] = (path, part) => {
    const whole = inFile(path);
    const at = position(whole, part);
    return at && { ...at, path: whole };
  };
  const yaml = isConfig(valid) ? valid : {};
  const faults = [...named(ofYaml, file), ...result.faults];
  return { config: toConfig(yaml, { file, position: positionInFile }), faults, droppedSections };
}

/** The file is read by its absolute path, and named as the user knows it. */
function named(faults: readonly Fault[], file: string): readonly Fault[] {
  return faults.map((fault) => ({ ...fault, file }));
}

/** True by construction: the schema rejected everything else. */
function isConfig(value: unknown): value is ConfigYaml {
  return typeof value === 'object' && value !== null;
}
