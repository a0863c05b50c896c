/** The layers hold because every file is looked at, and because each rule fails when it is broken. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..');
const temp = mkdtempSync(join(tmpdir(), 'firebreak-layers-'));
afterAll(() => rmSync(temp, { recursive: true }));

interface Cruised {
  readonly modules: readonly { readonly source: string }[];
  readonly summary: {
    readonly violations: readonly { readonly rule: { readonly name: string }; readonly from: string }[];
  };
}

function cruise(cwd: string): Cruised {
  const bin = join(root, 'node_modules', 'dependency-cruiser', 'bin', 'dependency-cruise.mjs');
  const args = [bin, 'src', '--config', '.dependency-cruiser.cjs', '--output-type', 'json'];
  return JSON.parse(spawnSync(process.execPath, args, { cwd, encoding: 'utf8', maxBuffer: 1 << 28 }).stdout);
}

const filesOf = (dir: string): readonly string[] =>
  readdirSync(dir, { recursive: true, encoding: 'utf8' }).filter((file) => /\.(?:ts|mts|mjs)$/.test(file));

describe('layers', { timeout: 120_000 }, () => {
  it('every file of src is cruised, and no rule is broken', () => {
    const { modules, summary } = cruise(root);
    const cruised = modules.map(({ source }) => source).filter((source) => source.startsWith('src/'));
    expect(cruised.sort()).toEqual(
      filesOf(join(root, 'src'))
        .map((file) => `src/${file}`)
        .sort(),
    );
    expect(summary.violations).toEqual([]);
  });

  it('each rule sees the forbidden import that is planted for it', () => {
    for (const file of ['src', 'policies', '.dependency-cruiser.cjs', 'tsconfig.json', 'package.json']) {
      cpSync(join(root, file), join(temp, file), { recursive: true });
    }
    symlinkSync(join(root, 'node_modules'), join(temp, 'node_modules'));
    const planted: Readonly<Record<string, readonly [file: string, code: string]>> = {
      'read-looks-back-only': ['src/read/planted.ts', "import '../model/plan.ts';"],
      'model-looks-back-only': ['src/model/planted.ts', "import '../graph/graph.ts';"],
      'graph-looks-back-only': ['src/graph/planted.ts', "import '../policy/policy.ts';"],
      'policy-looks-back-only': ['src/policy/planted.ts', "import '../verdict/report.ts';"],
      'verdict-looks-back-only': ['src/verdict/planted.ts', "import '../report/render.ts';"],
      'report-looks-back-only': ['src/report/planted.ts', "import '../cli/terminal.ts';"],
      'analyze-knows-no-door': ['src/analyze.ts', "import './report/render.ts';"],
      'files-only-at-the-ends': ['src/model/planted-files.ts', "import 'node:fs';"],
      'parsers-only-in-read': ['src/policy/planted-yaml.ts', "import 'yaml';"],
      'diff-only-in-change-diff': ['src/report/planted-diff.ts', "import 'diff';"],
      'hook-knows-its-data-only': ['src/hook/planted.ts', "import '../read/policies.ts';"],
      'shell-only-in-hook': ['src/read/planted-shell.ts', "import 'unbash';"],
      'no-circles': ['src/model/planted-circle.ts', "import './planted-circle-back.ts';"],
    };
    writeFileSync(join(temp, 'src/model/planted-circle-back.ts'), "import './planted-circle.ts';\n");
    for (const [file, code] of Object.values(planted)) writeFileSync(join(temp, file), `${code}\n`);
    const { violations } = cruise(temp).summary;
    for (const [rule, [file]] of Object.entries(planted)) {
      expect(
        violations.filter(({ from }) => from.replace('-back', '') === file).map((violation) => violation.rule.name),
      ).toContain(rule);
    }
    const config = readFileSync(join(root, '.dependency-cruiser.cjs'), 'utf8');
    const named = [...config.matchAll(/name: '([\w-]+)'/g)].map((match) => match[1]);
    expect(named.filter((name) => !Object.hasOwn(planted, name ?? ''))).toEqual([]);
  });

  it('no file is longer than 250 lines', () => {
    const long = filesOf(join(root, 'src')).filter(
      (file) => readFileSync(join(root, 'src', file), 'utf8').split('\n').length > 251,
    );
    expect(long).toEqual([]);
  });
});
