/** The validator of JSON Schemas as a module of ours, for the reason that the YAML parser is one. */
export { Ajv } from 'ajv';
