/**
 * The parts of an Atlantis server's configuration that decide whether an apply is guarded. Keys that Atlantis ignores
 * or rejects are left out.
 */
import { isObject } from '../text/is-object.ts';

/** A path of keys and list positions in the file. */
export type At = readonly (string | number)[];

/** One step of a workflow stage. */
export interface Step {
  readonly at: At;
  /** `run`, `apply`, `show`, … */
  readonly kind: string;
  /** The command of a `run` or `multienv` step; otherwise empty. */
  readonly command: string;
  readonly hidden: boolean;
}

/** One entry of `workflows`. */
export interface Workflow {
  readonly name: string;
  readonly at: At;
  /** null, here and below: the stage is not configured, so Atlantis runs its default steps. */
  readonly plan: readonly Step[] | null;
  readonly policyCheck: readonly Step[] | null;
  readonly apply: readonly Step[] | null;
}

/** One entry of `repos`, combined with earlier entries for the same repositories. */
export interface Repository {
  readonly at: At;
  readonly id: string;
  readonly branch: string | null;
  readonly workflow: string | null;
  readonly policyCheck: boolean | null;
  readonly customPolicyCheck: boolean | null;
  readonly allowCustomWorkflows: boolean;
  readonly overrides: readonly string[];
}

/** One entry of `policies.policy_sets`. */
export interface PolicySet {
  readonly at: At;
  readonly name: string;
  readonly owned: boolean;
  readonly preventSelfApprove: boolean;
  readonly sticky: boolean;
  readonly itemRegex: string | null;
}

/** A server's configuration. */
export interface Server {
  readonly repositories: readonly Repository[];
  readonly workflows: readonly Workflow[];
  readonly policySets: readonly PolicySet[];
}

type Json = Readonly<Record<string, unknown>>;

/** Returns the relevant parts of a parsed server-side configuration file. */
export function toServer(value: unknown): Server {
  const root = object(value);
  return {
    repositories: repositories(list(root.repos).map(object)),
    workflows: Object.entries(object(root.workflows)).map(([name, workflow]) => toWorkflow(name, object(workflow))),
    policySets: policySets(object(root.policies)),
  };
}

function repositories(entries: readonly Json[]): readonly Repository[] {
  return entries.map((entry, i) => {
    const id = text(entry.id);
    // For each key, the last entry that sets it wins.
    const all = entries.slice(0, i + 1).filter((earlier) => isSame(text(earlier.id), id));
    const last = (key: string): unknown => all.findLast((each) => each[key] !== undefined && each[key] !== null)?.[key];
    return {
      at: ['repos', i],
      id,
      branch: orNull(text(last('branch'))),
      workflow: orNull(text(last('workflow'))),
      policyCheck: flag(last('policy_check')),
      customPolicyCheck: flag(last('custom_policy_check')),
      allowCustomWorkflows: flag(last('allow_custom_workflows')) ?? false,
      overrides: list(last('allowed_overrides')).map(text),
    };
  });
}

/** Whether an earlier entry applies to (some of) the repositories of another one. */
function isSame(earlier: string, id: string): boolean {
  if (earlier === id) return true;
  if (!isPattern(earlier)) return false;
  const pattern = earlier.slice(1, -1);
  if (pattern === '.*') return true;
  if (isPattern(id)) return false;
  try {
    return new RegExp(pattern).test(id);
  } catch {
    return false;
  }
}

function isPattern(id: string): boolean {
  return id.length > 1 && id.startsWith('/') && id.endsWith('/');
}

function policySets(policies: Json): readonly PolicySet[] {
  const owned = hasOwners(policies.owners);
  return list(policies.policy_sets)
    .map(object)
    .map((set, i) => ({
      at: ['policies', 'policy_sets', i],
      name: text(set.name),
      owned: owned || hasOwners(set.owners),
      preventSelfApprove: set.prevent_self_approve === true,
      sticky: flag(set.sticky_policy_approvals) ?? flag(policies.sticky_policy_approvals) ?? false,
      itemRegex: orNull(text(set.policy_item_regex ?? policies.policy_item_regex)),
    }));
}

function hasOwners(owners: unknown): boolean {
  const { users, teams } = object(owners);
  return list(users).length + list(teams).length > 0;
}

function toWorkflow(name: string, workflow: Json): Workflow {
  const at = ['workflows', name];
  const stage = (key: string): readonly Step[] | null => {
    const { steps } = object(workflow[key]);
    return Array.isArray(steps) ? steps.map((step, i) => toStep(step, [...at, key, 'steps', i])) : null;
  };
  return { name, at, plan: stage('plan'), policyCheck: stage('policy_check'), apply: stage('apply') };
}

/** Accepts `show`, `{plan: {extra_args}}`, `{run: command}` and `{run: {command, output}}`. */
function toStep(step: unknown, at: At): Step {
  if (typeof step === 'string') return { at, kind: step, command: '', hidden: false };
  const [[kind, value] = ['', null]] = Object.entries(object(step));
  if (typeof value === 'string') return { at, kind, command: value, hidden: false };
  const { command, output } = object(value);
  return { at, kind, command: text(command), hidden: [output].flat().includes('hide') };
}

function object(value: unknown): Json {
  return isObject(value) ? value : {};
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
}

function orNull(value: string): string | null {
  return value === '' ? null : value;
}

function flag(value: unknown): boolean | null {
  return typeof value === 'boolean' ? value : null;
}
