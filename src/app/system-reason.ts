/** Why the system refused something, as it says it: without its code, its call and the path, which stand beside it. */
export function systemReason(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  return cause.message.replace(/^[A-Z0-9]+: /, '').replace(/, [a-z]+(?: '.*)?$/s, '');
}
