// Judges a plan with the built-in policies and prints the report: node judge.mjs PLAN [ROOT_MODULE]
import {
  compilePolicies,
  decide,
  evaluate,
  factClasses,
  formats,
  readBuiltinPolicies,
  readConfiguration,
  readPlan,
  toCatalog,
} from '@firebreak-gate/firebreak';

const [file = 'plan.json', dir] = process.argv.slice(2);
const { policies, catalog, commands } = readBuiltinPolicies();

const evaluation = evaluate({
  source: await readPlan({ file }),
  configuration: dir === undefined ? null : await readConfiguration({ dir }),
  catalog: toCatalog(catalog),
  commands,
  policies: compilePolicies(policies, factClasses),
  now: new Date(),
});
const report = decide(evaluation);

console.log(formats.text(report, { width: 80, colour: false, explainPass: false }));
process.exitCode = { pass: 0, fail: 1, error: 2 }[report.verdict];
