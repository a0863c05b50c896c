/** Signatures made and verified with the real `ssh-keygen`: valid, of another text, of another name, of another use. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { InputError, UsageError } from '../../../src/errors.ts';
import { signWithSsh, verifySshSignature } from '../../../src/read/approvals/ssh-signature.ts';

const temp = mkdtempSync(join(tmpdir(), 'firebreak-signature-'));
const at = (name: string): string => join(temp, name);
const keygen = (...args: readonly string[]): string =>
  execFileSync('ssh-keygen', args, { encoding: 'utf8', stdio: 'pipe' });
const text = 'fingerprint 0123\n';
const key = at('key');

beforeAll(() => {
  keygen('-q', '-t', 'ed25519', '-N', '', '-C', '', '-f', key);
  for (const [name, use] of [
    ['sig', 'firebreak'],
    ['of-commit', 'git'],
  ] as const) {
    writeFileSync(at(name), text);
    keygen('-q', '-Y', 'sign', '-n', use, '-f', key, at(name));
  }
  const [type = '', blob = ''] = readFileSync(`${key}.pub`, 'utf8').split(' ');
  const line = (names: string): string => `${names} ${type} ${blob.trim()}\n`;
  writeFileSync(at('named'), line('ada@example.com'));
  writeFileSync(at('pattern'), line('*@example.com'));
  writeFileSync(at('nobody'), '');
});
afterAll(() => rmSync(temp, { recursive: true }));

const verify = (more: {
  readonly who?: string;
  readonly text?: string;
  readonly sig?: string;
  readonly named?: string;
  readonly all?: string;
}) =>
  verifySshSignature({
    who: more.who ?? 'ada@example.com',
    text: more.text ?? text,
    signature: at(more.sig ?? 'sig.sig'),
    named: at(more.named ?? 'named'),
    allowedSigners: at(more.all ?? more.named ?? 'named'),
  });

describe('a signature', () => {
  it('is valid for the name that its key is listed for, with the fingerprint of the key', async () => {
    const [, fingerprint = ''] = keygen('-l', '-f', `${key}.pub`).split(' ');
    expect(await verify({})).toEqual({ valid: true, key: fingerprint });
  });

  it.each([
    ['another name', { who: 'eve@example.com' }, 'unknown-signer'],
    ['a key that nobody lists', { named: 'nobody' }, 'unknown-signer'],
    ['a key that is listed for a pattern only', { named: 'nobody', all: 'pattern' }, 'unnamed-key'],
    ['another text', { text: 'fingerprint 0124\n' }, 'bad-signature'],
    ['no signature', { sig: 'named' }, 'bad-signature'],
  ])('is refused: %s', async (_, more, why) => {
    expect(await verify(more)).toEqual({ valid: false, why });
  });

  it('is refused if it was made for another use, such as a commit', async () => {
    expect(await verify({ sig: 'of-commit.sig' })).toEqual({ valid: false, why: 'bad-signature' });
  });
});

it('signs a text so that the signature is valid', async () => {
  const signature = await signWithSsh({ key, text });
  expect(signature).toMatch(/^-----BEGIN SSH SIGNATURE-----\n[\s\S]*-----END SSH SIGNATURE-----\n$/);
  writeFileSync(at('made'), signature);
  expect(await verify({ sig: 'made' })).toMatchObject({ valid: true });
});

it('a key that cannot sign is an error that names its file', async () => {
  const error = await signWithSsh({ key: at('none'), text }).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(UsageError);
  expect((error as UsageError).faults).toMatchObject([{ file: at('none'), message: 'cannot sign with this key' }]);
});

it('without `ssh-keygen` nothing is verified, and the error says what to install', async () => {
  vi.stubEnv('PATH', at('no-programs'));
  try {
    const error = await verify({}).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(InputError);
    expect((error as InputError).message).toContain('OpenSSH 8.2 or later');
  } finally {
    vi.unstubAllEnvs();
  }
});
