/** Re-exports the YAML parser, because a bundled CommonJS package loses its export names in a dynamic import. */
export { LineCounter, parseAllDocuments } from 'yaml';
