/** Tools about policies: the list of those in effect, and one of them explained. */
import * as z from 'zod';
import { explainNamedPolicy } from '../../app/explain-named-policy.ts';
import { listPolicies } from '../../app/list-policies.ts';
import { UsageError } from '../../errors.ts';
import { policyLines } from '../../report/commands/policy-text.ts';
import { remedyText } from '../../report/remedy.ts';
import { count } from '../../report/wording/words.ts';
import { didYouMean } from '../../text/did-you-mean.ts';
import type { SessionArguments } from './session.ts';
import type { Tool } from './tool.ts';

const nothing = z.object({});
const row = z.object({
  id: z.string(),
  title: z.string(),
  enforcement: z.enum(['advisory', 'soft-mandatory', 'hard-mandatory', 'off']),
  approvals: z.number().int(),
});
const list = z.object({ policies: z.array(row) });

/** Returns the tool `policies`. */
export function policiesTool({ config, environment }: SessionArguments): Tool<typeof nothing, typeof list> {
  return {
    name: 'policies',
    title: 'Policies in effect',
    description: 'Lists the policies that plans are judged by, with the settings of the working directory applied.',
    input: nothing,
    output: list,
    run: async () => {
      const listed = await listPolicies({ config, environment, cwd: process.cwd() });
      const policies = listed
        .map(({ policy, off }) => ({
          id: policy.id,
          title: policy.title,
          enforcement: off === undefined ? policy.enforcement : ('off' as const),
          approvals: off === undefined ? policy.approvals : 0,
        }))
        .toSorted((a, b) => (a.id < b.id ? -1 : 1));
      const of = (enforcement: string): number => policies.filter((each) => each.enforcement === enforcement).length;
      const kinds = ['hard-mandatory', 'soft-mandatory', 'advisory', 'off'].map((name) => `${of(name)} ${name}`);
      return { values: { policies }, text: `${count(policies.length, 'policy', 'policies')}: ${kinds.join(', ')}.` };
    },
  };
}

const named = z.object({ policy: z.string().min(1).describe('id, for example no-stateful-destroy') });
const policy = z.object({
  id: z.string(),
  title: z.string(),
  enforcement: z.string(),
  approvals: z.number().int(),
  why: z.string(),
  subject: z.string(),
  when: z.string(),
  require: z.string(),
  fix: z.string(),
  examples: z.array(z.string()),
});

/** Returns the tool `explain_policy`. */
export function explainPolicyTool({ config, environment }: SessionArguments): Tool<typeof named, typeof policy> {
  return {
    name: 'explain_policy',
    title: 'Explain a policy',
    description: 'Explains a policy: its reason, its condition, the fix and examples.',
    input: named,
    output: policy,
    run: async ({ policy: id }) => {
      const policies = (await listPolicies({ config, environment, cwd: process.cwd() })).map((each) => each.policy);
      const explained = await explainNamedPolicy(id, policies);
      if (explained === null) {
        const ids = policies.map((each) => each.id);
        const hint = didYouMean(id, ids) ?? 'The tool `policies` lists all.';
        throw new UsageError({ message: `unknown policy \`${id}\``, hint });
      }
      const { title, enforcement, approvals, why, subject, when, require, remedy, examples = [] } = explained.policy;
      return {
        values: {
          id,
          title,
          enforcement,
          approvals,
          why: why.trim(),
          subject,
          when,
          require,
          fix: remedyText(explained.example?.remedy ?? remedy),
          examples: [...examples],
        },
        text: policyLines({ width: 100, colour: false }, explained).join('\n'),
      };
    },
  };
}
