import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { version } from '../src/version.ts';

it('is that of package.json', () => {
  expect(version).toBe(JSON.parse(readFileSync(`${import.meta.dirname}/../package.json`, 'utf8')).version);
});
