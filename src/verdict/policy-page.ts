/** Where the documentation of the built-in policies is published. */
import { repository, version } from '../package-info.ts';

/** Returns the URL of the page of a built-in policy, as it is in the release of this version. */
export function policyPageUrl(id: string): string {
  return `https://github.com/${repository}/blob/v${version}/docs/policies/${id}.md`;
}
