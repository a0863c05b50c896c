/**
 * Checks `policies/*.yaml`, `policies/catalog/`, the known actors and the agent commands, compiles them into
 * `policies/builtin.json` and their expressions into JavaScript, and writes what is generated from them:
 * `policies/tests.json`, `policies/examples.json` and pages in `docs/`.
 */

import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { expressionsPage, policyIndex, policyPage } from './docs.mjs';
import { loadProgram, root } from './load-program.mjs';

process.chdir(root);

const { readPolicyFiles, compilePolicies, factClasses, toJavaScript } = await loadProgram(`
  export { readPolicyFiles } from './src/read/settings/policy-files.ts';
  export { compilePolicies } from './src/policy/compile.ts';
  export { toJavaScript } from './src/policy/to-javascript.ts';
  export { factClasses } from './src/facts/facts.ts';
`);

const policies = await readPolicyFiles(['policies']).catch(refuse);
try {
  compilePolicies(policies, factClasses);
} catch (error) {
  refuse(error);
}
const catalogFiles = await readYamlFiles('policies/catalog');
const isIn = (folder) => (name) => name.startsWith(`${folder}/`);
const contentsOf = (belongs) => catalogFiles.filter(({ name }) => belongs(name)).map(({ content }) => content);
const catalog = {
  providers: contentsOf((name) => !['access', 'tables', 'guesses'].some((folder) => isIn(folder)(name))),
  access: contentsOf(isIn('access')),
  tables: Object.assign({}, ...contentsOf(isIn('tables'))),
  guesses: Object.assign({}, ...contentsOf(isIn('guesses'))),
};
const actors = parse(await readFile('policies/actors/known-actors.yaml', 'utf8'), { version: '1.2' });
const commands = parse(await readFile('policies/agents/commands.yaml', 'utf8'), { version: '1.2' });
const tools = parse(await readFile('policies/agents/tools.yaml', 'utf8'), { version: '1.2' });
const compiled = policies.map((policy) => ({ ...policy, builtIn: true, positions: {} }));
const builtin = { policies: compiled, catalog, actors, commands, tools };
await writeFile('policies/builtin.json', `${JSON.stringify(builtin, null, 1)}\n`);
await writeFile('src/policy/generated/builtin-expressions.mjs', toJavaScript(compiled, factClasses));

// Loaded after the policies are compiled, because the program includes them.
const program = await loadProgram(`
  export { judgeWith } from './src/app/judge-test-case.ts';
  export { explainPolicy } from './src/app/policy-examples.ts';
  export { factClasses } from './src/facts/facts.ts';
  export { factsRead } from './src/policy/facts-read.ts';
  export { policyFunctions } from './src/policy/functions.ts';
  export { readBuiltinPolicies } from './src/read/settings/builtin.ts';
  export { readPolicyTests } from './src/read/settings/policy-tests.ts';
  export { plainRemedy, strength, unknownInWords } from './src/report/commands/policy-text.ts';
  export { remedyBlocks } from './src/report/remedy.ts';
`);
await writeDocs(program);

async function readYamlFiles(folder) {
  const names = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.yaml')).toSorted();
  return Promise.all(
    names.map(async (name) => ({
      name,
      content: parse(await readFile(join(folder, name), 'utf8'), { version: '1.2' }),
    })),
  );
}

async function writeDocs({ judgeWith, explainPolicy, readBuiltinPolicies, readPolicyTests, ...words }) {
  const { policies } = readBuiltinPolicies();
  const judge = judgeWith(policies);
  const tests = await readPolicyTests(['policies']).catch(refuse);
  await writeFile('policies/tests.json', `[\n${tests.map(testJson).join(',\n')}\n]\n`);
  const explained = [];
  for (const policy of policies) explained.push(await explainPolicy(policy, { tests, judge }));
  const examples = Object.fromEntries(explained.map(({ policy, example, cases }) => [policy.id, { example, cases }]));
  await writeFile('policies/examples.json', `${JSON.stringify(examples, null, 1)}\n`);
  await rm('docs/policies', { recursive: true, force: true });
  await mkdir('docs/policies', { recursive: true });
  await writeFile('docs/policies/README.md', policyIndex(explained));
  for (const each of explained) await writeFile(`docs/policies/${each.policy.id}.md`, policyPage(each, words));
  const { factClasses, factsRead, policyFunctions: functions } = words;
  const fields = Object.fromEntries(Object.entries(factClasses).map(([kind, of]) => [kind, of.fields]));
  const read = policies.flatMap((policy) => factsRead(policy, factClasses));
  await writeFile('docs/expressions.md', expressionsPage({ fields, functions, read }));
}

/** One line for each case, so that a change is easy to read. */
function testJson({ cases, ...test }) {
  const lines = cases.map((each) => `  ${JSON.stringify(each)}`).join(',\n');
  return ` ${JSON.stringify(test).slice(0, -1)},"cases":[\n${lines}\n ]}`;
}

function refuse(error) {
  if (error?.name !== 'PolicyError') throw error;
  console.error(error.message);
  process.exit(2);
}
