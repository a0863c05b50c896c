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
      '# Settings of Firebreak: what holds here beside the defaults. Every key is optional.',
      '# `firebreak validate` checks this file, `firebreak policies` lists what it makes of the policies.',
    ],
    [
      '# To begin with, let findings be shown and block nothing; take the line away once they are read.',
      '# enforcement: advisory',
    ],
    environments(draft.environments),
    owners(draft),
    critical(draft),
    [
      '# How much one plan may do; also for one environment or one owner.',
      '# limits:',
      '#   destroys: 5',
      '#   share: 0.1',
    ],
    [
      '# One policy changed, or switched off with a reason. `firebreak explain ID` says what a policy is for.',
      '# policies:',
      '#   no-stateful-destroy: { approvals: 3 }',
      '#   drift: { off: { reason: "another tool shows it" } }',
    ],
    [
      '# Policies of your own, relative to this file; `firebreak test DIR` runs their tests.',
      '# policy-folders: [policies]',
    ],
    [
      '# A finding that somebody carries until a day, at most 90 days on.',
      '# exceptions:',
      '#   - policy: no-destroy',
      '#     address: module.old.**',
      '#     reason: "moved to the new cluster, ticket 123"',
      '#     owner: platform',
      '#     created: 2026-01-01',
      '#     expires: 2026-03-01',
    ],
    ['# Who signs off what an agent helped to write.', '# groups:', '#   senior: [login-1, login-2]'],
  ];
  return `${blocks.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function environments(found: readonly DraftEnvironment[]): readonly string[] {
  const head = [
    '# Places that plans are made for. One applies where one of its globs matches, the first in the list wins;',
    '# directories are root modules, from the top of the repository, and cover what lies below.',
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
  development: ['    # Findings are shown here and block nothing:', '    # enforcement: advisory'],
};

function owners({ owners: found, ownersFrom }: SettingsDraft): readonly string[] {
  const head = ["# Who owns what. A change for one owner that touches another one's things needs that one too."];
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
    ...(ownersFrom === null ? [] : [`# From ${ownersFrom}, in which the last rule wins: here it is the first.`]),
    'owners:',
    ...found.flatMap(({ owner, directories }) => [
      `  - owner: ${quoted(owner)}`,
      `    directories: ${flow(directories)}`,
    ]),
  ];
}

function critical({ critical: found, oneRoot }: SettingsDraft): readonly string[] {
  const head = [
    '# What counts as critical whatever its type. `.**` at the end stands for all instances.',
    ...(found.length > 0 && !oneRoot
      ? ['# Found in several root modules: keep those that each plan has, or give each root a file of its own.']
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
