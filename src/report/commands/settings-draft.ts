/**
 * Writes a first `firebreak.yaml` from what `init` found. Comments explain each section, and sections without data
 * are examples in comments.
 */
import type { Stage } from '../../settings/stages.ts';

/** What `init` found in the repository. */
export interface SettingsDraft {
  readonly environments: readonly DraftEnvironment[];
  readonly owners: readonly { readonly owner: string; readonly directories: readonly string[] }[];
  /** File that the owners were read from; null if there is none. */
  readonly ownersFrom: string | null;
  /** Address patterns with the type of the resource. */
  readonly critical: readonly { readonly pattern: string; readonly type: string }[];
  /** true: there is one root module, so every pattern matches something in each plan. */
  readonly oneRoot: boolean;
}

/** An environment that `init` found. */
export interface DraftEnvironment {
  readonly stage: Stage;
  readonly directories: readonly string[];
  readonly workspaces: readonly string[];
  readonly variables: Readonly<Record<string, string>>;
}

/** Returns the text of the settings file. */
export function renderDraft(draft: SettingsDraft): string {
  const blocks = [
    [
      '# Settings of Firebreak. Every key is optional.',
      '# `firebreak validate` checks this file. `firebreak policies` lists the policies with these settings.',
    ],
    [
      '# To start without failing plans, uncomment this line. Reports then say what would fail.',
      '# enforcement: advisory',
    ],
    environments(draft.environments),
    owners(draft),
    critical(draft),
    [
      '# Limits for one plan. Environments and owners can have limits too.',
      '# limits:',
      '#   destroys: 5',
      '#   share: 0.1',
    ],
    [
      '# A time in which plans may do only what is listed. Anything else needs approvals.',
      '# freezes:',
      '#   - from: 2026-12-18',
      '#     to: 2027-01-05 # the last day',
      '#     time-zone: Europe/Berlin',
      '#     allow: [create]',
    ],
    [
      '# Change a policy, or switch it off with a reason. `firebreak explain ID` explains a policy.',
      '# policies:',
      '#   no-stateful-destroy: { approvals: 3 }',
      '#   drift: { off: { reason: "another tool reports drift" } }',
    ],
    [
      '# Folders with your own policies, relative to this file. `firebreak test DIR` runs their tests.',
      '# policy-folders: [policies]',
    ],
    [
      '# Accept a finding until a date, at most 90 days after its creation.',
      '# exceptions:',
      '#   - policy: no-destroy',
      '#     address: module.old.**',
      '#     reason: "moved to the new cluster, ticket 123"',
      '#     owner: platform',
      '#     created: 2026-01-01',
      '#     expires: 2026-03-01',
    ],
    [
      '# Logins by group. One approval of an AI-assisted change must come from the group senior.',
      '# groups:',
      '#   senior: [login-1, login-2]',
    ],
  ];
  return `${blocks.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function environments(found: readonly DraftEnvironment[]): readonly string[] {
  const head = [
    '# An environment applies if one of its patterns matches. The first in the list wins.',
    '# Directories are paths from the top of the repository, and include subfolders.',
  ];
  if (found.length === 0) {
    return [
      ...head,
      '# environments:',
      '#   - name: production',
      '#     workspaces: [prod]',
      '#     directories: [live/prod]',
      '#     approvals: { minimum: 2 }',
    ];
  }
  return [
    ...head,
    'environments:',
    ...found.flatMap(({ stage, directories, workspaces, variables }) => [
      `  - name: ${stage}`,
      ...(directories.length > 0 ? [`    directories: ${flow(directories)}`] : []),
      ...(workspaces.length > 0 ? [`    workspaces: ${flow(workspaces)}`] : []),
      ...(Object.keys(variables).length > 0 ? ['    variables:'] : []),
      ...Object.entries(variables).map(([name, value]) => `      ${quoted(name)}: ${quoted(value)}`),
      ...rules[stage],
    ]),
  ];
}

const rules: Readonly<Record<Stage, readonly string[]>> = {
  production: ['    approvals: { minimum: 2 }'],
  staging: ['    # approvals: { minimum: 1 }'],
  development: ['    # To show findings without failing plans:', '    # enforcement: advisory'],
};

function owners({ owners: found, ownersFrom }: SettingsDraft): readonly string[] {
  const head = ['# Owners of resources. A change in the directory of one owner must not touch resources of another.'];
  if (found.length === 0) {
    return [
      ...head,
      '# owners:',
      '#   - owner: payments',
      '#     modules: [module.payments]',
      '#     directories: [stacks/payments]',
    ];
  }
  return [
    ...head,
    ...(ownersFrom === null
      ? []
      : [`# From ${ownersFrom}, in reverse order: here the first match wins, there the last.`]),
    'owners:',
    ...found.flatMap(({ owner, directories }) => [
      `  - owner: ${quoted(owner)}`,
      `    directories: ${flow(directories)}`,
    ]),
  ];
}

function critical({ critical: found, oneRoot }: SettingsDraft): readonly string[] {
  const head = [
    '# Critical resources, regardless of their type. `.**` at the end matches all instances.',
    ...(found.length > 0 && !oneRoot
      ? ['# From several root modules: keep addresses that every plan has, or write a file for each root module.']
      : []),
  ];
  if (found.length === 0)
    return [...head, '# critical:', '#   addresses: [module.payments.**]', '#   tags: { tier: gold }'];
  const lead = oneRoot ? '' : '# ';
  return [
    ...head,
    `${lead}critical:`,
    `${lead}  addresses:`,
    ...found.map(({ pattern }) => `${lead}    - ${quoted(pattern)}`),
  ];
}

function flow(items: readonly string[]): string {
  return `[${items.map(quoted).join(', ')}]`;
}

/** Quotes a text as JSON, which is also valid YAML, unless it is a plain YAML string. */
function quoted(text: string): string {
  return /^[A-Za-z][\w./-]*$/.test(text) && !/^(?:true|false|null|yes|no|on|off|y|n)$/i.test(text)
    ? text
    : JSON.stringify(text);
}
