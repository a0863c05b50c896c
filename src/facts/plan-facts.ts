/** The plan as a whole. */
import { destroys, forgets, holdsData } from '../model/change.ts';
import { mainProvider } from '../model/main-provider.ts';
import { hasEffect, type Plan } from '../model/plan.ts';
import { ageInMinutes, isSameCommit } from '../model/staleness.ts';
import { Unknown } from '../policy/unknown.ts';
import type { FactTable } from './fact.ts';
import { planEffects } from './plan-effects.ts';

/** Facts of the plan as a whole (`plan` in policies). */
export const planFacts = {
  mode: {
    type: 'string',
    doc: 'normal, destroy or refresh-only',
    read: (plan) => plan.mode,
  },
  provider: {
    type: 'string',
    doc: 'short name of the provider with the most instances, e.g. `google`; empty without any',
    read: (_, { current }) => mainProvider(current),
  },
  complete: {
    type: 'bool',
    doc: 'no change was left out (`-target`, deferrals); unknown if the tool does not report it (OpenTofu)',
    unknown: true,
    read: (plan) => plan.document.complete ?? new Unknown('complete'),
  },
  saysComplete: {
    type: 'bool',
    doc: 'the plan says whether it is complete; OpenTofu and old versions of Terraform do not',
    read: (plan) => plan.document.complete !== null,
  },
  errored: {
    type: 'bool',
    doc: 'planning stopped with an error',
    read: (plan) => plan.document.errored ?? false,
  },
  creates: {
    type: 'int',
    doc: 'instances created',
    read: ({ counts }) => BigInt(counts.create),
  },
  updates: {
    type: 'int',
    doc: 'instances updated',
    read: ({ counts }) => BigInt(counts.update),
  },
  deletes: {
    type: 'int',
    doc: 'instances deleted, deposed objects excluded',
    read: ({ counts }) => BigInt(counts.delete - counts.deposed),
  },
  replaces: {
    type: 'int',
    doc: 'instances replaced',
    read: ({ counts }) => BigInt(counts.replace),
  },
  destroys: {
    type: 'int',
    doc: 'instances deleted or replaced, deposed and disposable ones excluded',
    read: (_, { current, radius }) =>
      BigInt(current.filter((change) => destroys(change) && radius.criticalityOf(change) !== 'disposable').length),
  },
  forgets: {
    type: 'int',
    doc: 'instances forgotten',
    read: (_, { current }) => BigInt(current.filter(forgets).length),
  },
  stateSize: {
    type: 'int',
    doc: 'managed instances before this plan',
    read: (_, { radius }) => BigInt(radius.stateSize),
  },
  shareOfState: {
    type: 'double',
    doc: 'destroyed or replaced instances / instances before',
    read: (_, { radius }) => radius.shareOfState,
  },
  statefulDestroys: {
    type: 'int',
    doc: 'destroyed instances that hold data or are critical',
    read: (_, { current, radius }) =>
      BigInt(
        current.filter(
          (change) => destroys(change) && (holdsData(change) || radius.criticalityOf(change) === 'critical'),
        ).length,
      ),
  },
  dependents: {
    type: 'int',
    doc: 'instances in the blast radius, destroyed ones excluded',
    read: (_, { radius }) => {
      const direct = new Set(radius.direct);
      return BigInt(radius.dependents.filter(({ address }) => !direct.has(address)).length);
    },
  },
  score: {
    type: 'int',
    doc: 'blast radius score, 0 to 100',
    read: (_, { radius }) => BigInt(radius.score),
  },
  recreated: {
    type: 'list<string>',
    doc: 'modules (or the root module) that are destroyed as a whole and created again in this plan, with counts',
    read: (_, { mass }) =>
      mass.recreated.map(({ module, destroyed, created }) => {
        const resources = destroyed === 1 ? 'resource' : 'resources';
        return `${module || 'the whole root module'} (${destroyed} ${resources} destroyed, ${created} created again)`;
      }),
    content: (_, { mass }) => mass.recreated.map(({ module }) => ({ value: module })),
  },
  recreatedElsewhere: {
    type: 'bool',
    doc: 'some objects in them are deleted and created again at another address; otherwise all are replaced in place',
    read: (_, { mass }) => mass.recreated.some(({ isElsewhere }) => isElsewhere),
  },
  recreatedBecause: {
    type: 'list<string>',
    doc: 'root causes of the replacements in them, e.g. `cidr_block of aws_vpc.main`',
    read: (_, { mass }) =>
      mass.recreated.flatMap(({ causes }) =>
        causes.map(({ address, attributes }) =>
          attributes.length > 0 ? `${attributes.join(' and ')} of ${address}` : address,
        ),
      ),
  },
  recreatedAttributes: {
    type: 'list<string>',
    doc: 'the attributes among these, each once',
    read: (_, { mass }) => [
      ...new Set(mass.recreated.flatMap(({ causes }) => causes.flatMap(({ attributes }) => attributes))),
    ],
  },
  movedBlocks: {
    type: 'string',
    doc: '`moved` blocks that would avoid the destroys of renamed resources, the first 5 of them; else empty',
    read: (_, { effects }) => effects.movedBlocks(),
  },
  emptiedModules: {
    type: 'list<string>',
    doc: 'modules that hold data and lose most of their instances',
    read: (_, { mass }) => mass.emptied,
  },
  unknownActions: {
    type: 'list<string>',
    doc: 'addresses with an unknown list of actions',
    read: (plan) => plan.changes.filter((change) => change.action === 'unknown').map((change) => change.address),
  },
  unreadable: {
    type: 'list<string>',
    doc: 'parts of the plan or configuration that could not be read',
    withoutPlan: true,
    read: (_, { configuration }) =>
      configuration.blocks.filter((block) => block.kind === 'unreadable').map((block) => block.file),
  },
  failingChecks: {
    type: 'list<string>',
    doc: 'check blocks and conditions that fail',
    read: (plan) =>
      plan.document.checks
        .filter((check) => check.status === 'fail' || check.status === 'error')
        .map((check) => check.address),
  },
  ageMinutes: {
    type: 'double',
    doc: 'minutes since the plan was made, negative for one dated in the future; unknown without a timestamp',
    unknown: true,
    content: 'ignored',
    read: (plan, { now }) =>
      ageInMinutes(plan.document.timestamp, now) ?? new Unknown('ageMinutes', 'the plan has no timestamp'),
  },
  commit: {
    type: 'string',
    doc: 'commit that the plan was made from, as given; else empty',
    read: (_, { commit }) => commit ?? '',
  },
  commitMatches: {
    type: 'bool',
    doc: 'the plan was made from the commit that it is judged for; unknown if either is unknown',
    unknown: true,
    read: (_, { commit, head }) =>
      isSameCommit(commit, head) ?? new Unknown('commitMatches', 'the commit of the plan is not given'),
  },
  dataStoresCreated: {
    type: 'list<string>',
    doc: 'addresses of created objects that hold primary data',
    read: ({ changes }) =>
      changes
        .filter(({ action, entry }) => action === 'create' && entry.data === 'primary')
        .map(({ address }) => address),
  },
  priorStateEmpty: {
    type: 'bool',
    doc: 'the state is empty before this plan',
    read: (plan) => !plan.document.priorState.some((resource) => resource.mode === 'managed'),
  },
  owners: {
    type: 'list<string>',
    doc: 'owners of changed resources and invoked actions',
    read: (_, { ownerships }) => ownerships.touched,
    content: planEffects,
  },
  scope: {
    type: 'list<string>',
    doc: 'owners, modules and patterns that the change may touch; empty: anything',
    withoutPlan: true,
    read: (_, { settings }) => settings.scope?.names ?? [],
  },
  environment: {
    type: 'string',
    doc: 'environment of the settings that this plan is for, else empty',
    withoutPlan: true,
    read: (_, { settings }) => settings.environment ?? '',
  },
  directory: {
    type: 'string',
    doc: 'directory of the root module from the top of the repository, else empty',
    withoutPlan: true,
    read: (_, { settings }) => settings.directory ?? '',
  },
  workspace: {
    type: 'string',
    doc: 'workspace, empty if unknown',
    withoutPlan: true,
    read: (_, { settings }) => settings.workspace ?? '',
  },
  unmatchedCritical: {
    type: 'list<string>',
    doc: 'entries of `critical` in the settings that match nothing',
    read: (_, { ownerships }) => ownerships.unmatchedCritical,
  },
  acts: {
    type: 'bool',
    doc: 'applying it has an effect: a change, move, import, output or action',
    read: (plan) => hasEffect(plan),
    content: planEffects,
  },
  gateChanges: {
    type: 'list<string>',
    doc: 'files of the settings and policies that the change edits, in CI',
    read: (_, { gateChanges }) => gateChanges,
  },
  aiAssisted: {
    type: 'bool',
    doc: 'there is evidence that an AI agent helped to make the change; false proves nothing',
    read: (_, { aiAssisted }) => aiAssisted,
  },
} satisfies FactTable<Plan>;
