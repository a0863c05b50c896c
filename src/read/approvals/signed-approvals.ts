/** Reads a folder of signed approvals: each `NAME.approval.json` with its signature in `NAME.approval.json.sig`. */
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { InputError, UsageError } from '../../errors.ts';
import type { ApprovalSource, GivenApprovals, RefusedApproval } from '../../source/approval.ts';
import { readSmallFile } from '../files/bounded-read.ts';
import { privateDirectory } from '../files/private-directory.ts';
import { readAllowedSigners } from './allowed-signers.ts';
import { parseStatement, toApproval } from './approval-statement.ts';
import { verifySshSignature } from './ssh-signature.ts';

/** File name suffix of a signed approval statement. */
export const approvalEnding = '.approval.json';
/** Suffix that is appended to the name of a statement for its signature. */
export const signatureEnding = '.sig';

/** Bounds the time spent on a folder that anyone may write to. */
const most = 200;

/**
 * Returns the approvals with a valid signature, and the others with the reason for refusing them.
 * @param options.allowedSigners file in the format of ssh-keygen(1), from a trusted source (not from the change itself)
 * @throws {UsageError} without `allowedSigners`: without it, any key would count
 * @throws {InputError} if the folder cannot be read
 */
export async function readSignedApprovals(options: {
  readonly dir: string;
  readonly allowedSigners: string | undefined;
}): Promise<GivenApprovals> {
  const { dir, allowedSigners } = options;
  if (allowedSigners === undefined) {
    throw new UsageError({
      file: dir,
      message: 'signed approvals need a file of allowed signers',
      hint: 'Name it with --allowed-signers FILE. Keep it where the author of a change cannot write.',
    });
  }
  const { named: lines, names } = await readAllowedSigners(allowedSigners);
  const approvals: ApprovalSource[] = [];
  const refused: RefusedApproval[] = [];
  const place = await privateDirectory('firebreak-signers-');
  try {
    const named = join(place.dir, 'allowed_signers');
    await writeFile(named, lines, { mode: 0o600, flag: 'wx' });
    for (const name of await listApprovals(dir)) {
      const found = await readOne(join(dir, name), { allowedSigners, named, names });
      if ('why' in found) refused.push({ ...found, who: found.who ?? name });
      else approvals.push(found);
    }
  } finally {
    await place.remove();
  }
  return { approvals, refused };
}

async function listApprovals(dir: string): Promise<readonly string[]> {
  const names = await readdir(dir).catch((cause: unknown) => {
    throw new InputError(
      { file: dir, message: 'the approvals cannot be read', hint: 'Name the folder that `firebreak approve` wrote.' },
      { cause },
    );
  });
  const found = names.filter((name) => name.endsWith(approvalEnding)).sort();
  if (found.length <= most) return found;
  throw new InputError({
    file: dir,
    message: `more than ${most} approvals in this folder`,
    hint: 'Keep only the approvals of this change.',
  });
}

async function readOne(
  path: string,
  from: {
    readonly allowedSigners: string;
    readonly named: string;
    readonly names: ReadonlyMap<string, readonly string[]>;
  },
): Promise<ApprovalSource | (Omit<RefusedApproval, 'who'> & { readonly who?: string })> {
  const text = await readSmallFile(path);
  const statement = text === null ? null : parseStatement(text);
  if (text === null || statement === null) return { why: 'bad-signature' };
  if (statement === 'old-scheme') return { why: statement };
  const { who } = statement;
  const { names, ...signers } = from;
  const signature = `${path}${signatureEnding}`;
  // A named pipe would block `ssh-keygen` forever.
  if ((await readSmallFile(signature)) === null) return { who, why: 'bad-signature' };
  const verified = await verifySshSignature({ who, text, signature, ...signers });
  if (!verified.valid) return { who, why: verified.why };
  return toApproval(statement, { key: verified.key, names: names.get(verified.key) ?? [] });
}
