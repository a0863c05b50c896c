/** Configuration is evaluated without a plan: settings give the environment, and facts of a plan are not made up. */
import { expect, it } from 'vitest';
import { evaluateConfiguration } from '../src/evaluate-configuration.ts';
import { factClasses } from '../src/facts/facts.ts';
import { compilePolicies } from '../src/policy/compile.ts';
import { compileByEnvironment } from '../src/policy/policies-by-environment.ts';
import { noConfig } from '../src/source/default-settings.ts';
import type { Configuration } from '../src/source/plan-and-configuration.ts';
import { typed } from './judge-options.ts';
import { policy } from './policy/sample.ts';

const configuration: Configuration = {
  root: 'live/prod',
  origin: 'directory',
  modules: [{ address: '', dir: 'live/prod', backend: null, resources: [], removed: [], moved: [], calls: [] }],
  unreadable: [],
  initialised: null,
  terragrunt: null,
  stateFiles: [],
};

function messages(expressions: Parameters<typeof policy>[0]): readonly string[] {
  const config = { ...noConfig, environments: [{ name: 'production', directories: ['live/prod'] }] };
  const policies = [policy({ subject: 'backend', message: '{status}', ...expressions })];
  const { findings, faults } = evaluateConfiguration({
    configuration,
    base: null,
    catalog: typed,
    policies: compileByEnvironment(policies, { config, compile: (each) => compilePolicies(each, factClasses) }),
    config,
    rootModule: { directory: 'live/prod', workspace: null },
    now: new Date('2026-06-01T12:00:00Z'),
  });
  expect(faults).toEqual([]);
  return findings.map(({ message }) => message);
}

it('knows the environment, the directory and the backend', () => {
  const message = '{plan.environment} {plan.directory} {status}';
  const require = 'plan.environment != "production"';
  expect(messages({ require, message })).toEqual(['production live/prod local']);
});

it.each(['plan.deletes > 0', 'plan.complete', 'plan.stateSize == 0 || backend.status == "remote"'])(
  'leaves a policy that needs a plan to check: %s',
  (require) => {
    expect(messages({ require })).toEqual([]);
  },
);

it('shows a fact of the plan as unknown in a message', () => {
  const [message] = messages({ require: 'false', message: 'deletes: {plan.deletes}' });
  expect(message).toMatch(/unknown|not known/);
});

it('evaluates no policy on changes', () => {
  expect(messages({ subject: 'change', require: 'false', message: '{address}' })).toEqual([]);
});
