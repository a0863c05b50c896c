/** Finds workflow steps that hide a verdict or an exit code from Atlantis. */
import type { Mistake } from './mistake.ts';
import type { Step, Workflow } from './server.ts';

/** `firebreak atlantis …` anywhere in a command. */
const own = /(?:^|[\s/;&|(])firebreak(?:\.js)?\s+atlantis\b/;
/** Shell operators that add another command or redirect the output. */
const operator = /\|\||&&|[|;&<>`\n]|\$\(/;
/** The command with options only. Anything before it, or an option such as `--help`, changes the exit code. */
const alone =
  /^(?:(?:npx|node)\s+)?(?:[\w./@-]*\/)?firebreak(?:\.js)?\s+atlantis(?:\s+(?:[\w./:=@%+,$*{}-]|"[^"]*"|'[^']*')+)*$/;
const other = /\s(?:--help|-h|--version|--doctor)\b/;
const silent = new Set(['show', 'env', 'init']);

function isCheck({ kind, command }: Step): boolean {
  return kind === 'run' && own.test(command) && !isGate(command);
}

function shown({ command }: Step): string {
  const [first = '', ...rest] = command.trim().split('\n');
  return rest.length > 0 ? `${first} …` : first;
}

function isAlone(command: string): boolean {
  const line = command.trim();
  return !operator.test(line) && alone.test(line) && !other.test(line);
}

function isGate(command: string): boolean {
  return own.test(command) && /\s--gate\b/.test(command);
}

/** Whether the check gets its settings from a named file or from the base branch. */
export function settingsSource({ policyCheck }: Workflow): 'named' | 'base' {
  const check = policyCheck?.find(isCheck);
  return check !== undefined && /\s--config\b/.test(check.command) ? 'named' : 'base';
}

/** Returns the mistakes in the policy_check stage of a workflow. */
export function checkMistakes({ name, at, policyCheck }: Workflow): readonly Mistake[] {
  const steps = policyCheck ?? [];
  const [check, second] = steps.filter(isCheck);
  if (!check) return [{ ...noCheck(name, steps), at: [...at, 'policy_check'] }];
  const others = steps.filter((step) => step !== check && !step.hidden && !silent.has(step.kind));
  return [
    ...(check.hidden
      ? [
          {
            id: 'check-hidden',
            at: check.at,
            message: 'The check has hidden output.',
            why: 'Atlantis reads the verdict from the output. Without it, some versions apply, and others let anyone approve.',
            write: '- run: firebreak atlantis',
          },
        ]
      : []),
    ...(isAlone(check.command)
      ? []
      : [
          {
            id: 'check-not-alone',
            at: check.at,
            message: `The check step runs more than Firebreak: \`${shown(check)}\`.`,
            why: 'Output or exit status of the other command replaces the verdict.',
            write: '- run: firebreak atlantis',
          },
        ]),
    ...others.map((step) => ({
      id: 'other-output',
      at: step.at,
      message: `Another step of the check prints output: \`${step.command === '' ? step.kind : shown(step)}\`${step === second ? ', a second check' : ''}.`,
      why: 'Output n belongs to policy set n, so this text replaces the verdict of Firebreak.',
      write: '- run: {command: …, output: hide}',
    })),
  ];
}

function noCheck(name: string, steps: readonly Step[]): Omit<Mistake, 'at'> {
  const gated = steps.some(({ command }) => isGate(command));
  const checked = steps.some(({ command }) => /\bfirebreak(?:\.js)?\s+check\b/.test(command));
  return {
    id: 'no-check',
    message: gated
      ? `The policy check of workflow \`${name}\` is the gate, which exits with 1.`
      : checked
        ? `The policy check of workflow \`${name}\` is \`firebreak check\`, which exits with 1.`
        : `The workflow \`${name}\` does not run Firebreak in its policy check.`,
    why: 'In this stage, a non-zero exit status discards the verdict, and versions up to v0.45 then apply.',
    write: 'policy_check: {steps: [{run: firebreak atlantis}]}',
  };
}

