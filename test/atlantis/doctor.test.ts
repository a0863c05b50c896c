/** Each mistake by itself, made in the example that is shipped; the example has none. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { findMistakes } from '../../src/atlantis/mistakes.ts';
import { toServer } from '../../src/atlantis/server.ts';

const file = join(import.meta.dirname, '..', '..', 'examples', 'atlantis', 'repos.yaml');
const example = readFileSync(file, 'utf8');
const guarded = new Map([['enable-policy-checks', '']]);

const ids = (text: string, flags: ReadonlyMap<string, string> | null = guarded): readonly string[] =>
  findMistakes(toServer(parse(text)), flags).map(({ id }) => id);

/** The example with one thing changed; a change that changes nothing proves nothing. */
function changed(from: string | RegExp, to: string): string {
  const text = example.replace(from, to);
  expect(text).not.toBe(example);
  return text;
}

test('the example has none', () => {
  expect(ids(example)).toEqual([]);
});

describe('in the file', () => {
  test.each<readonly [string, string | RegExp, string, readonly string[]]>([
    ['no policies', /^policies:[\s\S]*?(?=^workflows:)/m, '', ['no-policies']],
    ['a policy set of another name', 'name: Custom', 'name: firebreak', ['set-name']],
    ['authors approve', 'prevent_self_approve: true', 'prevent_self_approve: false', ['self-approval']],
    ['authors approve where nothing is said', /^ +prevent_self_approve: true\n/m, '', ['self-approval']],
    ['no owners', /^ {2}owners:\n.*\n.*\n/m, '', ['no-owners']],
    ['sticky by the whole output', 'policies:', 'policies:\n  sticky_policy_approvals: true', ['sticky-output']],
    [
      'sticky by the whole output, said',
      'policies:',
      "policies:\n  sticky_policy_approvals: true\n  policy_item_regex: '(?s).+'",
      ['sticky-output'],
    ],
    [
      'sticky by the line',
      'policies:',
      "policies:\n  sticky_policy_approvals: true\n  policy_item_regex: '(?m)^FAIL.*'",
      [],
    ],
    ['policy_check off', '    policy_check: true', '    policy_check: false', ['policy-check-off']],
    ['policy_check not said', '    policy_check: true\n', '', ['policy-check-off']],
    ['custom_policy_check not said', '    custom_policy_check: true\n', '', ['custom-check-off']],
    ['policy_check overridable', 'allowed_overrides: []', 'allowed_overrides: [policy_check]', ['overridable']],
    ['workflow overridable', 'allowed_overrides: []', 'allowed_overrides: [workflow]', ['overridable']],
    ['harmless overrides', 'allowed_overrides: []', 'allowed_overrides: [repo_locking]', []],
    ['own workflows', 'allow_custom_workflows: false', 'allow_custom_workflows: true', ['overridable']],
    ['no workflow', '    workflow: firebreak\n', '', ['no-workflow']],
    ['any base branch', /^ +branch:.*\n/m, '', ['any-base']],
    ['no repository', /^repos:[\s\S]*?(?=^policies:)/m, 'repos: []\n', ['no-repository']],
    ['another step prints', ', output: hide} # other', '} # other', ['other-output']],
    [
      'a multienv step prints',
      '- run: {command: terraform version, output: hide}',
      '- multienv: ./env.sh',
      ['other-output'],
    ],
    [
      'a second check',
      '- run: firebreak atlantis #',
      '- run: firebreak atlantis\n        - run: firebreak atlantis #',
      ['other-output'],
    ],
    [
      'the check is hidden',
      '- run: firebreak atlantis #',
      '- run: {command: firebreak atlantis, output: hide} #',
      ['check-hidden'],
    ],
    [
      '|| true behind the check',
      '- run: firebreak atlantis #',
      '- run: firebreak atlantis || true #',
      ['check-not-alone'],
    ],
    ['2>&1 behind the check', '- run: firebreak atlantis #', '- run: firebreak atlantis 2>&1 #', ['check-not-alone']],
    [
      'an echo before the check',
      '- run: firebreak atlantis #',
      '- run: echo judging; firebreak atlantis #',
      ['check-not-alone'],
    ],
    ['check instead of atlantis', '- run: firebreak atlantis #', '- run: firebreak check $PLANFILE #', ['no-check']],
    ['the gate as the check', '- run: firebreak atlantis #', '- run: firebreak atlantis --gate #', ['no-check']],
    ['no gate', /^.*--gate.*\n/m, '', ['no-gate']],
    ['the check as the gate', 'atlantis --gate', 'atlantis', ['no-gate']],
    ['the gate behind apply', /( +- run: .*--gate.*\n)( +- apply\n)/, '$2$1', ['no-gate']],
    ['|| true behind the gate', 'atlantis --gate', 'atlantis --gate || true', ['gate-exit-code']],
    ['a pipe behind the gate', 'atlantis --gate', 'atlantis --gate | tee log', ['gate-exit-code']],
    ['the gate turned round', 'firebreak atlantis --gate', '"! firebreak atlantis --gate"', ['gate-exit-code']],
    ['the gate only named', 'firebreak atlantis --gate', 'echo firebreak atlantis --gate', ['gate-exit-code']],
    ['the gate asked for help', 'atlantis --gate', 'atlantis --gate --help', ['gate-exit-code']],
    ['a variable before the gate', 'firebreak atlantis --gate', 'A=./x firebreak atlantis --gate', ['gate-exit-code']],
    ['options of the gate', 'atlantis --gate', "atlantis --gate --config /etc/fb.yaml --critical 'a.**'", []],
    ['a Terraform option of the gate', 'atlantis --gate', 'atlantis --gate -chdir=live/prod', ['unknown-option']],
    [
      'a Terraform option of the check',
      '- run: firebreak atlantis #',
      '- run: firebreak atlantis -chdir=a #',
      ['unknown-option'],
    ],
    [
      'a Terraform option of another step',
      /( +)- plan\n/,
      '$1- plan\n$1- run: firebreak check $PLANFILE -chdir=live/prod\n',
      ['unknown-option'],
    ],
    ['options for Terraform', /( +)- plan\n/, '$1- plan\n$1- run: firebreak plan -f json -- -chdir=live/prod\n', []],
    ['another way to it', 'firebreak atlantis --gate', 'node /opt/firebreak/lib/firebreak.js atlantis --gate', []],
    ['another plan behind the gate', /( +)- apply\n/, '$1- plan\n$1- apply\n', ['gate-not-last']],
    ['terraform by itself', /( +)- apply\n/, '$1- run: terraform apply -auto-approve\n', ['apply-around']],
    ['the plan by hand', /( +)- apply\n/, '$1- run: terraform apply "$PLANFILE"\n', []],
    ['an apply among the plan', /( +)- plan\n/, '$1- plan\n$1- run: terraform apply -auto-approve\n', ['apply-around']],
    ['the check only named', '- run: firebreak atlantis #', '- run: echo firebreak atlantis #', ['check-not-alone']],
  ])('%s', (_name, from, to, expected) => {
    expect(ids(changed(from, to))).toEqual(expected);
  });

  test('what an earlier entry says holds until a later one says otherwise', () => {
    const all =
      '  - id: /.*/\n    branch: /.*/\n    policy_check: true\n    custom_policy_check: true\n    workflow: firebreak\n';
    expect(ids(changed('repos:\n', `repos:\n${all}`))).toEqual([]);
    const two = changed('repos:\n', `repos:\n${all}    allowed_overrides: [workflow]\n`);
    expect(ids(two)).toEqual(['overridable']);
  });

  test('settings on the server need no fixed base branch', () => {
    const text = changed('- run: firebreak atlantis #', '- run: firebreak atlantis --config /etc/firebreak.yaml #');
    expect(ids(text.replace(/^ +branch:.*\n/m, ''))).toEqual([]);
  });

  test.each([null, 3, [], {}, { repos: 'x', policies: [], workflows: { a: null } }])('%j is no guard', (value) => {
    expect(findMistakes(toServer(value), guarded).map(({ id }) => id)).toEqual(
      expect.arrayContaining(['no-policies', 'no-repository']),
    );
  });
});

describe('of the server', () => {
  const flags = (entries: Readonly<Record<string, string>>) => new Map(Object.entries(entries));

  test.each<readonly [string, ReadonlyMap<string, string> | null, readonly string[]]>([
    ['not known', null, ['flags-unknown']],
    ['not there', flags({ port: '4141' }), ['flag-missing']],
    ['off', flags({ 'enable-policy-checks': 'false' }), ['flag-missing']],
    ['on', flags({ 'enable-policy-checks': 'true' }), []],
    ['import allowed', flags({ 'enable-policy-checks': '', 'allow-commands': 'plan,import' }), ['commands-around']],
    ['all allowed', flags({ 'enable-policy-checks': '', 'allow-commands': 'all' }), ['commands-around']],
    [
      'a team may only plan',
      flags({ 'enable-policy-checks': '', 'gh-team-allowlist': 'dev:plan' }),
      ['team-allowlist'],
    ],
    ['a team may check', flags({ 'enable-policy-checks': '', 'gh-team-allowlist': 'dev:plan,dev:policy_check' }), []],
  ])('%s', (_name, given, expected) => {
    expect(ids(example, given)).toEqual(expected);
  });
});
