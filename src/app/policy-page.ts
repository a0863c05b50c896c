/** Where the documentation of the built-in policies is published. */
import { version } from '../version.ts';

/** Folder of the policy pages at the release of this version. OWNER is replaced when the repository is published. */
const pages = `https://github.com/OWNER/firebreak/blob/v${version}/docs/policies`;

/** Returns the URL of the page of a built-in policy. */
export function policyPageUrl(id: string): string {
  return `${pages}/${id}.md`;
}
