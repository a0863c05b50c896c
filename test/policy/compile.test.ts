import { describe, expect, it } from 'vitest';
import { faultText, PolicyError } from '../../src/errors.ts';
import { factClasses } from '../../src/facts/facts.ts';
import { compiledBuiltin } from '../../src/policy/builtin-policies.ts';
import { compileOwnPolicies, compilePolicies } from '../../src/policy/compile.ts';
import type { CompiledPolicy } from '../../src/policy/compiled-policy.ts';
import type { Policy } from '../../src/policy/policy.ts';
import { readBuiltinPolicies } from '../../src/read/settings/builtin.ts';
import { classes, policy } from './sample.ts';

function faults(...policies: readonly Policy[]): readonly string[] {
  try {
    compilePolicies(policies, classes);
  } catch (error) {
    if (error instanceof PolicyError) return error.faults.map(faultText);
    throw error;
  }
  return [];
}

describe('faults of an expression', () => {
  it.each([
    ['change.statefull', '`change` has no field `statefull`\n  Did you mean `stateful`?'],
    ['chnage.stateful', 'unknown name `chnage`\n  Did you mean `change`?'],
    ['stateful', 'unknown name `stateful`\n  Write `change.stateful`.'],
    ['plan.scoer < 3', '`plan` has no field `scoer`\n  Did you mean `score`?'],
    ['params.max > 1', 'unknown name `params`'],
    [
      'change.name.startWith("a")',
      "found no matching overload for 'string.startWith(string)'\n  Did you mean `startsWith`?",
    ],
    ['change.dependents > "1"', 'no such overload: int > string'],
    ['change.dependents', 'must be true or false, but is of type int'],
    [
      'change.after.x',
      'must be true or false, but is of type dyn\n  Compare it, for example with `== true`. An absent attribute is null.',
    ],
    [
      '!change.after.x',
      'an attribute may be absent (null), so it cannot stand alone as a condition\n  Write `change.after.x == true`.',
    ],
    [
      'change.stateful && change.after.x',
      'an attribute may be absent (null), so it cannot stand alone as a condition\n  Write `change.after.x == true`.',
    ],
    [
      'change.after.x ? true : false',
      'an attribute may be absent (null), so it cannot stand alone as a condition\n  Write `change.after.x == true`.',
    ],
    ['change.stateful &&', 'Unexpected token: EOF'],
    [
      'change.name.matches("(a+)+$")',
      'regular expressions are not allowed, because a hostile value can make one run for hours\n  Use `like("a*")`, `startsWith`, `endsWith`, `contains` or `addressMatches`.',
    ],
    [
      'change.guards.all(a, change.guards.exists(b, change.risks.filter(c, c == b).size() > 0))',
      'comprehensions (all, exists, exists_one, map, filter) are nested more than 2 deep\n  Split the policy in two, or flatten the lists.',
    ],
  ])('%s', (require, text) => {
    expect(faults(policy({ require }))).toEqual([`policies/sample.yaml: require: ${text}`]);
  });

  it.each([
    'change.guards.all(a, change.risks.exists(b, a == b))',
    'change.guards.filter(a, a != "").map(a, a + "!").exists(a, a == "b!")',
    'change.after.x == true && change.before.x != true',
    'has(change.after.x)',
    'change.type.like("aws_*") || addressMatches(change.address, "module.**.aws_x.y[*]")',
    'plan.score > 3 || plan.shareOfState >= 0.5',
  ])('none in %s', (require) => {
    expect(faults(policy({ require }))).toEqual([]);
  });

  it('of four nested comprehensions is found without checking types', () => {
    const require = ['a', 'b', 'c', 'd', 'e', 'f'].reduceRight(
      (inner, name) => `change.guards.exists(${name}, ${inner})`,
      '"not a truth value"',
    );
    // The checker, which takes exponential time for these, would find the type at fault as well.
    expect(faults(policy({ require }))).toEqual([expect.stringContaining('nested more than 2 deep')]);
  });

  it('too large is a fault, not a long wait', () => {
    const require = Array.from({ length: 400 }, (_, i) => `change.dependents != ${i}`).join(' && ');
    expect(faults(policy({ require }))).toHaveLength(1);
    expect(faults(policy({ require: `${'('.repeat(5000)}true${')'.repeat(5000)}` }))).toHaveLength(1);
  });
});

