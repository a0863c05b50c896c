/** The root module that a plan was made for, and its state. */
import type { SavedPlan } from './plan-and-configuration.ts';

/** The root module that a plan was made for. */
export interface RootModule {
  /** Path of its directory relative to the top of the repository; null: unknown. */
  readonly directory: string | null;
  readonly workspace: string | null;
}

/** The backend and workspace that Terraform would write to; never contains credentials. */
export type CurrentBackend = NonNullable<SavedPlan['backend']>;
