/** What nothing lifts: a plan that was not made to its end, or that is not understood, proves nothing. */

/** Ids of policies that no setting switches off or lowers. */
export const unliftable: ReadonlySet<string> = new Set(['plan-errored', 'unknown-action', 'unknown-output-action']);

/** Nor can an exception carry these; a file that cannot be read may hold something else tomorrow. */
export const neverExcepted: ReadonlySet<string> = new Set([...unliftable, 'unreadable-configuration']);