describe('faults of a template', () => {
  it.each([
    ['{adress}', 'unknown name `adress`'],
    ['{change.adress}', '`change` has no field `adress`\n  Did you mean `address`?'],
    ['open {address', '`{` without `}`\n  For a literal brace, write `{{`.'],
    ['closed }', '`}` without `{`\n  For a literal brace, write `}}`.'],
    ['{}', 'Unexpected token: EOF'],
    [
      '{after.password}',
      'a text cannot show values of attributes, because they may be secret\n  Name the attribute instead. The report shows its change where that is safe.',
    ],
    [
      '{string(change.before.password)}',
      'a text cannot show values of attributes, because they may be secret\n  Name the attribute instead. The report shows its change where that is safe.',
    ],
    [
      '{change["be" + "fore"].password == "x" ? 1 : 2}',
      'a text cannot show values of attributes, because they may be secret\n  Name the attribute instead. The report shows its change where that is safe.',
    ],
    [
      '{dyn(change).before.password}',
      'a text cannot show values of attributes, because they may be secret\n  Name the attribute instead. The report shows its change where that is safe.',
    ],
    [
      '{[before].map(b, string(b.password))}',
      'a text cannot show values of attributes, because they may be secret\n  Name the attribute instead. The report shows its change where that is safe.',
    ],
  ])('%s', (message, text) => {
    expect(faults(policy({ message }))).toEqual([`policies/sample.yaml: message: ${text}`]);
  });
});

describe('all faults', () => {
  it('of all policies are told at once, each with its place', () => {
    const at = (line: number, column = 10) => ({ line, column, style: 'inline' as const });
    const first = policy({
      id: 'first',
      when: 'change.destroy',
      require: '!change.statefull',
      remedy: 'run {nothing}',
      positions: { when: at(5, 7), require: at(6), remedy: { line: 9, column: 3, style: 'literal' } },
    });
    const second = policy({
      id: 'second',
      require: 'change.stateful &&\n  change.crtical',
      positions: { require: { line: 4, column: 3, style: 'literal' } },
    });
    expect(faults(first, second)).toEqual([
      'policies/first.yaml:5:14: when: `change` has no field `destroy`\n  Did you mean `destroys`?',
      'policies/first.yaml:6:18: require: `change` has no field `statefull`\n  Did you mean `stateful`?',
      'policies/first.yaml:9:8: remedy: unknown name `nothing`',
      'policies/second.yaml:5:12: require: `change` has no field `crtical`\n  Did you mean `critical`?',
    ]);
  });

  it('include an id that is there twice', () => {
    expect(faults(policy({}), policy({ file: 'mine/sample.yaml' }))).toEqual([
      'mine/sample.yaml: id: `sample` is also the id of policies/sample.yaml\n  give this one another name; a built-in policy can be switched off in the settings',
    ]);
  });

  it('of a built-in policy are found when asked for', () => {
    const wrong = policy({ builtIn: true, require: 'nonsense' });
    expect(() => compilePolicies([wrong], classes)).not.toThrow();
    expect(() => compilePolicies([wrong], classes, { checkBuiltIn: true })).toThrow('unknown name `nonsense`');
  });
});

it('parameters have the type of their default', () => {
  const parameters = { max: { type: 'int', value: 3 }, share: { type: 'double', value: 1 } } as const;
  expect(
    faults(policy({ parameters, require: 'change.dependents < params.max && plan.shareOfState < params.share' })),
  ).toEqual([]);
  expect(faults(policy({ parameters, require: 'change.name == params.max' }))).toHaveLength(1);
  expect(faults(policy({ parameters, require: 'params.mxa > 1' }))).toEqual([
    'policies/sample.yaml: require: `params` has no field `mxa`\n  Did you mean `max`?',
  ]);
});

it('no field hides a variable in the short form of templates', () => {
  for (const [kind, { fields }] of Object.entries(classes)) {
    for (const variable of [kind, 'plan', 'params', 'cel']) expect(Object.keys(fields)).not.toContain(variable);
  }
});

it('leaves the built-in policies beside own ones as they were generated', () => {
  const builtIn = readBuiltinPolicies().policies;
  const compiled = compileOwnPolicies([...builtIn, policy({ require: 'false' })], factClasses);
  const requiresOf = (all: readonly CompiledPolicy[]) => all.map((each) => each.require().evaluate);
  expect(requiresOf(compiled.slice(0, -1))).toEqual(requiresOf(compiledBuiltin(builtIn)));
  expect(compiled.at(-1)?.require().evaluate({})).toBe(false);
});
