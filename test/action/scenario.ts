/** A pull request, a plan and what should come of them, as a file says it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface User {
  readonly login: string | null;
  readonly type?: string;
  readonly association?: string;
  readonly name?: string;
  readonly email?: string;
}

type Pattern = string | readonly string[];

export interface Scenario {
  readonly name: string;
  /** `pull_request` by default. */
  readonly event?: string;
  readonly author?: User;
  /** The token may only read. */
  readonly fork?: boolean;
  readonly dependabot?: boolean;
  /** `main` by default, which is the default branch. */
  readonly baseBranch?: string;
  readonly labels?: readonly string[];
  readonly title?: string;
  readonly commits?: readonly { readonly message: string; readonly author?: User }[];
  readonly reviews?: readonly {
    readonly user: string | null;
    readonly type?: string;
    readonly state: string;
    readonly commit?: string;
    readonly submitted_at?: string;
    readonly association?: string;
    readonly body?: string;
    /** Somebody edited it after it was submitted. */
    readonly edited?: boolean;
  }[];
  /** Files of other repositories, by `OWNER/NAME@COMMIT`. */
  readonly otherRepositories?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly files?: {
    readonly base?: Readonly<Record<string, string>>;
    /** Of the default branch, where the pull request goes to another one. */
    readonly main?: Readonly<Record<string, string>>;
    readonly head?: Readonly<Record<string, string>>;
  };
  readonly workspaceFiles?: Readonly<Record<string, unknown>>;
  readonly existingComments?: readonly { readonly user: string; readonly type?: string; readonly body: string }[];
  /** Roles by login: anybody else is unknown to GitHub. */
  readonly permissions?: Readonly<Record<string, string>>;
  /** Members by team, for the token of an app. */
  readonly teams?: Readonly<Record<string, readonly string[]>>;
  /** Answers that replace the true ones. */
  readonly inject?: readonly {
    readonly method?: string;
    /** Regular expression over the path. */
    readonly path: string;
    readonly status?: number;
    readonly body?: unknown;
    readonly headers?: Readonly<Record<string, string>>;
    readonly times?: number;
    readonly hangup?: boolean;
  }[];
  readonly inputs?: Readonly<Record<string, string>>;
  /** Over the event's payload. */
  readonly payload?: Readonly<Record<string, unknown>>;
  /** May be shown nowhere. */
  readonly secrets: readonly string[];
  readonly expect: {
    readonly outcome: 'success' | 'failure';
    readonly exitCode?: number;
    readonly outputs?: Readonly<Record<string, string | { readonly matches: string }>>;
    readonly commentsCreated?: number;
    readonly commentsUpdated?: number;
    /** How many the runner would show of each kind. */
    readonly annotations?: Readonly<Record<string, number>>;
    readonly commentMatches?: Pattern;
    readonly commentLacks?: Pattern;
    readonly summaryMatches?: Pattern;
    readonly logMatches?: Pattern;
  };
}

export const scenarios = join(import.meta.dirname, 'scenarios');

export function readScenario(file: string): Scenario {
  return JSON.parse(readFileSync(join(scenarios, file), 'utf8'));
}

/** A real plan of the fixtures. */
export function fixturePlan(name: string): unknown {
  return JSON.parse(readFileSync(join(import.meta.dirname, '..', '..', 'fixtures', name, 'plan.json'), 'utf8'));
}
