/** Re-exports the YAML parser, because a bundled CommonJS package loses its export names in a dynamic import. */
export { isScalar, LineCounter, parseAllDocuments, Scalar, visit } from 'yaml';
