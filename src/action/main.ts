/** The program that the runner starts. */
import { runAction } from './run-action.ts';

const { env } = process;
// No top-level `await`, because the bundle is CommonJS.
void runAction({ env, workspace: env.GITHUB_WORKSPACE || process.cwd(), now: new Date() }).then((code) => {
  process.exitCode = code;
});
