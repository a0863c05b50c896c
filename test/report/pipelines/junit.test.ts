/** JUnit XML as Jenkins reads it, checked by libxml2 against the schema of Jenkins. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { validateXML } from 'xmllint-wasm';
import { junit } from '../../../src/report/pipelines/junit.ts';
import { approved, complete, harmless, mixed, samples, several, unreadable } from '../samples.ts';

const options = { width: 80, colour: false, explainPass: false } as const;
const schema = readFileSync(new URL('../../schemas/junit-10.xsd', import.meta.url), 'utf8');

/** Errors of several documents, with the name of each. */
async function errorsOf(documents: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const xml = Object.entries(documents).map(([name, contents]) => ({ fileName: `${name}.xml`, contents }));
  const { errors } = await validateXML({ xml, schema, initialMemoryPages: 1_024, maxMemoryPages: 4_096 });
  return errors.map(({ rawMessage }) => rawMessage);
}

describe('the schema of Jenkins', () => {
  test('every sample', async () => {
    const documents = Object.entries(samples).map(([name, sample]) => [name, junit(sample, options)]);
    expect(await errorsOf(Object.fromEntries(documents))).toEqual([]);
  });

  test('refuses what does not fit', async () => {
    const output = junit(mixed, options);
    const wrong = {
      attribute: output.replace('<testcase classname=', '<testcase class='),
      element: output.replace(/<failure/, '<fail').replace('</failure>', '</fail>'),
      entity: output.replace('</testsuites>', '&nbsp;</testsuites>'),
      missing: output.replace(/ tests="\d+"/g, ''),
    };
    const errors = await errorsOf(wrong);
    for (const name of Object.keys(wrong))
      expect(
        errors.some((error) => error.startsWith(name)),
        name,
      ).toBe(true);
  });
});

const casesIn = (output: string): readonly string[] =>
  [...output.matchAll(/<testcase [^>]*?(?:\/>|>[\s\S]*?<\/testcase>)/g)].map(([text]) => text);
const of = (output: string, tag: string): number => casesIn(output).filter((one) => one.includes(`<${tag}`)).length;

describe('test cases', () => {
  test('what blocks fails; advisories and policies that found nothing pass', () => {
    const output = junit(mixed, options);
    const blocking = mixed.findings.filter(({ enforcement, exception }) => enforcement !== 'advisory' && !exception);
    expect(of(output, 'failure')).toBe(blocking.length);
    expect(output).toContain(`failures="${blocking.length}" errors="0"`);
    expect(output).toMatch(/<testcase classname="firebreak.plan-complete" name="plan-complete"\/>/);
    expect(output).not.toContain('not applicable');
  });

  test('an exception is skipped, what approvals lifted passes with a text', () => {
    const excepted = complete.findings.filter(({ exception }) => exception);
    expect(junit(complete, options).match(/<skipped message="accepted by /g)).toHaveLength(excepted.length);
    const lifted = junit(approved, options);
    expect([of(lifted, 'failure'), of(lifted, 'error')]).toEqual([0, 0]);
    expect(lifted).toContain('Lifted by approvals.');
  });

  test('a disabled policy is skipped with the reason', () => {
    const policies = [...harmless.policies.slice(1)];
    const off = { id: 'drift', enforcement: 'advisory', looked: 0, held: 0, violated: 0, unknown: 0 } as const;
    const output = junit({ ...harmless, policies: [...policies, { ...off, off: 'noise & <more>' }] }, options);
    expect(output).toContain('<skipped message="switched off: noise &#38; &#60;more&#62;"/>');
  });

  test('a plan that could not be judged is an error, never an empty suite', () => {
    const output = junit(unreadable, options);
    expect(of(output, 'error')).toBe(1);
    expect(output).toContain('This is not a pass.');
  });

  test('no two cases have the same class and name, also over several plans', () => {
    const names = casesIn(junit(several, options)).map((one) => /classname="[^"]*" name="[^"]*"/.exec(one)?.[0]);
    expect(new Set(names).size).toBe(names.length);
    const [first] = mixed.findings;
    if (!first) throw new Error('no finding');
    const twice = casesIn(junit({ ...mixed, findings: [first, first] }, options)).filter((one) =>
      one.includes('<failure'),
    );
    expect(twice[1]).toContain(' (2)"');
  });

  test('characters that XML forbids are written as text', async () => {
    const [first] = mixed.findings;
    if (!first) throw new Error('no finding');
    const message = 'a\u0000\u0008\ufffe\uffff\ud800 ]]> <![CDATA[';
    const output = junit({ ...mixed, findings: [{ ...first, message }] }, options);
    expect(await errorsOf({ odd: output })).toEqual([]);
    expect(output).toContain('\\u{0}\\u{8}\\u{fffe}\\u{ffff}\\u{d800}');
  });
});
