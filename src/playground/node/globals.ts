/** Globals of Node that the program reads. */
export { Buffer } from './buffer.ts';

/** What the program reads of it. */
export const process = { env: {}, platform: 'browser', argv: [], cwd: () => '/', versions: {} };
