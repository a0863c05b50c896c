/** Patterns over modules. A pattern covers a module with everything in it. */
import { matchesGlob, tokenize } from '../model/address.ts';

/** `any`: any number of steps. A step without a key matches all instances. */
type Step = 'any' | { readonly name: string; readonly key?: string; readonly quoted?: boolean };

/**
 * Returns a test for addresses inside one of the modules, at any depth. A text that is not a module pattern matches
 * nothing.
 */
export function toModuleMatcher(modules: readonly string[]): (address: string) => boolean {
  const patterns = modules.flatMap((text) => {
    const { steps, whole } = modulePath(text);
    return whole && steps.some((step) => step !== 'any') ? [steps] : [];
  });
  return (address) => {
    if (patterns.length === 0 || !address.startsWith('module.')) return false;
    const { steps } = modulePath(address);
    return patterns.some((pattern) => contains(pattern, steps));
  };
}

/** Returns the module steps at the start of an address, and whether they are the whole address. */
function modulePath(text: string): { readonly steps: readonly Step[]; readonly whole: boolean } {
  const tokens = tokenize(text) ?? [];
  const steps: Step[] = [];
  let at = 0;
  for (let token = tokens[at]; token?.kind === 'name'; token = tokens[at]) {
    if (token.text === '**') {
      steps.push('any');
      at += 1;
      continue;
    }
    const [name, key] = [tokens[at + 1], tokens[at + 2]];
    if (token.text !== 'module' || name?.kind !== 'name') break;
    const isKey = key?.kind === 'key';
    steps.push(isKey ? { name: name.text, key: key.text, quoted: key.literal[1] === '"' } : { name: name.text });
    at += isKey ? 3 : 2;
  }
  return { steps, whole: tokens.length > 0 && at === tokens.length };
}

/**
 * Whether the pattern matches a prefix of the path. It keeps the set of reachable positions, so several `**` do not
 * multiply the work.
 */
function contains(pattern: readonly Step[], path: readonly Step[]): boolean {
  let reached = new Set([0]);
  for (const wanted of pattern) {
    const next = new Set<number>();
    for (const at of reached) {
      if (wanted === 'any') for (let i = at; i <= path.length; i += 1) next.add(i);
      else if (isStep(wanted, path[at])) next.add(at + 1);
    }
    reached = next;
  }
  return reached.size > 0;
}

function isStep(wanted: Exclude<Step, 'any'>, given: Step | undefined): boolean {
  if (given === undefined || given === 'any' || !matchesGlob(wanted.name, given.name)) return false;
  if (wanted.key === undefined || wanted.key === '*') return wanted.key === undefined || given.key !== undefined;
  return given.key !== undefined && wanted.quoted === given.quoted && matchesGlob(wanted.key, given.key);
}
