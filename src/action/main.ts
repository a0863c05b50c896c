/** The program that the runner starts. */
import { fileURLToPath } from 'node:url';
import { runAction } from './run-action.ts';

const { env } = process;
/** The build puts the command line next to this program. */
const program = fileURLToPath(new URL('./firebreak.cjs', import.meta.url));
// No top-level `await`, because the bundle is CommonJS.
void runAction({ env, workspace: env.GITHUB_WORKSPACE || process.cwd(), now: new Date(), program }).then((code) => {
  process.exitCode = code;
});
