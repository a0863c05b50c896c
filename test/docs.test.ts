/** Every relative link of the README and of docs/ leads to a file and a heading that exist. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { expect, test } from 'vitest';
import { root } from './cli/run.ts';

const pages = [
  'README.md',
  ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' }).map((name) => join('docs', name)),
].filter((name) => name.endsWith('.md'));

test('no document or workflow runs a program of the registry that is not pinned to a version', () => {
  const folders = ['examples', '.github', '.ci'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name)),
  );
  const files = [...pages, ...folders, 'action.yml', 'Dockerfile', 'AGENTS.md', 'CONTRIBUTING.md', 'SECURITY.md'];
  const unpinned = files
    .filter((name) => statSync(join(root, name)).isFile())
    .flatMap((name) =>
      [...readFileSync(join(root, name), 'utf8').matchAll(/\b(?:npx|npm exec|bunx|pnpm dlx) .*/g)]
        .map(([command]) => command)
        // Without --yes, npx runs what `npm ci` installed, or asks.
        .filter((command) => /(?:^|\s)(?:-y|--yes)\b/.test(command) && !/\S@\d+\.\d+\.\d+/.test(command))
        .map((command) => `${name}: ${command}`),
    );
  expect(unpinned).toEqual([]);
});

/** The anchors that GitHub makes of headings. */
function anchors(file: string): readonly string[] {
  return [...readFileSync(file, 'utf8').matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replace(/[^\w\- ]/g, '')
      .replaceAll(' ', '-'),
  );
}

test('links lead somewhere', () => {
  const broken = pages.flatMap((page) => {
    const text = readFileSync(join(root, page), 'utf8').replace(/^```[\s\S]*?^```$/gm, '');
    return [...text.matchAll(/\]\((?!https?:|mailto:)([^)\s]+)\)/g)].flatMap(([, link = '']) => {
      const [path = '', anchor] = link.split('#');
      const target = path === '' ? join(root, page) : join(root, dirname(page), path);
      const isThere = existsSync(target) && (anchor === undefined || anchors(target).includes(anchor));
      return isThere ? [] : [`${page}: ${link} (${relative(root, target)})`];
    });
  });
  expect(broken).toEqual([]);
});
