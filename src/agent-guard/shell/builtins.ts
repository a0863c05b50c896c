/** Builtins of the shell that change its state: `cd`, `read`, `set --`, `shift`, `alias`. */
import { folderIn, type Scope, setPositionals } from './scope.ts';
import { isUnknown } from './word.ts';

/** Applies a builtin to the state of the shell. Other commands change nothing. */
export function applyBuiltin([name, ...rest]: readonly string[], scope: Scope): void {
  const { variables } = scope;
  switch (name) {
    case 'read':
    case 'mapfile':
    case 'readarray':
    case 'getopts':
    case 'unset':
      for (const variable of rest) if (/^[A-Za-z_]\w*$/.test(variable)) variables.set(variable, null);
      break;
    case 'set':
      if (rest.includes('--')) setPositionals(scope, rest.slice(rest.indexOf('--') + 1));
      break;
    case 'shift':
      setPositionals(scope, variables.get('@')?.slice(Number(rest[0] ?? 1) || 1) ?? null);
      break;
    case 'cd':
    case 'pushd':
      changeFolder(
        rest.find((word) => !/^-[LPe@]$/.test(word) && word !== '--'),
        scope,
      );
      break;
    case 'popd':
      variables.set('PWD', null);
      break;
    case 'alias':
      for (const word of rest) {
        const at = word.indexOf('=');
        if (at > 0) scope.aliases.set(word.slice(0, at), word.slice(at + 1));
      }
      break;
    default:
  }
}

function changeFolder(to: string | undefined, scope: Scope): void {
  const from = folderIn(scope);
  if (from === undefined) return;
  const isKnown = to !== undefined && to !== '-' && !isUnknown(to) && !to.startsWith('~');
  scope.variables.set('PWD', isKnown ? [to.startsWith('/') ? to : `${from}/${to}`] : null);
}
