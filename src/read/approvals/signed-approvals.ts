/** Reads a folder of signed approvals: `NAME.approval.json` with its signature beside it. */
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { InputError, UsageError } from '../../errors.ts';
import type { ApprovalSource, GivenApprovals, RefusedApproval } from '../../source/approval.ts';
import { readSmallFile } from '../files/bounded-read.ts';
import { privateDirectory } from '../files/private-directory.ts';
import { readAllowedSigners } from './allowed-signers.ts';
import { parseStatement, toApproval } from './approval-statement.ts';
import { verifySshSignature } from './ssh-signature.ts';

export const approvalEnding = '.approval.json';
export const signatureEnding = '.sig';

/** A folder that anybody can write to must not take all day. */
const most = 200;

/**
 * Those whose signature holds, and the others with the reason why it does not.
 * @param options.allowedSigners file in the format of ssh-keygen(1), from the trusted side
 * @throws {UsageError} without `allowedSigners`: anybody can sign
 * @throws {InputError} where the folder cannot be read
 */
export async function readSignedApprovals(options: {
  readonly dir: string;
  readonly allowedSigners: string | undefined;
}): Promise<GivenApprovals> {
  const { dir, allowedSigners } = options;
  if (allowedSigners === undefined) {
    throw new UsageError({
      file: dir,
      message: 'these approvals are signed, and nothing says whose keys count',
      hint: 'Name the file with --allowed-signers FILE; keep it where the author of a change cannot write.',
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
    throw new InputError({ file: dir, message: 'the approvals cannot be read', hint: 'Name a folder.' }, { cause });
  });
  const found = names.filter((name) => name.endsWith(approvalEnding)).sort();
  if (found.length <= most) return found;
  throw new InputError({ file: dir, message: `holds more than ${most} approvals`, hint: 'Keep those of one change.' });
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
  const { who } = statement;
  const { names, ...signers } = from;
  const signature = `${path}${signatureEnding}`;
  // Into a pipe of that name nobody may ever write.
  if ((await readSmallFile(signature)) === null) return { who, why: 'bad-signature' };
  const verified = await verifySshSignature({ who, text, signature, ...signers });
  if (!verified.valid) return { who, why: verified.why };
  return toApproval(statement, { key: verified.key, names: names.get(verified.key) ?? [] });
}
