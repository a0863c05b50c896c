/** A plain `check` is read without yargs, to the same arguments. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import yargs from 'yargs';
import { hideFromYargs, withHidden } from '../../src/cli/command.ts';
import { options } from '../../src/cli/commands/check.ts';
import { parsePlainCheck } from '../../src/cli/plain-check.ts';
import { parsing } from '../../src/cli/usage-fault.ts';

function byYargs(argv: readonly string[]): Readonly<Record<string, unknown>> {
  let found: Readonly<Record<string, unknown>> = {};
  yargs(hideFromYargs(argv, { passesOn: false }))
    .command({
      command: 'check [paths..]',
      builder: options,
      handler: (args) => {
        found = withHidden(args);
      },
    })
    .strict()
    .parserConfiguration(parsing)
    .exitProcess(false)
    .parseSync();
  return found;
}

const values = fc.constantFrom('a', 'plan.json', '7', '2026-01-01T00:00:00Z', 'x=y', 'module.a["b c"]', 'true', 'help');
const flags = ['--dir', '--terraform', '--approvals', '--allowed-signers', '--record', '--config', '--environment'];
const others = ['--changed-files', '--now', '--commit', '--base-dir'];
const lists = ['--plans', '--format', '-f', '--actor', '--scope', '--critical', '--allow'];

describe('parsePlainCheck', () => {
  it('reads what yargs reads', () => {
    const part = fc.oneof(
      fc.tuple(fc.constantFrom(...lists), values),
      fc.tuple(fc.constantFrom('-', 'plan.json', 'dir', '12', 'a b', 'help')),
    );
    const single = fc.uniqueArray(fc.constantFrom(...flags, ...others), { maxLength: 3 });
    fc.assert(
      fc.property(fc.array(part, { maxLength: 6 }), single, values, (parts, names, value) => {
        const argv = ['check', ...parts.flat(), ...names.flatMap((name) => [name, value])];
        const plain = parsePlainCheck(argv);
        const read = byYargs(argv);
        expect(plain).not.toBeNull();
        for (const [name, found] of Object.entries(plain ?? {})) expect(read[name], name).toEqual(found);
      }),
      { numRuns: 10 },
    );
  });

  it.each([
    [],
    ['lint', 'dir'],
    ['--help'],
    ['check', '--help'],
    ['check', 'plan.json', '--explain-pass'],
    ['check', 'plan.json', '--max-destroy', '0'],
    ['check', 'plan.json', '--dir'],
    ['check', 'plan.json', '--dir', '--config', 'x'],
    ['check', 'plan.json', '--dir', 'a', '--dir', 'b'],
    ['check', 'plan.json', '--dir=a'],
    ['check', 'plan.json', '--fromat', 'json'],
    ['check', 'plan.json', '-fjson'],
    ['check', '--', '-odd-name'],
    ['check', ''],
    ['check', 'plan.json', '--constructor', 'a'],
  ])('leaves %j to yargs', (...argv) => {
    expect(parsePlainCheck(argv)).toBeNull();
  });
});
