/** The layers hold because every file is looked at, and because each rule fails when it is broken. */
import { spawnSync } from 'node:child_process';
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..');
const require = createRequire(import.meta.url);
const temp = mkdtempSync(join(tmpdir(), 'firebreak-layers-'));
afterAll(() => rmSync(temp, { recursive: true }));

interface Rules {
  readonly forbidden: readonly { readonly name: string }[];
}

interface Cruised {
  readonly modules: readonly { readonly source: string }[];
  readonly summary: {
    readonly violations: readonly { readonly rule: { readonly name: string }; readonly from: string }[];
  };
}

function cruise(cwd: string): Cruised {
  const bin = join(root, 'node_modules', 'dependency-cruiser', 'bin', 'dependency-cruise.mjs');
  const args = [...process.execArgv, bin, 'src', '--config', '.dependency-cruiser.cjs', '--output-type', 'json'];
  return JSON.parse(spawnSync(process.execPath, args, { cwd, encoding: 'utf8', maxBuffer: 1 << 28 }).stdout);
}

const filesOf = (dir: string): readonly string[] =>
  readdirSync(dir, { recursive: true, encoding: 'utf8' }).filter((file) => /\.(?:ts|mts|mjs)$/.test(file));

/** Code that breaks each rule, by the name of the rule. */
const forbidden = (require('../.dependency-cruiser.cjs') as Rules).forbidden.map(({ name }) => name);
const layers = forbidden.filter((name) => name.endsWith('-layer')).map((name) => name.replace(/-layer$/, ''));
const planted: Readonly<Record<string, readonly [file: string, code: string]>> = {
  // No folder may import the command line, and the command line not the Action.
  ...Object.fromEntries(
    layers.map((folder) => [
      `${folder}-layer`,
      [`src/${folder}/planted.ts`, folder === 'cli' ? "import '../action/main.ts';" : "import '../cli/confirm.ts';"],
    ]),
  ),
  'evaluate-and-decide-know-no-door': ['src/evaluate.ts', "import './report/render.ts';"],
  'files-only-at-the-ends': ['src/model/planted-files.ts', "import 'node:fs';"],
  'parsers-only-in-read': ['src/policy/planted-yaml.ts', "import 'yaml';"],
  'diff-only-in-change-diff': ['src/report/planted-diff.ts', "import 'diff';"],
  'shell-only-in-agent-guard': ['src/read/planted-shell.ts', "import 'unbash';"],
  'mcp-only-in-cli-mcp': ['src/app/planted-mcp.ts', "import 'zod';"],
  'no-cycles': ['src/model/planted-cycle.ts', "import type {} from './planted-cycle-back.ts';"],
};

describe('layers', () => {
  let cruised: Cruised;
  /** One run over a copy of `src/` to which the planted imports are added. */
  beforeAll(() => {
    for (const file of ['src', 'policies', '.dependency-cruiser.cjs', 'tsconfig.json', 'package.json']) {
      cpSync(join(root, file), join(temp, file), { recursive: true });
    }
    symlinkSync(join(root, 'node_modules'), join(temp, 'node_modules'));
    writeFileSync(join(temp, 'src/model/planted-cycle-back.ts'), "import './planted-cycle.ts';\n");
    for (const [file, code] of Object.values(planted)) appendFileSync(join(temp, file), `${code}\n`);
    cruised = cruise(temp);
  });

  it('every file of src is cruised, and no rule is broken', () => {
    const files = cruised.modules.map(({ source }) => source);
    expect(filesOf(join(root, 'src')).filter((file) => !files.includes(`src/${file}`))).toEqual([]);
    const expected = Object.entries(planted).map(([rule, [file]]) => `${rule} ${file}`);
    const broken = cruised.summary.violations.map(({ rule, from }) => `${rule.name} ${from}`);
    expect(broken.filter((each) => !expected.includes(each.replace('-back.ts', '.ts')))).toEqual([]);
    expect(broken.filter((each, i) => broken.indexOf(each) !== i)).toEqual([]);
  });

  it('each rule sees the forbidden import that is planted for it', () => {
    expect(
      readdirSync(join(root, 'src'), { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map(({ name }) => name)
        .sort(),
    ).toEqual(layers.toSorted());
    const { violations } = cruised.summary;
    for (const [rule, [file]] of Object.entries(planted)) {
      expect(
        violations.filter(({ from }) => from.replace('-back', '') === file).map((violation) => violation.rule.name),
      ).toContain(rule);
    }
    expect(forbidden.filter((name) => !Object.hasOwn(planted, name))).toEqual([]);
  });

  it('no file is longer than 250 lines', () => {
    const long = filesOf(join(root, 'src')).filter(
      (file) => readFileSync(join(root, 'src', file), 'utf8').split('\n').length > 251,
    );
    expect(long).toEqual([]);
  });

  it('every export has a docstring', () => {
    const bare = filesOf(join(root, 'src')).flatMap((file) => {
      const lines = readFileSync(join(root, 'src', file), 'utf8').split('\n');
      return lines.flatMap((line, i) =>
        /^export (?:declare |abstract |async )*(?:function|const|class|interface|type) \w/.test(line) &&
        !lines[i - 1]?.endsWith('*/')
          ? [`${file}:${i + 1}`]
          : [],
      );
    });
    expect(bare.filter((each) => !each.includes('generated/'))).toEqual([]);
  });

  it('tests lie in folders named like those of src, except what tests the whole program', () => {
    const folders = new Set(
      filesOf(join(root, 'test'))
        .filter((file) => file.endsWith('.test.ts'))
        .map(dirname),
    );
    expect([...folders].filter((folder) => folder !== 'fuzz' && !existsSync(join(root, 'src', folder)))).toEqual([]);
  });

  it('every path that docs/architecture.md names exists', () => {
    const page = readFileSync(join(root, 'docs', 'architecture.md'), 'utf8');
    const tree = [...page.matchAll(/^[ │├└─]*([\w-]+(?:\/[\w-]+)*(?:\.ts|\/))(?:, [\w.-]+)? /gm)].map(
      ([, path]) => `src/${path}`,
    );
    const quoted = [...page.matchAll(/`((?:src|test|scripts|schemas|policies|examples|docs)\/[\w./-]*)`/g)].map(
      ([, path = '']) => path,
    );
    expect([tree.length > 12, quoted.length > 20]).toEqual([true, true]);
    const named = [...tree, ...quoted.filter((path) => !path.includes('/ID.'))];
    expect(named.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });

  it('no folder holds more than 25 files', () => {
    const folders = new Map<string, number>();
    for (const file of filesOf(join(root, 'src'))) folders.set(dirname(file), (folders.get(dirname(file)) ?? 0) + 1);
    expect([...folders].filter(([, count]) => count > 25)).toEqual([]);
  });
});
