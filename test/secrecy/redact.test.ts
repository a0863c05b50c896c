/** A redacted plan gives the same verdict, findings and fingerprint, and none of its secrets. */
import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { decide } from '../../src/decide.ts';
import { evaluate } from '../../src/evaluate.ts';
import { redact } from '../../src/secrecy/redact.ts';
import type { Configuration } from '../../src/source/plan-and-configuration.ts';
import type { Report } from '../../src/verdict/report.ts';
import { builtin, compiled, typed } from '../judge-options.ts';
import { configurationIn, scenarios } from '../scenarios.ts';

type Plan = Readonly<Record<string, unknown>>;

const { catalog, commands } = builtin;

function judge(json: Plan, configuration: Configuration | null): Report {
  return decide(
    evaluate({
      source: { file: 'plan.json', sha256: '', json },
      configuration,
      policies: compiled,
      catalog: typed,
      commands,
    }),
  );
}

/** All but the texts and keys of shown attributes, in which a placeholder may stand. */
function judgement({ changes, ...rest }: Report): unknown {
  return {
    ...rest,
    changes: changes.map(({ attributes, ...change }) => ({
      ...change,
      paths: attributes.map(({ path }) => path.split(/[.[]/, 1)[0]),
    })),
  };
}

describe.each(scenarios)('$name', ({ plan, dir, secrets }) => {
  const json: Plan = JSON.parse(readFileSync(plan, 'utf8'));
  const redacted = redact(json, catalog);
  let configuration: Configuration | null = null;
  let plain: unknown;
  let ofRedacted: unknown;
  beforeAll(async () => {
    if (dir !== null) configuration = await configurationIn(dir);
    plain = judgement(judge(json, configuration));
    ofRedacted = judgement(judge(redacted, configuration));
  });

  it('is judged the same', () => {
    expect(ofRedacted).toEqual(plain);
  });

  it('holds no secret', () => {
    const text = JSON.stringify(redacted);
    for (const secret of secrets) {
      expect(text).not.toContain(secret);
      expect(text).not.toContain(JSON.stringify(secret).slice(1, -1));
      expect(text).not.toContain(Buffer.from(secret).toString('base64').replace(/=+$/, ''));
    }
  });

  it('is redacted no further', () => {
    const again = redact(redacted, catalog);
    // Most are the same, and the same is not judged twice.
    const isSame = isDeepStrictEqual(again, redacted);
    expect(isSame ? ofRedacted : judgement(judge(again, configuration))).toEqual(plain);
  });
});
