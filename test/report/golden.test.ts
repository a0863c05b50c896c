/** Whole reports to read: change a sentence, and see here what a person will see. */
import { describe, expect, test } from 'vitest';
import { markdown } from '../../src/report/markdown/markdown.ts';
import { text } from '../../src/report/text/text.ts';
import { harmless, huge, mixed, recreated, samples, several, unreadable } from './samples.ts';

const plain = { width: 80, colour: false, explainPass: false } as const;

describe('text', () => {
  test.each(Object.entries({ harmless, mixed, recreated, several, unreadable }))('%s', async (name, report) => {
    await expect(text(report, plain)).toMatchFileSnapshot(`golden/${name}.txt`);
  });

  const many = {
    ...recreated,
    findings: recreated.findings.map((finding, i) => ({ ...finding, policy: `policy-${i}` })),
  };
  test.each(Object.entries({ harmless, mixed, recreated, huge, many }))(
    '%s: the first screen fits on one',
    (_, report) => {
      for (const width of [60, 80]) {
        const lines = text(report, { ...plain, width, detail: 'compact' })
          .trimEnd()
          .split('\n');
        expect(lines.length, lines.join('\n')).toBeLessThanOrEqual(24);
      }
    },
  );

  test('every policy, where asked', () => {
    expect(
      text(harmless, { ...plain, explainPass: true })
        .split('\n')
        .slice(-6)
        .join('\n'),
    ).toMatchInlineSnapshot(`
      "  no-stateful-destroy  soft-mandatory  not applicable
        plan-complete        soft-mandatory  1 evaluated: 1 passed, 0 failed, 0
          unknown
        state-remote         soft-mandatory  1 evaluated: 1 passed, 0 failed, 0
          unknown
      "
    `);
  });

  test('colour marks words that say it already', () => {
    const [first] = text(mixed, { ...plain, colour: true }).split('\n');
    expect(first).toBe(
      '\u001b[1;31mFAIL\u001b[0m   1 to replace, 1 to update. 2 more resources depend on the replaced one.',
    );
  });
});

describe('markdown', () => {
  test.each(Object.entries({ harmless, mixed, several, unreadable }))('%s', async (name, report) => {
    await expect(markdown(report, plain)).toMatchFileSnapshot(`golden/${name}.md`);
  });

  test('what does not fit is named, from the end; the verdict and the findings stay', () => {
    const recreatedSample = samples.recreated;
    if (!recreatedSample) throw new Error('no such sample');
    const short = markdown(recreatedSample, { ...plain, limit: 6_000 });
    expect(short.length).toBeLessThanOrEqual(6_000);
    expect(short).toContain('FAIL');
    expect(short).toContain('aws_rds_cluster.costs');
    expect(short.trimEnd().split('\n').at(-1)).toMatchInlineSnapshot(
      `"_Omitted for length: blast radius (1 of 2), changes (80 of 83), values (all 1), advisories (all 2), notes (all 4). The JSON report (\`--format json\`) has everything._"`,
    );
  });
});
