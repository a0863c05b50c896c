// Bundles for a page that is one file: a script or a style, and its hash for the Content Security Policy.
import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** Returns the text of a script or style sheet for the browsers that are supported, to stand inside of an element. */
export async function bundleForBrowser(entry, options = {}) {
  const { outputFiles } = await build({
    ...options,
    entryPoints: [entry],
    absWorkingDir: fileURLToPath(new URL('..', import.meta.url)),
    bundle: true,
    write: false,
    minify: true,
    charset: 'ascii',
    platform: 'browser',
    format: 'iife',
    target: ['chrome111', 'firefox115', 'safari16.4'],
    legalComments: 'none',
    logLevel: options.logLevel ?? 'warning',
  });
  return outputFiles[0].text.trim().replaceAll('</', String.raw`<\/`);
}

/** Returns the source expression of a script or style sheet, without quotes. */
export function policyHash(text) {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
