/**
 * The schema checker, loaded on demand. It is imported in full here, because a bundled package loses its export names
 * in a dynamic import.
 */
export { Ajv } from 'ajv';
