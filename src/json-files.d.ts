/** JSON that is part of the program. */

/** Generated and proven by tests: as true as the types of the code that writes it. */
declare module '*/builtin.json' {
  const value: import('./read/settings/builtin.ts').Builtin;
  export default value;
}

declare module '*/examples.json' {
  const value: Readonly<Record<string, import('./source/policy-test.ts').PolicyExamples>>;
  export default value;
}

declare module '*/tests.json' {
  const value: readonly import('./source/policy-test.ts').PolicyTest[];
  export default value;
}

declare module '*.schema.json' {
  const value: Readonly<Record<string, unknown>>;
  export default value;
}
