/** The schema of OASIS, and what GitHub asks for beyond it. */
import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { expect } from 'vitest';

export interface SarifResult {
  readonly ruleId: string;
  readonly ruleIndex: number;
  readonly level: string;
  readonly message: { readonly text: string };
  readonly locations: readonly {
    readonly physicalLocation: {
      readonly artifactLocation: { readonly uri: string };
      readonly region: { readonly startLine: number };
    };
    readonly logicalLocations?: readonly { readonly fullyQualifiedName: string }[];
  }[];
  readonly partialFingerprints: Readonly<Record<string, string>>;
  readonly suppressions?: readonly { readonly status: string; readonly justification: string }[];
}

export interface SarifRun {
  readonly tool: {
    readonly driver: {
      readonly rules: readonly {
        readonly id: string;
        readonly shortDescription: { readonly text: string };
        readonly helpUri?: string;
        readonly help: { readonly text: string; readonly markdown: string };
        readonly defaultConfiguration: { readonly level: string };
      }[];
    };
  };
  readonly automationDetails: { readonly id: string };
  readonly invocations: readonly {
    readonly executionSuccessful: boolean;
    readonly toolExecutionNotifications: readonly { readonly message: { readonly text: string } }[];
  }[];
  readonly results: readonly SarifResult[];
}

export interface SarifLog {
  readonly version: string;
  readonly runs: readonly SarifRun[];
}

const {
  // Draft 4 under another name: nothing in this schema means something else in draft 7.
  $schema: _,
  id: __,
  ...schema
} = JSON.parse(readFileSync(new URL('../../schemas/sarif-2.1.0.json', import.meta.url), 'utf8'));

const ajv = new Ajv({ allErrors: true, strict: false });
ajv.addFormat('uri', /^[a-z][a-z0-9+.-]*:[^\s<>"{}|\\^`]*$/i);
// RFC 3986, relative or not; no colon in the first step of a relative one.
ajv.addFormat('uri-reference', /^(?:[a-z][a-z0-9+.-]*:|(?![^/]*:))(?:[\w.~!$&'()*+,;=:@/?#-]|%[0-9a-f]{2})*$/i);
ajv.addFormat('date-time', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/);
const validate = ajv.compile<SarifLog>(schema);

/** @returns the log, which fits the schema and is what GitHub takes */
export function assertSarif(output: string): SarifLog {
  const log: unknown = JSON.parse(output);
  if (!validate(log)) throw new Error(ajv.errorsText(validate.errors, { separator: '\n' }));
  const results = log.runs.flatMap((run) => run.results);
  expect(results.length, 'GitHub shows no more').toBeLessThanOrEqual(5_000);
  const categories = log.runs.map((run) => run.automationDetails.id);
  expect(new Set(categories).size, `a category a run: ${categories}`).toBe(log.runs.length);
  for (const run of log.runs) assertRun(run);
  return log;
}

function assertRun({ results, tool, automationDetails }: SarifRun): void {
  expect(automationDetails.id, 'a category and no name of a run').toMatch(
    /^firebreak(?:\/(?:[\w.~!'()*=-]|%[0-9A-F]{2})*)*\/$/,
  );
  const levels = results.map(({ level }) => ['error', 'warning', 'note'].indexOf(level));
  expect(levels, 'worst first').toEqual(levels.toSorted());
  const { rules } = tool.driver;
  expect(new Set(rules.map(({ id }) => id))).toEqual(new Set(results.map(({ ruleId }) => ruleId)));
  for (const { help } of rules) expect(withoutCode(help.markdown), 'no HTML').not.toMatch(/<\/?[a-z!]/i);
  // One expectation for all results: each costs more than what it compares.
  expect(results.flatMap((result) => faultsOf(result, rules))).toEqual([]);
}

function faultsOf(result: SarifResult, rules: SarifRun['tool']['driver']['rules']): readonly string[] {
  const { physicalLocation } = result.locations[0] ?? {};
  const uri = physicalLocation?.artifactLocation.uri ?? '';
  const promises: Readonly<Record<string, boolean>> = {
    'its rule': rules[result.ruleIndex]?.id === result.ruleId,
    'no link, no placeholder': !/\]\(|(?<!\{)\{\d+\}(?!\})/.test(result.message.text),
    'a fingerprint': Boolean(result.partialFingerprints.primaryLocationLineHash),
    'a place from the top folder of the repository':
      /^[^/:]+(?:\/[^/:]+)*$/.test(uri) && !uri.split('/').includes('..'),
    'a line': (physicalLocation?.region.startLine ?? 0) > 0,
  };
  const broken = Object.entries(promises).filter(([, isKept]) => !isKept);
  return broken.map(([promise]) => `${promise}: ${JSON.stringify(result)}`);
}

function withoutCode(markdown: string): string {
  return markdown.replace(/^(`{3,})[^\n]*\n[\s\S]*?\n\1$/gm, '').replace(/(?<!`)(`+)(?!`)[^\n]*?(?<!`)\1(?!`)/g, '');
}
