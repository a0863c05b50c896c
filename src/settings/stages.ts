/** Recognizes the stage of an environment from common names of folders, workspaces and variables. */

/** A stage of deployment. */
export type Stage = 'production' | 'staging' | 'development';

/** Strictest first. */
export const stages: readonly Stage[] = ['production', 'staging', 'development'];

const words: Readonly<Record<Stage, ReadonlySet<string>>> = {
  production: new Set(['prod', 'production', 'prd', 'live']),
  staging: new Set(['stage', 'staging', 'stg', 'preprod', 'preproduction', 'uat', 'acceptance']),
  development: new Set(['dev', 'develop', 'development', 'test', 'testing', 'qa', 'sandbox', 'sbx', 'nonprod', 'lab']),
};

/** Returns the stage that a name suggests, else null. `prod-eu` is production; `pre-prod` and `non-prod` are not. */
export function stageOf(name: string): Stage | null {
  const parts = name
    .toLowerCase()
    .replace(/\b(pre|non)[-_.]?(prod|production)\b/, '$1$2')
    .split(/[^a-z0-9]+/);
  return stages.find((stage) => parts.some((part) => words[stage].has(part.replace(/\d+$/, '')))) ?? null;
}
