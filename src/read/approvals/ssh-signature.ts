/** Signs and verifies with `ssh-keygen -Y`, so that people use the keys that they already sign commits with. */
import { spawn } from 'node:child_process';
import { InputError, UsageError } from '../../errors.ts';

/** Signature namespace: a signature made for a commit or a login is not valid as an approval. */
const namespace = 'firebreak';

/**
 * Signs `text` and returns the signature in OpenSSH's armoured format. `ssh-keygen` may ask for a passphrase or a
 * touch.
 * @param options.key private key file, or public key file if an agent holds the private key
 * @throws {UsageError} if signing fails
 */
export async function signWithSsh(options: { readonly key: string; readonly text: string }): Promise<string> {
  const { key, text } = options;
  const { code, stdout } = await sshKeygen(['-q', '-Y', 'sign', '-n', namespace, '-f', key], {
    input: text,
    show: true,
  });
  if (code === 0 && stdout.includes('BEGIN SSH SIGNATURE')) return stdout;
  throw new UsageError({
    file: key,
    message: 'cannot sign with this key',
    hint: 'See the message of `ssh-keygen` above. Name an SSH key file with --key.',
  });
}

/** The result of verifying a signature: the fingerprint of the key, or why the signature is refused. */
export type Verified =
  | {
      readonly valid: true;
      /** `SHA256:…` */
      readonly key: string;
    }
  | { readonly valid: false; readonly why: 'bad-signature' | 'unknown-signer' | 'unnamed-key' };

/**
 * Verifies that `who` signed exactly this text with a key listed for that name.
 * @param options.signature path of the signature
 * @param options.named path of an allowed signers file with only the lines that bind a key to fixed names
 * @param options.allowedSigners path of the full allowed signers file
 * @throws {InputError} if `ssh-keygen` cannot be run
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
            message: 'cannot run `ssh-keygen`, which signatures need',
            hint: 'Install OpenSSH 8.2 or later (the package openssh-client).',
          },
          { cause },
        ),
      ),
    );
    child.on('close', (code) => done({ code, stdout: Buffer.concat(chunks).toString('utf8') }));
    // `ssh-keygen` may exit before it has read its input.
    child.stdin.on('error', () => {});
    child.stdin.end(options.input);
  });
}
