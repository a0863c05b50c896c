// The data flows one way: read → model → graph → policy → verdict → report. Each folder of src/ has one rule that
// names all that it may import.

const base = ['text', 'source'];
const model = [...base, 'model'];
const analyses = ['access', 'secrecy', 'settings', 'people'];
const effects = [...model, ...analyses, 'graph', 'renames', 'impact'];
const judged = [...effects, 'policy', 'facts'];

/** Folder → the folders that it may import besides itself; errors.ts is open to all. */
const layers = {
  text: [],
  source: ['text'],
  read: base,
  model: base,
  access: model,
  secrecy: model,
  people: model,
  settings: model,
  graph: model,
  renames: [...model, 'graph'],
  impact: [...model, 'settings', 'graph', 'renames'],
  policy: [...model, 'settings'],
  facts: [...effects, 'policy'],
  verdict: judged,
  report: [...model, 'settings/stages', 'policy', 'verdict'],
  page: ['report/html/page-data'],
  'policy-test': [...judged, 'verdict'],
  atlantis: ['text'],
  'agent-guard': ['source/agent-commands', 'source/agent-tools', 'source/project-files', 'text'],
  app: ['read', ...judged, 'verdict', 'report', 'policy-test'],
  action: ['app', 'read', ...judged, 'verdict', 'report'],
  playground: ['app', 'read', ...judged, 'verdict', 'report', 'page'],
  cli: ['app', 'read', ...judged, 'verdict', 'report', 'policy-test', 'atlantis', 'agent-guard'],
};

/** Files at the root of src/ that a folder may import. */
const rootFiles = {
  verdict: ['package-info'],
  app: ['evaluate', 'decide', 'package-info'],
  action: ['evaluate', 'decide', 'package-info'],
  playground: ['evaluate', 'decide'],
  cli: ['evaluate', 'evaluate-configuration', 'decide', 'package-info'],
};

const layerRules = Object.entries(layers).map(([folder, below]) => {
  const open = [folder, ...below].map((path) => (path.includes('/') ? `${path}\\.ts$` : `${path}/`));
  const files = ['errors', ...(rootFiles[folder] ?? [])].map((file) => `${file}\\.ts$`);
  return {
    name: `${folder}-layer`,
    comment: `src/${folder} imports only from ${[folder, ...below, 'errors.ts'].join(', ')}`,
    severity: 'error',
    from: { path: `^src/${folder}/` },
    to: { path: '^src/', pathNot: `^src/(${[...open, ...files].join('|')})` },
  };
});

module.exports = {
  forbidden: [
    ...layerRules,
    {
      name: 'evaluate-and-decide-know-no-door',
      comment: 'evaluate*.ts and decide.ts are pure: they know the stages, not the doors or the formats',
      severity: 'error',
      from: { path: '^src/(evaluate|evaluate-configuration|decide)\\.ts$' },
      to: { path: '^src/(app|cli|action|read|report|index\\.ts)' },
    },
    {
      name: 'files-only-at-the-ends',
      comment: 'only src/read, src/app and the doors touch files, processes, workers and the network',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(read|app|cli|action)/' },
      to: { dependencyTypes: ['core'], pathNot: '^(node:)?(crypto|buffer)$' },
    },
    {
      name: 'parsers-only-in-read',
      comment: 'YAML, schemas and HCL are read in src/read only',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/read/' },
      to: { path: 'node_modules/(ajv|yaml|@cdktf|fflate|protobufjs)/' },
    },
    {
      name: 'diff-only-in-change-diff',
      comment: 'one importer of diff',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/report/change-diff\\.ts$' },
      to: { path: 'node_modules/diff/' },
    },
    {
      name: 'shell-only-in-agent-guard',
      comment: 'shell is parsed in src/agent-guard only',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/agent-guard/' },
      // Its package names no `main`, so that it stays a bare name here.
      to: { path: '^unbash$|node_modules/unbash/' },
    },
    {
      name: 'mcp-only-in-cli-mcp',
      comment: 'the SDK of MCP and its schemas are loaded by `firebreak mcp` only',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/cli/(mcp/|commands/mcp\\.ts$)' },
      to: { path: 'node_modules/(@modelcontextprotocol|zod)/' },
    },
    {
      name: 'no-cycles',
      comment: 'no file imports itself through others, types included',
      severity: 'error',
      from: { path: '^src/' },
      to: { circular: true },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: 'builtin\\.json$' },
  },
};
