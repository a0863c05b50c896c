/**
 * Finds the mistakes in a server's configuration. Each was reproduced with a real Atlantis; see the table in
 * `docs/atlantis.md`.
 */
import type { Mistake } from './mistake.ts';
import type { At, PolicySet, Repository, Server, Workflow } from './server.ts';
import { applyMistakes, checkMistakes, gateMistakes, optionMistakes, settingsSource } from './step-mistakes.ts';

/**
 * Returns all mistakes that let plans bypass the gate.
 * @param flags null: unknown
 */
export function findMistakes(server: Server, flags: ServerFlags | null): readonly Mistake[] {
  return [
    ...flagMistakes(flags),
    ...policiesMistakes(server),
    ...server.policySets.flatMap(setMistakes),
    ...(server.repositories.length > 0 ? [] : [noRepository]),
    ...server.repositories.flatMap((repository) => repositoryMistakes(repository, server)),
    ...usedWorkflows(server).flatMap((workflow) => [
      ...checkMistakes(workflow),
      ...gateMistakes(workflow),
      ...optionMistakes(workflow),
      ...applyMistakes(workflow),
    ]),
  ];
}

/** Values by flag name, from the command line, the environment or the server's own configuration file. */
export type ServerFlags = ReadonlyMap<string, string>;

function flagMistakes(flags: ServerFlags | null): readonly Mistake[] {
  const write = 'atlantis server --enable-policy-checks …  (or ATLANTIS_ENABLE_POLICY_CHECKS=true)';
  const why = 'Without this flag, Atlantis skips the policy_check stage and applies.';
  if (flags === null) {
    const message = 'The flags of the server are unknown, so its policy checks may be off.';
    return [
      {
        id: 'flags-unknown',
        at: null,
        message,
        why,
        write: 'pass --server-flags "…" or --server-config FILE',
      },
    ];
  }
  const on = ['true', '1', 't', ''].includes(flags.get('enable-policy-checks')?.toLowerCase() ?? 'false');
  const commands = (flags.get('allow-commands') ?? '').split(',').map((word) => word.trim());
  const around = commands.filter((word) => ['all', 'import', 'state'].includes(word));
  const teams = (flags.get('gh-team-allowlist') ?? '').split(',').map((rule) => rule.split(':')[1]?.trim());
  const may = (command: string): boolean => teams.some((each) => each === command || each === '*');
  return [
    ...(on ? [] : [{ id: 'flag-missing', at: null, message: 'The server does not run policy checks.', why, write }]),
    ...(around.length === 0
      ? []
      : [
          {
            id: 'commands-around',
            at: null,
            message: `--allow-commands allows \`${around.join(', ')}\`.`,
            why: '`atlantis import` and `atlantis state rm` change the state without a plan, so nothing is checked.',
            write: '--allow-commands=version,plan,apply,unlock,approve_policies',
          },
        ]),
    ...(may('plan') && !may('policy_check')
      ? [
          {
            id: 'team-allowlist',
            at: null,
            message: '--gh-team-allowlist allows plan, but not policy_check.',
            why: 'A manual plan then skips the check.',
            write: '--gh-team-allowlist=TEAM:plan,TEAM:policy_check,…',
          },
        ]
      : []),
  ];
}

function policiesMistakes({ policySets, workflows }: Server): readonly Mistake[] {
  if (policySets.length === 0) {
    return [
      {
        id: 'no-policies',
        at: ['policies'],
        message: 'No policy set.',
        why: 'Before apply, Atlantis checks only the sets named here. Without one, it applies every plan.',
        write: 'policies: {policy_sets: [{name: Custom, path: unused, source: local, prevent_self_approve: true}]}',
      },
    ];
  }
  const at: At = ['policies', 'policy_sets'];
  const steps = Math.max(
    1,
    ...workflows.map(({ policyCheck }) => policyCheck?.filter(({ kind }) => kind === 'run').length ?? 0),
  );
  if (policySets.length <= steps) return [];
  return [
    {
      id: 'sets-without-output',
      at,
      message: `${policySets.length} policy sets, but only ${steps} step prints output for them.`,
      why: 'Some versions count a set without output as passed, others as failed.',
      write: 'one set named Custom for the step `firebreak atlantis`',
    },
  ];
}

const wholeOutput = /^\(\?s\)\.[+*]$|^\(\?s:\.[+*]\)$/;

