/** The YAML parser as a module of ours: bundled, a CommonJS package that is imported late has no names of its own. */
export { LineCounter, parseAllDocuments } from 'yaml';
