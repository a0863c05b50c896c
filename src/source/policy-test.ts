/** The shape of policy test files. */
import type { ActorSource } from './actor.ts';

/** One entry of `changes` or `drift`, in short form. */
export interface ShortChange {
  readonly address: string;
  readonly action: string | readonly string[];
  readonly count?: number;
  readonly before?: Readonly<Record<string, unknown>> | null;
  readonly after?: Readonly<Record<string, unknown>> | null;
  readonly after_unknown?: Readonly<Record<string, unknown>>;
  readonly replace_paths?: readonly (readonly unknown[])[];
  readonly reason?: string;
  readonly deposed?: string;
  readonly previous_address?: string;
  readonly importing?: Readonly<Record<string, unknown>>;
  readonly depends_on?: readonly string[];
  readonly provider?: string;
  readonly relevant?: boolean;
}

/** A test case in which a policy has a finding. */
export interface PolicyExample {
  readonly name: string;
  readonly message: string;
  readonly remedy: string;
}

/** The name of a test case, and the result of the policy in it. */
export interface PolicyCase {
  readonly name: string;
  readonly says: 'violated' | 'unknown' | 'advisory' | 'nothing';
}

/** What the test of a policy shows about it. */
export interface PolicyExamples {
  /** null: no case has a finding. */
  readonly example: PolicyExample | null;
  readonly cases: readonly PolicyCase[];
}

/** One case of a policy test. */
export interface PolicyTestCase {
  readonly name: string;
  readonly changes?: readonly ShortChange[];
  readonly drift?: readonly ShortChange[];
  readonly plan?: Readonly<Record<string, unknown>>;
  readonly hcl?: Readonly<Record<string, string>>;
  /** The configuration before the change. */
  readonly base?: Readonly<Record<string, string>>;
  readonly now?: string;
  readonly commit?: string;
  readonly head?: string;
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Files of the settings and policies that the change edits. */
  readonly 'gate-changes'?: readonly string[];
  /** Who made the change. */
  readonly actor?: ActorSource;
  readonly expect: {
    readonly violated?: readonly string[];
    readonly unknown?: readonly string[];
    readonly held?: readonly string[];
    readonly advisory?: readonly string[];
  };
  /** Line of the case in its file. */
  readonly line: number;
  /** The content of the named fixture. */
  readonly fixture?: { readonly plan: Readonly<Record<string, unknown>>; readonly dir: string | null };
}
/** One policy test file. */
export interface PolicyTest {
  /** The id of the policy under test. */
  readonly policy: string;
  readonly file: string;
  readonly cases: readonly PolicyTestCase[];
}
