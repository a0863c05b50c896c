/** Names of this package, put here from package.json by `scripts/names.mjs` (part of `npm run generate`). */

/** Name in the npm registry. */
export const packageName = '@firebreak-gate/firebreak';

/** Version of this release. */
export const version = '0.1.0';

/** Owner and name on GitHub. */
export const repository = 'firebreak-gate/firebreak';
