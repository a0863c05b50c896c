/** How the keys of a part of the report are listed: the compiler checks that none is missing. */

/** Every key of a type, and whether it may be absent. */
export type Keys<T> = { readonly [K in keyof T]-?: Record<never, never> extends Pick<T, K> ? 'optional' : 'required' };

/** Marks a key that is always there. */
export const required = 'required';
/** Marks a key that may be absent. */
export const optional = 'optional';
