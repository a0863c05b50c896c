/** The schema checker, loaded only where there is a schema to check: imported in full here, since a bundled package loses its names when it is imported late. */
export { Ajv } from 'ajv';