function setMistakes({ at, name, owned, preventSelfApprove, sticky, itemRegex }: PolicySet): readonly Mistake[] {
  const mistakes: (Mistake | null)[] = [
    name === 'Custom'
      ? null
      : {
          id: 'set-name',
          at: [...at, 'name'],
          message: `The policy set has the name \`${name}\`.`,
          why: 'Up to v0.37, Atlantis assigns every output of a custom check to the set Custom. A verdict for a missing set is ignored.',
          write: 'name: Custom',
        },
    preventSelfApprove
      ? null
      : {
          id: 'self-approval',
          at,
          message: 'Authors can approve their own pull requests.',
          why: 'An owner, or an agent with their token, can open a pull request and approve its findings with one comment.',
          write: 'prevent_self_approve: true',
        },
    owned
      ? null
      : {
          id: 'no-owners',
          at: ['policies', 'owners'],
          message: 'The policies have no owners.',
          why: 'Nobody can approve findings, so people will bypass the check.',
          write: 'policies: {owners: {teams: [platform-owners]}}',
        },
    sticky && (itemRegex === null || wholeOutput.test(itemRegex))
      ? {
          id: 'sticky-output',
          at,
          message: 'Sticky approvals cover the whole output.',
          why: 'Any changed word voids them, so people approve again without reading. By line, only new findings need approval.',
          write: "policy_item_regex: '(?m)^FAIL.*'",
        }
      : null,
  ];
  return mistakes.filter((mistake) => mistake !== null);
}

const noRepository: Mistake = {
  id: 'no-repository',
  at: ['repos'],
  message: 'No repository.',
  why: 'Every repository then uses the default workflow of Atlantis, without Firebreak.',
  write:
    'repos: [{id: /.*/, workflow: firebreak, policy_check: true, custom_policy_check: true, allowed_overrides: []}]',
};

/** With these overrides a pull request can replace its own checks. */
const dangerous = ['workflow', 'policy_check', 'custom_policy_check'];

function repositoryMistakes(repository: Repository, server: Server): readonly Mistake[] {
  const { at, id, branch, workflow, policyCheck, customPolicyCheck, allowCustomWorkflows, overrides } = repository;
  const used = server.workflows.find(({ name }) => name === (workflow ?? 'default'));
  const opened = overrides.filter((key) => dangerous.includes(key));
  const mistakes: (Mistake | null)[] = [
    policyCheck === true
      ? null
      : {
          id: 'policy-check-off',
          at: [...at, 'policy_check'],
          message: `\`policy_check\` is not true for ${id}.`,
          why: 'If false, there is no check. If unset, it depends on a flag of the server.',
          write: 'policy_check: true',
        },
    customPolicyCheck === true
      ? null
      : {
          id: 'custom-check-off',
          at: [...at, 'custom_policy_check'],
          message: `\`custom_policy_check\` is not true for ${id}.`,
          why: 'Atlantis then parses the output as Conftest output.',
          write: 'custom_policy_check: true',
        },
    opened.length === 0 && !allowCustomWorkflows
      ? null
      : {
          id: 'overridable',
          at: [...at, opened.length === 0 ? 'allow_custom_workflows' : 'allowed_overrides'],
          message: `A pull request can set ${[...opened, ...(allowCustomWorkflows ? ['its own workflows'] : [])].join(', ')} for ${id}.`,
          why: 'atlantis.yaml comes from the branch of the pull request, so its author can remove the check.',
          write: 'allowed_overrides: []  and  allow_custom_workflows: false',
        },
    used
      ? null
      : {
          id: 'no-workflow',
          at: [...at, 'workflow'],
          message: `${id} uses no workflow of this file.`,
          why: 'The default workflow of Atlantis does not run Firebreak.',
          write: 'workflow: firebreak',
        },
    branch !== null || !used || settingsSource(used) === 'named'
      ? null
      : {
          id: 'any-base',
          at,
          message: `Pull requests of ${id} can have any base branch.`,
          why: 'Settings come from the base branch. Anyone who can push a branch can use one with weaker settings.',
          write: 'branch: /^main$/  (or settings on the server: firebreak atlantis --config FILE)',
        },
  ];
  return mistakes.filter((mistake) => mistake !== null);
}

function usedWorkflows({ repositories, workflows }: Server): readonly Workflow[] {
  const names = new Set(repositories.map(({ workflow }) => workflow ?? 'default'));
  return workflows.filter(({ name }) => names.has(name));
}
