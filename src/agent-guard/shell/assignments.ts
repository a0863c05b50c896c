/** Assignments of variables, which the shell keeps and rules may look at. */
import type { Assignment } from 'unbash';
import { expand, expandWhole } from './expand.ts';
import { assign, type Scope } from './scope.ts';
import type { Visitor } from './visitor.ts';
import { unknownText } from './word.ts';

/** Sets a variable. The assignment is also visited as a command named `=`. */
export function setVariable(
  assignment: Assignment,
  { scope, visit }: { readonly scope: Scope; readonly visit: Visitor },
): void {
  const { name, value, append, index } = assignment;
  visit.command({ words: ['=', `${name}=${valueText(assignment, scope)}`], input: undefined, scope });
  const before = scope.variables.get(name);
  if (value.type === 'ArrayValue') {
    const elements = value.elements.flatMap((word) => expand(word, scope));
    assign(scope, name, append ? [...(before ?? [unknownText]), ...elements] : elements);
  } else {
    const text = expandWhole(value, scope);
    assign(scope, name, index ? null : [append ? `${before?.join(' ') ?? ''}${text}` : text]);
  }
}

/** Returns the value as one word. */
export function valueText({ value }: Assignment, scope: Scope): string {
  return value.type === 'ArrayValue' ? unknownText : expandWhole(value, scope);
}
