/** What people call their environments: which one a folder, a workspace or a value stands for. */

export type Stage = 'production' | 'staging' | 'development';

/** The strictest first, as settings list them. */
export const stages: readonly Stage[] = ['production', 'staging', 'development'];

const words: Readonly<Record<Stage, ReadonlySet<string>>> = {
  production: new Set(['prod', 'production', 'prd', 'live']),
  staging: new Set(['stage', 'staging', 'stg', 'preprod', 'preproduction', 'uat', 'acceptance']),
  development: new Set(['dev', 'develop', 'development', 'test', 'testing', 'qa', 'sandbox', 'sbx', 'nonprod', 'lab']),
};

/** `prod-eu` is production; `pre-prod` and `non-prod` are not. */
export function stageOf(name: string): Stage | null {
  const parts = name
    .toLowerCase()
    .replace(/\b(pre|non)[-_.]?(prod|production)\b/, '$1$2')
    .split(/[^a-z0-9]+/);
  return stages.find((stage) => parts.some((part) => words[stage].has(part.replace(/\d+$/, '')))) ?? null;
}
