/** The inputs of `action.yml` and their defaults. */
import { type OutputTarget, parseTargets } from '../app/output.ts';
import { type Fault, UsageError } from '../errors.ts';
import { type FailOn, failOnNames } from '../source/settings.ts';
import { didYouMean } from '../text/did-you-mean.ts';

/** Defaults by input name. Only the default of the token is in `action.yml`, because it needs the runner's context. */
export const inputDefaults = {
  command: 'check',
  plan: 'plan.json',
  dir: '',
  base: '',
  config: '',
  policies: '',
  scope: '',
  environment: '',
  formats: 'text',
  comment: 'always',
  'fail-on': 'soft',
  'github-token': '',
  redacted: 'redacted',
  terraform: '',
} as const;

const commentModes = ['always', 'on-findings', 'never'] as const;
/** When to write a comment. */
export type CommentMode = (typeof commentModes)[number];

const actionCommands = ['check', 'redact', 'setup'] as const;

/** The parsed inputs. */
export interface Inputs {
  /** `check` judges and reports, `redact` writes plans without their secrets, `setup` only puts `firebreak` on PATH. */
  readonly command: (typeof actionCommands)[number];
  /** Files, folders and globs. */
  readonly plans: readonly string[];
  readonly dir: string | undefined;
  /** Branches whose settings count; empty: the default branch. */
  readonly bases: readonly string[];
  /** Path in the base commit. */
  readonly config: string | undefined;
  /** Paths in the base commit. */
  readonly policies: readonly string[];
  readonly scope: readonly string[];
  readonly environment: string | undefined;
  readonly targets: readonly OutputTarget[];
  readonly comment: CommentMode;
  readonly failOn: FailOn;
  readonly token: string | undefined;
  /** Folder for redacted plans, below the workspace. */
  readonly redacted: string;
  /** Binary that shows saved plans; without it none is shown, because that runs programs. */
  readonly terraform: string | undefined;
}

/**
 * Parses the inputs.
 * @throws {UsageError} with every invalid input
 */
export function readInputs(env: Readonly<Record<string, string | undefined>>): Inputs {
  // The runner replaces blanks by `_` and keeps hyphens; an input that is not set is empty.
  const text = (name: keyof typeof inputDefaults): string =>
    env[`INPUT_${name.toUpperCase()}`]?.trim() || inputDefaults[name];
  const faults: Fault[] = [];
  const inputs: Inputs = {
    command: oneOf(actionCommands, text('command'), 'command', faults),
    plans: lines(text('plan')),
    dir: text('dir') || undefined,
    bases: lines(text('base')),
    config: text('config') === '' ? undefined : repositoryPath(text('config'), 'config', faults),
    policies: lines(text('policies')).map((path) => repositoryPath(path, 'policies', faults)),
    scope: lines(text('scope')),
    environment: text('environment') || undefined,
    targets: parseTargets(text('formats').split(/[\n,]/).map(trimmed).filter(Boolean)),
    comment: oneOf(commentModes, text('comment'), 'comment', faults),
    failOn: oneOf(failOnNames, text('fail-on'), 'fail-on', faults),
    token: text('github-token') || undefined,
    redacted: text('redacted'),
    terraform: text('terraform') || undefined,
  };
  if (faults.length > 0) throw new UsageError(faults);
  return inputs;
}

function lines(text: string): readonly string[] {
  return text.split('\n').map(trimmed).filter(Boolean);
}

function trimmed(text: string): string {
  return text.trim();
}

function oneOf<T extends string>(names: readonly [T, ...T[]], text: string, input: string, faults: Fault[]): T {
  const found = names.find((name) => name === text);
  if (found === undefined) {
    const hint = didYouMean(text, names) ?? `Use one of ${names.join(', ')}.`;
    faults.push({ message: `input \`${input}\`: unknown value \`${text}\``, hint });
  }
  return found ?? names[0];
}

/** Returns a path relative to the top of the repository, with `/`. */
function repositoryPath(text: string, input: string, faults: Fault[]): string {
  const steps = text.split('/').filter((step) => step !== '' && step !== '.');
  if (text.startsWith('/') || steps.includes('..') || steps.length === 0) {
    const hint = 'Write the path from the top of the repository. The file is read from the base commit.';
    faults.push({ message: `input \`${input}\`: \`${text}\` is not a path in the repository`, hint });
  }
  return steps.join('/');
}
