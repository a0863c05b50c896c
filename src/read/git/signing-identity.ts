/** Who signs here, as Git knows them: the key and the address that commits are signed with. */
import { homedir } from 'node:os';
import { join } from 'node:path';
import { git } from './git-command.ts';

export interface GitIdentity {
  /** File of a key; null where Git signs with no SSH key, or with one that is no file. */
  readonly key: string | null;
  readonly email: string | null;
}

/** `user.signingkey` where `gpg.format` is `ssh`, and `user.email`. */
export async function readGitIdentity(cwd: string): Promise<GitIdentity> {
  const [format, key, email] = await Promise.all(
    ['gpg.format', 'user.signingkey', 'user.email'].map((name) => gitConfig(name, cwd)),
  );
  const isFile = format === 'ssh' && key && !/^(?:key::|ssh-|ecdsa-|sk-)/.test(key);
  return { key: isFile ? key.replace(/^~(?=\/)/, () => join(homedir())) : null, email: email || null };
}

async function gitConfig(name: string, cwd: string): Promise<string> {
  return (await git(['config', '--get', name], { cwd }))?.toString('utf8').trim() ?? '';
}
