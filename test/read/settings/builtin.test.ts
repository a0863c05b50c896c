import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { faultText, PolicyError } from '../../../src/errors.ts';
import { compilePolicies } from '../../../src/policy/compile.ts';
import { readPolicyFiles } from '../../../src/read/settings/policy-files.ts';
import { classes } from '../../policy/sample.ts';

let dir = '';
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'policies-'));
});
afterEach(() => rm(dir, { recursive: true }));

async function write(files: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(dir, name)), { recursive: true });
    await writeFile(join(dir, name), text);
  }
}

/** Faults of reading, else of compiling, with the folder left out. */
async function faults(...paths: readonly string[]): Promise<readonly string[]> {
  try {
    compilePolicies(await readPolicyFiles(paths.map((path) => join(dir, path))), classes);
    return [];
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    return error.faults.map((fault) => faultText(fault).replaceAll(`${dir}/`, ''));
  }
}

const minimal = `title: A rule
enforcement: advisory
subject: change
require: "!change.destroys"
message: "{address} goes"
why: because
remedy: do not
`;

describe('a policy file', () => {
  it('has defaults', async () => {
    await write({ 'mine.yaml': `id: mine\n${minimal}` });
    const [policy] = await readPolicyFiles([join(dir, 'mine.yaml')]);
    expect(policy).toMatchObject({
      id: 'mine',
      approvals: 0,
      onUnknown: 'fail',
      when: 'true',
      parameters: {},
      builtIn: false,
    });
    expect(policy).not.toHaveProperty('advise');
  });

  it('types parameters by their default', async () => {
    await write({ 'mine.yaml': `id: mine\n${minimal}parameters: { max: 3, share: 0.5, name: a, on: true }\n` });
    const [policy] = await readPolicyFiles([dir]);
    expect(policy?.parameters).toEqual({
      max: { type: 'int', value: 3 },
      share: { type: 'double', value: 0.5 },
      name: { type: 'string', value: 'a' },
      on: { type: 'bool', value: true },
    });
  });

  it('needs one approval where it is soft, unless it says otherwise', async () => {
    const soft = minimal.replace('advisory', 'soft-mandatory');
    await write({ 'a.yaml': `id: a\n${soft}`, 'b.yaml': `id: b\n${soft}approvals: 2\n` });
    expect((await readPolicyFiles([dir])).map(({ approvals }) => approvals)).toEqual([1, 2]);
  });

  it('may stand anywhere; a folder gives its policies in order, without their tests', async () => {
    await write({
      'p/b.yaml': `id: b\n${minimal}`,
      'p/a.yml': `id: a\n${minimal}`,
      'p/a.test.yaml': 'x',
      'p/README.md': 'x',
      'c.yaml': `id: c\n${minimal}`,
    });
    const policies = await readPolicyFiles([join(dir, 'p'), join(dir, 'c.yaml')]);
    expect(policies.map(({ id }) => id)).toEqual(['a', 'b', 'c']);
  });
});

describe('faults', () => {
  it('of all files are told at once, with places and suggestions', async () => {
    await write({
      'one.yaml': `id: one\n${minimal}on-unkown: fail\n`,
      'two.yaml': `id: three\n${minimal}`,
      'four.yaml': `id: four\n${minimal.replace('advisory', 'advisry').replace('why: because\n', '')}approvals: 2\n`,
      'five.yaml': 'id: five\ntitle: "open\n',
      'empty/none.txt': '',
    });
    expect(await faults('.', 'empty', 'gone.yaml')).toEqual([
      'empty: no policies in this folder\n  A policy is a file `ID.yaml`.',
      'gone.yaml: no such folder or file\n  Name a folder with policies, or one policy file.',
      expect.stringMatching(/^five\.yaml:3:\d+: invalid YAML: Missing closing "quote/),
      'four.yaml:1:1: `why` is missing',
      'four.yaml:3:1: enforcement: must be one of advisory, soft-mandatory, hard-mandatory\n  Did you mean `advisory`?',
      'one.yaml:9:1: unknown key `on-unkown`\n  Did you mean `on-unknown`?',
      'two.yaml:1:5: id: the id `three` differs from the file name\n  Rename the file to `three.yaml`, or set `id: two`.',
    ]);
  });

  it('of expressions have the line and column in the file', async () => {
    const text = minimal
      .replace('"!change.destroys"', '|\n  !change.destroys &&\n    change.statefull')
      .replace('{address}', '{adress}');
    await write({ 'mine.yaml': `id: mine\n${text}when: change.destroy\n` });
    expect(await faults('mine.yaml')).toEqual([
      'mine.yaml:11:14: when: `change` has no field `destroy`\n  Did you mean `destroys`?',
      'mine.yaml:7:12: require: `change` has no field `statefull`\n  Did you mean `stateful`?',
      'mine.yaml:8:12: message: unknown name `adress`',
    ]);
  });

  it.each([
    ['a key twice', `id: mine\n${minimal}title: again\n`, '`title` is set twice'],
    ['two documents', `id: mine\n${minimal}---\nid: other\n`, 'a second document in one file'],
    ['nothing', '', 'is empty'],
    ['a list', '- a', 'must be a map'],
    [
      'an unknown tag',
      `id: mine\n${minimal.replace('because', '!!js/function "x"')}`,
      'starts with a character that is special in YAML',
    ],
    ['a prototype', `id: mine\n${minimal}__proto__: { title: x }\n`, 'unknown key `__proto__`'],
    ['a parameter called prototype', `id: mine\n${minimal}parameters: { __proto__: 1 }\n`, 'invalid name `__proto__`'],
    ['approvals for an advisory', `id: mine\n${minimal}approvals: 1\n`, 'must be soft-mandatory'],
    ['too deep', '['.repeat(100_000), 'invalid YAML'],
    ['too large', `id: mine\n${minimal}# ${'x'.repeat(600_000)}\n`, 'larger than 512 KiB'],
    [
      'too many aliases',
      `a: &a [x,x,x,x,x,x,x,x,x]\n${[...'bcdefghi'].map((name, i) => `${name}: &${name} [${Array(9).fill(`*${'abcdefgh'[i]}`)}]`).join('\n')}\n`,
      'Excessive alias count',
    ],
  ])('%s', async (_, text, message) => {
    await write({ 'mine.yaml': text });
    expect((await faults('mine.yaml')).join('\n')).toContain(message);
    expect({}).not.toHaveProperty('title');
  });
});
