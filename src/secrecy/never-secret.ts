/**
 * Masked values that policies need and that are never secret: ports, address ranges, IAM actions and roles, switches.
 */
import type { ProviderSource } from '../source/catalog.ts';

const port = /(?:^|_)ports?(?:$|_)|^(?:icmp_)?(?:type|code)$/;
const wordy = /(?:^|_)(?:protocols?|direction|access|effect|type|acl|status|tier|mode)$/;
const policyWord = /^(?:actions?|not_actions?|notaction|effect|version)$/i;
const range = /^(?:[\da-f]*[.:][\d.a-f:]*(?:\/\d{1,3})?|\*|any|internet|all)$/i;
const portText = /^-?\d{1,5}(?:-\d{1,5})?$/;
const word = /^-?[A-Za-z][A-Za-z-]{1,30}$|^-1$/;
const action = /^(?:\*|[a-z][a-z0-9-]*:[A-Za-z*?]+|[A-Za-z.]+\/[\w*./]+)$/;
const known =
  /^(?:\*|allUsers|allAuthenticatedUsers|Owner|Contributor|User Access Administrator|Allow|Deny|roles\/[\w.]+|(?:public|authenticated)-read(?:-write)?|arn:aws[\w-]*:iam::aws:policy\/[\w/+=,.@-]+|[a-z0-9-]+\.amazonaws\.com)$/;
const shortWord = /^[A-Za-z][A-Za-z_-]{0,30}$/;

/** Names that are too general: a catalog path that ends in one of them does not make a value public. */
const generic: ReadonlySet<string> = new Set(['count', 'id', 'key', 'name', 'names', 'value', 'values']);

/** Returns whether a scalar under this attribute name is never secret, even if the plan marks it as sensitive. */
export type IsNeverSecret = (key: string, scalar: string | number) => boolean;

/**
 * Returns the allow-list for these providers. An attribute that the catalog reads as a guard, risk, backup or kept
 * value may show numbers and single words. Other attributes are recognized by name, and well-known values by their
 * text.
 */
export function neverSecretValues(providers: readonly ProviderSource[]): IsNeverSecret {
  const names = namesByCatalog.get(providers) ?? namesIn(providers);
  namesByCatalog.set(providers, names);
  return (key, scalar) => {
    const text = String(scalar);
    if (known.test(text)) return true;
    if (port.test(key)) return portText.test(text);
    if (names.has(key)) return typeof scalar === 'number' || shortWord.test(text);
    if (wordy.test(key)) return word.test(text);
    return policyWord.test(key) ? action.test(text) : typeof scalar === 'string' && isRange(text);
  };
}

/** A catalog has thousands of types, so its names are collected once. */
const namesByCatalog = new WeakMap<readonly ProviderSource[], ReadonlySet<string>>();

function namesIn(providers: readonly ProviderSource[]): ReadonlySet<string> {
  const names = new Set(
    providers.flatMap(({ universal, types }) => [
      ...(universal?.guards ?? []).map(({ path }) => lastStep(path)),
      ...Object.values(types).flatMap(({ guards = [], risks = [], backups = [], keeps = [], serves = [] }) =>
        [...guards, ...risks, ...backups, ...keeps, ...serves.filter(({ stopped }) => stopped !== undefined)].map(
          ({ path }) => lastStep(path),
        ),
      ),
    ]),
  );
  for (const name of generic) names.delete(name);
  return names;
}

/**
 * Whether the text is an address range. A plain number or plain hexadecimal text is not, since a password may look
 * like it.
 */
function isRange(text: string): boolean {
  return range.test(text) && (/[.:/]/.test(text) || !/\d/.test(text)) && !/^[a-f]+$/i.test(text);
}

function lastStep(path: string): string {
  return path.slice(path.lastIndexOf('.') + 1);
}
