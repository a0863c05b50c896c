/** The picture of a comment always fits: what is too large is folded. */
import { expect, it } from 'vitest';
import { mermaidGraph } from '../../../src/report/markdown/mermaid.ts';
import { rank } from '../../../src/report/ranking.ts';
import { blastForest, type TreeNode } from '../../../src/report/text/tree.ts';
import { recreated } from '../samples.ts';

const tree = (address: string, children: readonly TreeNode[] = [], fate = 'unchanged'): TreeNode => ({
  address,
  fate,
  destroyed: fate === 'deleted',
  evidence: 'state',
  children,
  size: 1 + children.reduce((sum, { size }) => sum + size, 0),
  staying: 0,
});
const many = (n: number, address: (i: number) => string): readonly TreeNode[] =>
  [...Array(n).keys()].map((i) => tree(address(i)));

it('draws each resource where they are few', () => {
  expect(mermaidGraph([tree('aws_vpc.a', [tree('aws_subnet.b["x"]', [tree('aws_instance.c')])], 'deleted')])).toEqual([
    'graph LR',
    '  n0["aws_vpc.a<br>deleted"]:::gone',
    '  n1("aws_subnet.b#91;#34;x#34;#93;<br>unchanged")',
    '  n2("aws_instance.c<br>unchanged")',
    '  n0 --> n1',
    '  n1 --> n2',
    '  classDef gone stroke:#c00,stroke-width:3px',
  ]);
});

it.each([
  ['instances of a block', (i: number) => `aws_subnet.b[${i}]`, 'aws_subnet.b<br>30 unchanged'],
  ['a type in a module', (i: number) => `module.m.aws_subnet.b${i}`, 'module.m.aws_subnet<br>30 unchanged'],
  ['a module', (i: number) => `module.m.aws_t${i}.b`, 'module.m<br>30 unchanged'],
  ['instances of a module', (i: number) => `module.m[${i}].aws_t${i}.b`, 'module.m<br>30 unchanged'],
  ['the module at the top', (i: number) => `module.m.module.n${i}.aws_subnet.b`, 'module.m<br>30 unchanged'],
  ['everything', (i: number) => `module.m${i}.aws_subnet.b`, 'all modules<br>30 unchanged'],
])('folds %s', (_, address, label) => {
  const lines = mermaidGraph([tree('aws_vpc.a', many(30, address), 'deleted')]);
  expect(lines?.slice(1, 5)).toEqual([
    '  n0["aws_vpc.a<br>deleted"]:::gone',
    `  n1("${label}")`,
    '  n0 --> n1',
    '  classDef gone stroke:#c00,stroke-width:3px',
  ]);
});

it('folds only as much as it must', () => {
  const large = many(18, (i) => `module.large.aws_t${i}.b`);
  const small = many(4, (i) => `module.small.aws_t${i}.b`);
  const nodes = (mermaidGraph([tree('aws_vpc.a', [...large, ...small], 'deleted')]) ?? []).filter((line) =>
    /<br>/.test(line),
  );
  expect(nodes).toHaveLength(6);
  expect(nodes[1]).toContain('module.large<br>18 unchanged');
  expect(nodes[2]).toContain('module.small.aws_t0.b');
});

it('the environment of the README has a picture of at most 20 nodes', () => {
  const lines = mermaidGraph(blastForest(rank(recreated))) ?? [];
  const nodes = lines.filter((line) => /^ {2}n\d+[[(]/.test(line));
  expect(nodes.length).toBeGreaterThan(1);
  expect(nodes.length).toBeLessThanOrEqual(20);
});

it('draws nothing of nothing', () => {
  expect(mermaidGraph([])).toBeNull();
});
