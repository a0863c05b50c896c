// One direction: read → model → graph → policy → verdict → report. One rule a layer.
const stages = ['read', 'model', 'graph', 'policy', 'verdict', 'report'];

/** A stage may import only from itself, stages before it, and errors.ts. */
const layers = stages.map((stage, index) => ({
  name: `${stage}-looks-back-only`,
  comment: `src/${stage} imports only from ${stages.slice(0, index + 1).join(', ')} and errors.ts`,
  severity: 'error',
  from: { path: `^src/${stage}/` },
  to: { path: '^src/', pathNot: `^src/(errors\\.ts|(${stages.slice(0, index + 1).join('|')})/)` },
}));

module.exports = {
  forbidden: [
    ...layers,
    {
      name: 'analyze-knows-no-door',
      comment: 'analyze.ts is pure: it knows the stages, not the doors or the formats',
      severity: 'error',
      from: { path: '^src/analyze\\.ts$' },
      to: { path: '^src/(cli|action|report|index\\.ts)' },
    },
    {
      name: 'files-only-at-the-ends',
      comment: 'only src/read and the doors touch files, processes, workers and the network',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(read|cli|action)/' },
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
      name: 'hook-knows-its-data-only',
      comment: 'what an agent may run is no part of judging plans: src/hook knows its rules and errors.ts',
      severity: 'error',
      from: { path: '^src/hook/' },
      to: { path: '^src/', pathNot: '^src/(hook/|errors\\.ts|read/command-source\\.ts)' },
    },
    {
      name: 'shell-only-in-hook',
      comment: 'shell is parsed in src/hook only',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/hook/' },
      // Its package names no `main`, so that it stays a bare name here.
      to: { path: '^unbash$|node_modules/unbash/' },
    },
    {
      name: 'no-circles',
      comment: 'a circle has no direction',
      severity: 'error',
      from: { path: '^src/' },
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: 'builtin\\.json$' },
  },
};
