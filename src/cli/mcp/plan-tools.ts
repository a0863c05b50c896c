/** Tools that say more about a plan: its blast radius, one address, and the `moved` blocks that it lacks. */
import * as z from 'zod';
import { judgePlan, readEvaluationInput } from '../../app/judge-plan.ts';
import { readMoves } from '../../app/read-moves.ts';
import { addressLines } from '../../report/commands/explain-address.ts';
import { blastRadiusTitle } from '../../report/wording/change-phrases.ts';
import { displayName } from '../../report/wording/prose.ts';
import { count } from '../../report/wording/words.ts';
import { movedFile } from '../../verdict/fixes.ts';
import { explainAddress } from '../explain-address.ts';
import { findingSchema, toFinding } from './check-tool.ts';
import { namedPlan, type SessionArguments, toJudging } from './session.ts';
import { planInput, type Tool } from './tool.ts';

const mostAddresses = 200;
const shownInText = 20;

const dependent = z.object({
  address: z.string(),
  path: z.array(z.string()).describe('from the destroyed resource to this one'),
  evidence: z.string(),
});
const radius = z.object({
  level: z.string(),
  score: z.number().describe('0 to 100'),
  destroyed: z.array(z.string()),
  dependents: z.array(dependent),
  left: z.number().int().describe('addresses beyond the first 200 of each list that are left out'),
});

/** Returns the tool `blast_radius`. */
export function blastRadiusTool(args: SessionArguments): Tool<typeof planInput, typeof radius> {
  return {
    name: 'blast_radius',
    title: 'Blast radius of a plan',
    description: 'Lists what a Terraform plan deletes or replaces, and what depends on it, with the path to each.',
    input: planInput,
    output: radius,
    run: async (given) => {
      const named = await namedPlan(given);
      const report = await judgePlan({ ...(await toJudging(args, named)), file: named.file });
      if (report.verdict === 'error') return { refusal: (report.errors ?? []).join('\n') };
      const { level, score, direct, dependents } = report.blastRadius;
      const left = [direct, dependents].reduce((sum, all) => sum + Math.max(0, all.length - mostAddresses), 0);
      return {
        values: {
          level,
          score,
          destroyed: direct.slice(0, mostAddresses),
          dependents: dependents
            .slice(0, mostAddresses)
            .map(({ address, path, evidence }) => ({ address, path: [...path], evidence })),
          left,
        },
        text: [
          blastRadiusTitle(report),
          ...direct.slice(0, shownInText).map((address) => `- destroyed: ${displayName(address)}`),
          ...dependents.slice(0, shownInText).map(({ address }) => `- depends on it: ${displayName(address)}`),
        ].join('\n'),
      };
    },
  };
}

const addressInput = planInput.extend({ address: z.string().min(1).describe('address as the plan has it') });
const explained = z.object({
  address: z.string(),
  actions: z.array(z.string()),
  reasons: z.array(z.string()),
  criticality: z.string(),
  stateful: z.boolean(),
  owner: z.string(),
  guards: z.object({ on: z.array(z.string()), off: z.array(z.string()) }),
  dependents: z.array(z.string()),
  findings: z.array(findingSchema),
});

/** Returns the tool `explain_address`. */
export function explainAddressTool(args: SessionArguments): Tool<typeof addressInput, typeof explained> {
  return {
    name: 'explain_address',
    title: 'Explain an address of a plan',
    description:
      'Says why a resource changes in a Terraform plan, what depends on it, what protects it, and its findings.',
    input: addressInput,
    output: explained,
    run: async ({ address, ...given }) => {
      const named = await namedPlan(given);
      const judging = await toJudging(args, named);
      const found = explainAddress(address, await readEvaluationInput({ ...judging, file: named.file }));
      const { changes, criticality, stateful, owner, guardsOn, guardsOff, dependents, findings } = found;
      return {
        values: {
          address: found.address,
          actions: changes.map(({ action }) => action),
          reasons: changes.flatMap(({ reasons }) => reasons),
          criticality,
          stateful,
          owner,
          guards: { on: [...guardsOn], off: [...guardsOff] },
          dependents: dependents.slice(0, mostAddresses).map((each) => each.address),
          findings: findings.map(toFinding),
        },
        text: addressLines({ width: 100, colour: false }, found).join('\n'),
      };
    },
  };
}

const fixInput = planInput.pick({ plan: true });
const fixes = z.object({
  moves: z.array(z.object({ from: z.string(), to: z.string() })),
  hcl: z.string().describe('moved blocks for the root module; empty if no resource looks renamed'),
});

/** Returns the tool `fix`. */
export function fixTool({ terraform }: SessionArguments): Tool<typeof fixInput, typeof fixes> {
  return {
    name: 'fix',
    title: 'Moved blocks for renamed resources',
    description:
      'Returns the moved blocks that keep resources which a Terraform plan deletes at one address and creates at another. Put them into the root module, and plan again.',
    input: fixInput,
    output: fixes,
    run: async (given) => {
      const { file } = await namedPlan(given);
      const moves = await readMoves({ file, terraform, env: process.env });
      if (moves.length === 0)
        return { values: { moves: [], hcl: '' }, text: 'No resource of this plan looks renamed.' };
      const hcl = movedFile(moves);
      return {
        values: { moves: moves.map(({ from, to }) => ({ from, to })), hcl },
        text: `${count(moves.length, 'moved block')}. Put ${moves.length === 1 ? 'it' : 'them'} into the root module and plan again.\n\n${hcl}`,
      };
    },
  };
}
