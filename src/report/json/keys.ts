/** How the keys of a part of the report are listed: the compiler checks that none is missing. */

/** Every key of a type, and whether it may be absent. */
export type Keys<T> = { readonly [K in keyof T]-?: Record<never, never> extends Pick<T, K> ? 'optional' : 'required' };

export const required = 'required';
export const optional = 'optional';
