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
  const output = await git(['config', '--null', '--get-regexp', '^(gpg\\.format|user\\.(signingkey|email))$'], { cwd });
  const entries = output?.toString('utf8').split('\0') ?? [];
  // Each is a name and a value, on a line of its own. The last value of a name counts.
  const values = new Map(entries.map((entry) => [entry.split('\n', 1)[0], entry.replace(/^.*\n?/, '').trim()]));
  const [format, key, email] = ['gpg.format', 'user.signingkey', 'user.email'].map((name) => values.get(name));
  const isFile = format === 'ssh' && key && !/^(?:key::|ssh-|ecdsa-|sk-)/.test(key);
  return { key: isFile ? key.replace(/^~(?=\/)/, () => join(homedir())) : null, email: email || null };
}
