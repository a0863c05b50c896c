/** The in-toto statement is one, by the specification's own words, and holds the whole verdict. */
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { formats } from '../../src/report/render.ts';
import { reportSchema } from './invariants.ts';
import { complete, hostile, samples, several } from './samples.ts';

/** https://github.com/in-toto/attestation/blob/main/spec/v1/statement.md, with what a signer needs of a subject. */
const statementSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['_type', 'subject', 'predicateType', 'predicate'],
  properties: {
    _type: { const: 'https://in-toto.io/Statement/v1' },
    subject: {
      type: 'array',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['name', 'digest'],
        properties: {
          name: { type: 'string', minLength: 1 },
          digest: {
            type: 'object',
            additionalProperties: false,
            required: ['sha256'],
            properties: { sha256: { type: 'string', pattern: '^[0-9a-f]{64}$' } },
          },
        },
      },
    },
    predicateType: { type: 'string', pattern: '^[a-z][a-z0-9+.-]*:\\S+$' },
    predicate: reportSchema,
  },
} as const;
const validate = new Ajv2020({ strict: false, allowUnionTypes: true }).compile(statementSchema);

const options = { width: 80, colour: false, explainPass: false } as const;

describe('in-toto', () => {
  it.each(Object.keys(samples))('%s is a statement', (name) => {
    const sample = samples[name];
    if (!sample) throw new Error(`no sample ${name}`);
    const statement: unknown = JSON.parse(formats['in-toto'](sample, options));
    expect(validate(statement), JSON.stringify(validate.errors)).toBe(true);
  });

  it('the predicate is the verdict, whole', () => {
    for (const sample of [complete, hostile, several]) {
      const { predicate } = JSON.parse(formats['in-toto'](sample, options));
      expect(predicate).toEqual(JSON.parse(formats.json(sample, options)));
    }
  });

  it('every plan that was read is a subject', () => {
    const { subject } = JSON.parse(formats['in-toto'](several, options));
    expect(subject).toEqual(
      several.reports
        .filter(({ plan }) => plan.sha256 !== '')
        .map(({ plan }) => ({ name: plan.file, digest: { sha256: plan.sha256 } })),
    );
  });
});
