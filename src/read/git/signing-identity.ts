/** Reads from Git's configuration who signs commits here: key and e-mail address. */
import { homedir } from 'node:os';
import { join } from 'node:path';
import { git } from './git-command.ts';

/** The identity that commits are signed with. */
export interface GitIdentity {
  /** Path of the key file; null if Git signs with something other than an SSH key file. */
  readonly key: string | null;
  readonly email: string | null;
}

/** Returns `user.signingkey` (if `gpg.format` is `ssh`) and `user.email` of the repository at `cwd`. */
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
