/** Where a plan was made, and where the state of that directory is kept. */
import type { SavedPlan } from './plan-and-configuration.ts';

/** Where a plan was made. */
export interface RootModule {
  /** The root module's directory from the top of the repository; null: not known. */
  readonly directory: string | null;
  readonly workspace: string | null;
}

/** The backend and workspace that Terraform would write to; never a credential. */
export type CurrentBackend = NonNullable<SavedPlan['backend']>;
