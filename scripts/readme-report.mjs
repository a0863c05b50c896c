// Puts the beginning of a real report into README.md; needs a build.
import { spawnSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';

const lines = 25;
const { PATH, HOME } = process.env;
const { stdout } = spawnSync(
  process.execPath,
  ['lib/firebreak.js', 'check', 'fixtures/aws-50-kiro-environment-recreated/plan.json'],
  {
    encoding: 'utf8',
    env: { PATH, HOME, COLUMNS: '100' },
  },
);
const block = `<!-- report:start -->\n\`\`\`text\n${stdout.split('\n').slice(0, lines).join('\n').trimEnd()}\n\`\`\`\n<!-- report:end -->`;
const readme = await readFile('README.md', 'utf8');
await writeFile(
  'README.md',
  readme.replace(/<!-- report:start -->[\s\S]*?<!-- report:end -->/, () => block),
);
