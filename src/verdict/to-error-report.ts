/** Builds the report on a plan that could not be read. */
import type { Backend } from '../model/configuration/backend.ts';
import { fingerprintScheme } from './fingerprint/fingerprint.ts';
import type { Report } from './report.ts';
import { type Origin, reportedActor, reportedBackends } from './report-origin.ts';
import { countTypes } from './type-counts.ts';

const noCounts = {
  create: 0,
  update: 0,
  delete: 0,
  replace: 0,
  forget: 0,
  read: 0,
  noOp: 0,
  import: 0,
  move: 0,
  deposed: 0,
  deferred: 0,
  drift: 0,
  actionInvocations: 0,
};

/**
 * Returns a report with the verdict `error` for a plan without readable JSON. It still has the backends, which the
 * saved plan holds itself.
 */
export function toErrorReport(
  from: Origin & { readonly backends: readonly Backend[]; readonly errors: readonly string[] },
): Report {
  const { source, version } = from;
  return {
    schema: 'firebreak.report/1',
    tool: { name: 'firebreak', version },
    verdict: 'error',
    errors: from.errors,
    approvals: { required: 0, counted: 0, from: [], needs: [], ignored: [] },
    plan: {
      file: source.file,
      sha256: source.sha256,
      fingerprint: '',
      fingerprintScheme,
      formatVersion: null,
      terraformVersion: null,
      timestamp: null,
      complete: null,
      errored: null,
      applyable: null,
      mode: 'normal',
    },
    counts: noCounts,
    types: countTypes([]),
    changes: [],
    drift: [],
    outputs: [],
    blastRadius: {
      direct: [],
      dependents: [],
      dependentsOfForgotten: [],
      score: 0,
      level: 'none',
      shareOfState: 0,
      modules: [],
      owners: [],
    },
    backends: reportedBackends(from.backends),
    findings: [],
    renames: [],
    fixes: [],
    policies: [],
    exceptions: [],
    ...reportedActor(from),
  };
}
