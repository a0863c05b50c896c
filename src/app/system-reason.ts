/** Returns the reason of a system error without code, system call and path, which the message states separately. */
export function systemReason(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  return cause.message.replace(/^[A-Z0-9]+: /, '').replace(/, [a-z]+(?: '.*)?$/s, '');
}