/** Returns the mistakes in the gate of the apply stage of a workflow. */
export function gateMistakes({ name, at, apply }: Workflow): readonly Mistake[] {
  const steps = apply ?? [];
  const applies = steps.findIndex(({ kind, command }) => kind === 'apply' || /\bapply\b/.test(command));
  const before = applies < 0 ? steps : steps.slice(0, applies);
  const gate = before.findLast(({ kind, command }) => kind === 'run' && isGate(command));
  const why =
    'A mistake elsewhere disables the check in every version. The exit status of a step before apply always blocks.';
  if (!gate) {
    const there = steps.some(({ command }) => own.test(command));
    return [
      {
        id: 'no-gate',
        at: [...at, 'apply'],
        message: there
          ? `The workflow \`${name}\` runs Firebreak in the apply stage, but not as a gate before apply.`
          : `The workflow \`${name}\` applies without the gate.`,
        why: there ? 'Without --gate, it always exits with 0. After apply, it is too late.' : why,
        write: 'apply: {steps: [{run: {command: firebreak atlantis --gate, output: hide}}, apply]}',
      },
    ];
  }
  const between = before.slice(before.indexOf(gate) + 1);
  return [
    ...(isAlone(gate.command)
      ? []
      : [
          {
            id: 'gate-exit-code',
            at: gate.at,
            message: `The gate step runs more than Firebreak: \`${shown(gate)}\`.`,
            why: 'The shell returns the exit status of its last command, so `|| true`, a pipe or a second command hides the verdict.',
            write: '- run: {command: firebreak atlantis --gate, output: hide}',
          },
        ]),
    ...between.slice(0, 1).map((step) => ({
      id: 'gate-not-last',
      at: step.at,
      message: `Another step between the gate and apply: \`${step.command === '' ? step.kind : shown(step)}\`.`,
      why: 'It can make another plan or change what apply does after the check.',
      write: 'the gate directly before apply',
    })),
  ];
}

/** Arguments of Firebreak in a command, up to `--` or the next shell operator. */
const calls = /(?:^|[\s/;&|(])firebreak(?:\.js)?\s+((?:(?!\s--\s)[^|;&<>`\n])*)/g;

/** Finds options of Firebreak that do not exist, such as Terraform's `-chdir`: the step then always fails. */
export function optionMistakes({ plan, policyCheck, apply }: Workflow): readonly Mistake[] {
  return [plan, policyCheck, apply]
    .flatMap((steps) => steps ?? [])
    .flatMap((step) => {
      const words = [...step.command.matchAll(calls)].flatMap(([, text = '']) => text.split(/\s+/));
      const option = words.find((word) => /^-[^-\d]/.test(word) && !/^-[hfo](?:=|$)/.test(word));
      if (option === undefined) return [];
      return [
        {
          id: 'unknown-option',
          at: step.at,
          message: `Firebreak has no option \`${option}\`: \`${shown(step)}\`.`,
          why: 'Firebreak rejects the command line, so the step never passes and nothing is judged.',
          write: 'options with two dashes, for example --dir DIR instead of -chdir=DIR',
        },
      ];
    });
}

/**
 * Finds steps that apply or destroy regardless of the verdict. A step that uses Atlantis' plan file is
 * accepted.
 */
export function applyMistakes({ plan, policyCheck, apply }: Workflow): readonly Mistake[] {
  return [plan, policyCheck, apply]
    .flatMap((steps) => steps ?? [])
    .filter(({ command }) => /\b(?:apply|destroy)\b/.test(command) && !/\$\{?PLANFILE\b/.test(command))
    .map((step) => ({
      id: 'apply-around',
      at: step.at,
      message: `A step applies or destroys on its own: \`${shown(step)}\`.`,
      why: 'It makes its own plan, which is not checked.',
      write: '- apply',
    }));
}
