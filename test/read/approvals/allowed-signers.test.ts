/** Which lines of an allowed signers file bind a key to a name. */
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { UsageError } from '../../../src/errors.ts';
import { readAllowedSigners } from '../../../src/read/approvals/allowed-signers.ts';

const temp = mkdtempSync(join(tmpdir(), 'firebreak-signers-'));
afterAll(() => rmSync(temp, { recursive: true }));

const [one, two] = ['AAAAone', 'AAAAtwo'];
const idOf = (blob: string): string =>
  `SHA256:${createHash('sha256').update(Buffer.from(blob, 'base64')).digest('base64').replace(/=+$/, '')}`;

async function read(...lines: readonly string[]) {
  const file = join(temp, 'allowed');
  writeFileSync(file, lines.join('\n'));
  return await readAllowedSigners(file);
}

it('binds names to keys, several names and several lines for one key', async () => {
  const lines = [`grace,grace@example.com ssh-ed25519 ${one}`, `ada ssh-ed25519 ${one} a comment`];
  const { named, names } = await read(...lines, `"linus" ssh-ed25519 ${two}`);
  expect(named).toBe(`${lines.join('\n')}\n"linus" ssh-ed25519 ${two}\n`);
  expect([...names]).toEqual([
    [idOf(one), ['grace', 'grace@example.com', 'ada']],
    [idOf(two), ['linus']],
  ]);
});

it('takes options of the line', async () => {
  const line = `grace namespaces="firebreak",valid-after="20200101" ssh-ed25519 ${one}`;
  expect((await read(line)).named).toBe(`${line}\n`);
  const words = `grace namespaces="cert-authority" ssh-ed25519 ${one}`;
  expect((await read(words)).named).toBe(`${words}\n`);
});

describe('binds no name', () => {
  it.each([
    ['a pattern', `*@example.com ssh-ed25519 ${one}`],
    ['a pattern beside a name', `grace,*@example.com ssh-ed25519 ${one}`],
    ['a single letter left open', `grac? ssh-ed25519 ${one}`],
    ['a negated pattern', `!mallory,grace ssh-ed25519 ${one}`],
    ['an authority', `grace cert-authority ssh-ed25519 ${one}`],
    ['an authority in capitals', `grace CERT-AUTHORITY ssh-ed25519 ${one}`],
    ['a comment', `# grace ssh-ed25519 ${one}`],
    ['a key alone', `ssh-ed25519 ${one}`],
    ['a name alone', 'grace'],
    ['a control character', `grace ssh-ed25519 ${one} \u0000`],
    ['an escaped quote', `"gra\\"ce" ssh-ed25519 ${one}`],
  ])('%s', async (_, line) => {
    expect((await read(line)).named).toBe('');
  });

  it('but a name listed with a pattern is known for the key', async () => {
    expect([...(await read(`grace,*@example.com ssh-ed25519 ${one}`)).names]).toEqual([[idOf(one), ['grace']]]);
  });
});

it('says which file cannot be read', async () => {
  const file = join(temp, 'absent');
  await expect(readAllowedSigners(file)).rejects.toThrow(UsageError);
  await expect(readAllowedSigners(file)).rejects.toThrow(file);
});
