/** Converts findings to SARIF results, worst first. */
import type * as Sarif from 'sarif';
import type { Finding, Location, Report } from '../../verdict/report.ts';
import { uriOf } from '../escape.ts';
import type { Ranked } from '../ranking.ts';
import { remedyText } from '../remedy.ts';
import { anchorFile } from '../report-places.ts';
import { type Repository, repositoryFile } from '../repository-file.ts';
import { findingLine, needs } from '../wording/phrases.ts';
import { proseToText } from '../wording/prose.ts';
import { list } from '../wording/words.ts';
import { notJudged } from './sarif-rules.ts';
import { plainText } from './sarif-text.ts';

/** A SARIF result with the properties that all our results have. */
export interface Result extends Sarif.Result {
  readonly ruleId: string;
  /** Blocking findings are errors; lifted, lowered, excepted and unknown ones are warnings; advisories are notes. */
  readonly level: 'error' | 'warning' | 'note';
  readonly partialFingerprints: Record<string, string>;
}

interface Options {
  readonly repository?: Repository;
}

/**
 * Returns the results of one report: an error without verdict, then blocking and lifted findings, those that only
 * advisory mode keeps from blocking, then excepted, unknown and advisory ones.
 */
export function toResults(ranked: Ranked, options: Options): readonly Result[] {
  const { report, failing, lowered, excepted, advisories } = ranked;
  const anchor = anchorFile(report, options.repository);
  const result = (finding: Finding): Result => toSarifResult(finding, { report, anchor, options });
  const standing = report.verdict === 'pass' ? [] : failing;
  const lifted = report.verdict === 'pass' ? failing : [];
  const unknown = advisories.filter((finding) => finding.result === 'unknown');
  const advice = advisories.filter((finding) => finding.result !== 'unknown');
  return [
    ...(report.verdict === 'error' ? [noVerdict(report, anchor)] : []),
    ...[...standing, ...lifted, ...lowered, ...excepted, ...unknown, ...advice].map(result),
  ];
}

function toSarifResult(
  finding: Finding,
  { report, anchor, options }: { readonly report: Report; readonly anchor: string; readonly options: Options },
): Result {
  const { policy, subject, location, enforcement, enforced, approvals, result, fingerprint, remedy } = finding;
  const suppression = suppressionOf(finding, report);
  const fix = remedyText(remedy);
  const text = [
    proseToText(findingLine(finding)),
    fix === '' ? '' : `Fix: ${fix}`,
    enforcement === 'advisory' && !enforced ? '' : `${enforced ? 'If enforced' : 'Needs'}: ${needs(finding)}`,
  ].filter(Boolean);
  return {
    ruleId: plainText(policy),
    level: levelOf(finding, suppression !== undefined),
    message: { text: plainText(text.join('\n')) },
    locations: [toLocation(location, { anchor, options, subject })],
    partialFingerprints: fingerprints(fingerprint),
    ...(suppression ? { suppressions: [suppression] } : {}),
    properties: { enforcement, approvals, result },
  };
}

function levelOf({ enforcement, enforced, result }: Finding, suppressed: boolean): Result['level'] {
  if (enforcement === 'advisory') return (result === 'unknown' || enforced) && !suppressed ? 'warning' : 'note';
  return suppressed ? 'warning' : 'error';
}

function suppressionOf(
  { exception, enforcement }: Finding,
  { verdict, approvals, brokenGlass }: Report,
): Sarif.Suppression | undefined {
  if (exception) {
    const { owner, reason, expires } = exception;
    return { kind: 'external', status: 'accepted', justification: plainText(`${reason} (${owner}, until ${expires})`) };
  }
  if (verdict !== 'pass' || enforcement === 'advisory') return undefined;
  const by = brokenGlass
    ? `Glass broken by ${brokenGlass.who}: ${brokenGlass.reason}`
    : `Approved by ${list(approvals.from)}.`;
  return { kind: 'external', status: 'accepted', justification: plainText(by) };
}

function noVerdict({ errors = [], plan }: Report, anchor: string): Result {
  return {
    ruleId: notJudged,
    level: 'error',
    message: { text: plainText(['The plan could not be judged.', ...errors].join('\n')) },
    locations: [{ physicalLocation: physical(anchor) }],
    partialFingerprints: fingerprints(`${notJudged} ${plan.file}`),
  };
}

/** GitHub recognizes an alert by `primaryLocationLineHash`. Without it, GitHub hashes the source line. */
function fingerprints(fingerprint: string): Result['partialFingerprints'] {
  const id = plainText(fingerprint);
  return { primaryLocationLineHash: `${id}:1`, 'firebreakFinding/v1': id };
}

function toLocation(
  location: Location | undefined,
  of: { readonly anchor: string; readonly options: Options; readonly subject: Finding['subject'] },
): Sarif.Location {
  const file = location && repositoryFile(location.file, of.options.repository);
  const { address } = of.subject;
  return {
    physicalLocation: file ? physical(file, location.line) : physical(of.anchor),
    ...(address === undefined
      ? {}
      : { logicalLocations: [{ fullyQualifiedName: plainText(address), kind: plainText(of.subject.kind) }] }),
  };
}

function physical(file: string, line = 1): Sarif.PhysicalLocation {
  return { artifactLocation: { uri: uriOf(file), uriBaseId: '%SRCROOT%' }, region: { startLine: line } };
}
