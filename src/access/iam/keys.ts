/** Credentials that live until somebody thinks of them: what they are and whose. */
import { noDetections, type Reader, textOf } from '../grants.ts';

/** Type → what it is called, and the attribute that says whose it is. */
const keys: Readonly<Record<string, readonly [what: string, owner: string]>> = {
  aws_iam_access_key: ['access key', 'user'],
  aws_iam_user_login_profile: ['console password', 'user'],
  aws_iam_service_specific_credential: ['service credential', 'user_name'],
  aws_iam_user_ssh_key: ['SSH key', 'username'],
  aws_iam_signing_certificate: ['signing certificate', 'user_name'],
  google_service_account_key: ['service account key', 'service_account_id'],
  google_storage_hmac_key: ['HMAC key', 'service_account_email'],
  azuread_application_password: ['application password', 'application_id'],
  azuread_service_principal_password: ['service principal password', 'service_principal_id'],
};

export function isKey(type: string): boolean {
  return Object.hasOwn(keys, type);
}

/** A new key in place of an old one of the same owner is a rotation, and adds none. */
export const readKey: Reader = (side) => {
  const [what, ownerKey] = keys[side.change.type] ?? [];
  if (what === undefined || ownerKey === undefined || textOf(side, 'status') === 'Inactive') return noDetections;
  const owner = textOf(side, ownerKey);
  return [{ kind: 'key', keys: [what], holder: owner, text: owner === null ? [what] : [what, ' of ', owner] }];
};
