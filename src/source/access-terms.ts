/** Terms that the entries of `policies/catalog/access/` share. */

/** A noun for the object that holds the grant, with the attributes that name it; the first one that is set is used. */
export type HolderSource = Readonly<Record<string, string | readonly string[]>>;

/** Attribute paths with values; the condition holds if an attribute has one of its values. Case-insensitive. */
export type ConditionSource = Readonly<Record<string, unknown>>;
