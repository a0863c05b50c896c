/** Signs and verifies with `ssh-keygen -Y`: the keys that people already sign commits with. */
import { spawn } from 'node:child_process';
import { InputError, UsageError } from '../../errors.ts';

/** What a signature is for: one that was made for a commit or a login is none of an approval. */
const namespace = 'firebreak';

/**
 * The signature of `text` in OpenSSH's armour. Whoever holds the key is asked for its passphrase, or for a touch.
 * @param options.key file of the private key, or of the public one whose private key an agent holds
 * @throws {UsageError} where it cannot be signed
 */
export async function signWithSsh(options: { readonly key: string; readonly text: string }): Promise<string> {
  const { key, text } = options;
  const { code, stdout } = await sshKeygen(['-Y', 'sign', '-n', namespace, '-f', key], { input: text, show: true });
  if (code === 0 && stdout.includes('BEGIN SSH SIGNATURE')) return stdout;
  throw new UsageError({
    file: key,
    message: 'cannot sign with this key',
    hint: 'Name the file of an SSH key with --key; `ssh-keygen` has said above what is wrong.',
  });
}

export type Verified =
  | {
      readonly valid: true;
      /** `SHA256:…` */
      readonly key: string;
    }
  | { readonly valid: false; readonly why: 'bad-signature' | 'unknown-signer' | 'unnamed-key' };

/**
 * Whether `who` signed exactly this text, by a key that a line of `named` has for them.
 * @param options.signature path
 * @param options.named path of the allowed signers of which each line names those that its key belongs to
 * @param options.allowedSigners path of all of them
 * @throws {InputError} where `ssh-keygen` cannot be run
 */
export async function verifySshSignature(options: {
  readonly who: string;
  readonly text: string;
  readonly signature: string;
  readonly named: string;
  readonly allowedSigners: string;
}): Promise<Verified> {
  const { who, text, signature, named, allowedSigners } = options;
  const signed = ['-n', namespace, '-s', signature];
  const verify = (signers: string): Promise<Ran> =>
    sshKeygen(['-Y', 'verify', '-f', signers, '-I', who, ...signed], { input: text });
  const verified = await verify(named);
  const key = / key (SHA256:[A-Za-z0-9+/]{43})\s*$/.exec(verified.stdout)?.[1];
  if (verified.code === 0 && key !== undefined) return { valid: true, key };
  if ((await verify(allowedSigners)).code === 0) return { valid: false, why: 'unnamed-key' };
  const sound = await sshKeygen(['-Y', 'check-novalidate', ...signed], { input: text });
  return { valid: false, why: sound.code === 0 ? 'unknown-signer' : 'bad-signature' };
}

interface Ran {
  readonly code: number | null;
  readonly stdout: string;
}

function sshKeygen(
  args: readonly string[],
  options: { readonly input: string; readonly show?: boolean },
): Promise<Ran> {
  return new Promise((done, fail) => {
    const child = spawn('ssh-keygen', args, {
      stdio: ['pipe', 'pipe', options.show ? 'inherit' : 'ignore'],
      windowsHide: true,
    });
    const chunks: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.on('error', (cause) =>
      fail(
        new InputError(
          {
            message: 'signatures need `ssh-keygen`, and it cannot be run',
            hint: 'Install OpenSSH 8.2 or later (the package openssh-client).',
          },
          { cause },
        ),
      ),
    );
    child.on('close', (code) => done({ code, stdout: Buffer.concat(chunks).toString('utf8') }));
    // It may refuse before it has read everything.
    child.stdin.on('error', () => {});
    child.stdin.end(options.input);
  });
}
