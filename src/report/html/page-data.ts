/** Everything that the HTML page shows, in words: the program of the page (`src/page`) knows no policies. */
import { parseAddress } from '../../model/address.ts';
import type { Finding, Location, Report, ReportedChange, ReportSet } from '../../verdict/report.ts';
import type { Dependent } from '../../verdict/report-blast-radius.ts';
import { type ChangeDiff, changeDiff } from '../change-diff.ts';
import { linkUrl, terminal } from '../escape.ts';
import { type Ranked, rank } from '../ranking.ts';
import { type RemedyBlock, remedyBlocks } from '../remedy.ts';
import { approvals } from '../wording/approval-phrases.ts';
import { brokenGlassLines } from '../wording/broken-glass.ts';
import { actionWord, blastRadiusTitle, changeNotes, participle } from '../wording/change-phrases.ts';
import { fileNote, notes } from '../wording/notes.ts';
import {
  enforcedInWords,
  findingLine,
  headline,
  isErrorStated,
  needs,
  nextStep,
  verdictWord,
  worst,
  worstPlansFirst,
} from '../wording/phrases.ts';
import { proseToText } from '../wording/prose.ts';
import { oneLine } from '../wording/words.ts';

/** How a finding counts. */
export type Weight = 'blocking' | 'would block' | 'lifted' | 'excepted' | 'advisory';
/** Where a resource stands in the blast radius: destroyed, between two others, or at the end of a path. */
export type Part = 'destroyed' | 'between' | 'depends';

/** A finding. Texts that many findings share are positions in `texts` and `fixes`. */
export interface PageFinding {
  readonly policy: string;
  readonly title: string;
  readonly weight: Weight;
  /** What lifts it, e.g. `2 approvals`. */
  readonly needs: string;
  readonly message: string;
  readonly why: number;
  readonly fix: number;
  /** Position of the resource that it is about. */
  readonly resource?: number;
  readonly at?: string;
  readonly page?: string;
}

/** A resource that the plan changes, or that depends on one that it destroys. */
export interface PageResource {
  readonly address: string;
  readonly module: string;
  readonly type: string;
  /** `deleted`, `unchanged`, … */
  readonly fate: string;
  readonly part?: Part;
  /** Position of the resource that it depends on: the step before it on the shortest path from a destroyed one. */
  readonly from?: number;
  /** How the dependency is known. */
  readonly evidence?: Dependent['evidence'];
  /** Criticality, protection, owner, reasons. */
  readonly notes: readonly string[];
  readonly attributes: readonly ChangeDiff[];
  readonly at?: string;
}

/** One plan. */
export interface PagePlan {
  readonly file: string;
  readonly verdict: Report['verdict'];
  readonly word: string;
  readonly headline: string;
  readonly worst: string;
  readonly next: string;
  readonly remarks: readonly string[];
  readonly blastRadius: string;
  readonly findings: readonly PageFinding[];
  readonly resources: readonly PageResource[];
  readonly notes: readonly { readonly label: string; readonly text: string }[];
  readonly texts: readonly string[];
  readonly fixes: readonly (readonly RemedyBlock[])[];
}

/** Returns the plans of a result for the page, worst first. */
export function toPageData(report: Report | ReportSet): readonly PagePlan[] {
  const ranked = 'reports' in report ? worstPlansFirst(report.reports.map(rank)) : [rank(report)];
  return ranked.map(toPagePlan);
}

function toPagePlan(ranked: Ranked): PagePlan {
  const { report } = ranked;
  const enforced = enforcedInWords(report);
  const resources = toResources(ranked);
  const positions = new Map(resources.map(({ address }, i) => [address, i]));
  const [texts, fixes] = [new Shared(clean), new Shared(toFix)];
  const toFinding = (finding: Finding, weight: Weight): PageFinding => {
    const { policy, title, subject, location, url } = finding;
    const resource = positions.get(terminal(subject.address ?? ''));
    return {
      policy: terminal(policy),
      title: terminal(title),
      weight,
      needs: needs(finding),
      message: proseToText(findingLine(finding)),
      why: texts.position(oneLine(finding.why)),
      fix: fixes.position(finding.remedy),
      ...(resource !== undefined && { resource }),
      ...(location && { at: placeText(location) }),
      ...(url !== undefined && { page: linkUrl(url) }),
    };
  };
  const findings = [
    ...ranked.failing.map((one) => toFinding(one, report.verdict === 'pass' ? 'lifted' : 'blocking')),
    ...ranked.lowered.map((one) => toFinding(one, 'would block')),
    ...ranked.excepted.map((one) => toFinding(one, 'excepted')),
    ...ranked.advisories.map((one) => toFinding(one, 'advisory')),
  ];
  return {
    file: terminal(report.plan.file),
    verdict: report.verdict,
    word: verdictWord[report.verdict],
    headline: terminal(headline(ranked)),
    worst: proseToText(worst(ranked)),
    next: proseToText(nextStep(ranked)),
    remarks: [
      enforced === '' ? '' : `Advisory mode: ${enforced}.`,
      approvals(report),
      ...brokenGlassLines(report),
      ...(isErrorStated(report) ? [] : (report.errors ?? [])),
    ]
      .filter(Boolean)
      .map(clean),
    blastRadius: blastRadiusTitle(report),
    findings,
    resources,
    notes: [...notes(ranked, { brief: false }), fileNote(ranked.report)].map(({ label, text }) => ({
      label,
      text: proseToText(text),
    })),
    texts: texts.values,
    fixes: fixes.values,
  };
}

/** Changed resources, most destructive first, followed by unchanged ones that depend on destroyed ones. */
function toResources({ report, changes, changeOf }: Ranked): readonly PageResource[] {
  const { direct, dependents, dependentsOfForgotten } = report.blastRadius;
  const reached = new Map([...dependentsOfForgotten, ...dependents].map((one) => [one.address, one]));
  const parentOf = ({ path, of }: Dependent): string | undefined => path.at(-2) ?? of[0];
  const parents = new Set([...reached.values()].map(parentOf));
  const sources = new Set([...direct, ...[...reached.values()].flatMap(({ path, of }) => path[0] ?? of[0] ?? [])]);
  const addresses = [...new Set([...changes.map(({ address }) => address), ...sources, ...reached.keys()])];
  const positions = new Map(addresses.map((address, i) => [address, i]));
  const deposed = changes.filter((change) => change.deposed !== undefined);
  const deposedAt = new Map(deposed.map((change) => [change.address, change]));
  return addresses.map((address): PageResource => {
    const change = changeOf.get(address) ?? deposedAt.get(address);
    const dependent = reached.get(address);
    const part = sources.has(address) ? 'destroyed' : parents.has(address) ? 'between' : dependent && 'depends';
    const from = dependent && positions.get(parentOf(dependent) ?? '');
    const { type, module } = parseAddress(address);
    return {
      address: terminal(address),
      module: terminal(module),
      type: terminal(change?.type ?? type),
      fate: terminal(participle(change ? actionWord(change) : 'no-op')),
      ...(part && { part }),
      ...(from !== undefined && from !== positions.get(address) && { from }),
      ...(dependent && { evidence: dependent.evidence }),
      notes: change ? notesOf(change) : [],
      attributes: change ? change.attributes.map(safeDiff) : [],
      ...(change?.location && { at: placeText(change.location) }),
    };
  });
}

function notesOf(change: ReportedChange): readonly string[] {
  return [
    change.deposed === undefined ? '' : `deposed object ${change.deposed}`,
    change.criticality === 'standard' ? '' : change.criticality,
    change.protection === 'on' ? 'deletion protection on' : '',
    ...changeNotes(change),
    ...change.sideEffects,
    change.owner === undefined ? '' : `owner: ${change.owner}`,
  ]
    .filter(Boolean)
    .map(terminal);
}

function safeDiff(attribute: ReportedChange['attributes'][number]): ChangeDiff {
  const diff = changeDiff(attribute);
  const path = terminal(diff.path);
  if ('summary' in diff) return { path, summary: terminal(diff.summary) };
  return { path, lines: diff.lines.map(({ kind, text }) => ({ kind, text: terminal(text) })) };
}

function toFix(remedy: string): readonly RemedyBlock[] {
  return remedyBlocks(remedy).map((block) => ({ ...block, lines: block.lines.map(terminal) }));
}

function placeText({ file, line }: Location): string {
  return terminal(line === undefined ? file : `${file}:${line}`);
}

/** Lines stay apart, and each shows what is invisible. */
function clean(text: string): string {
  return text.split('\n').map(terminal).join('\n');
}

/** Values that are often the same, each once. */
class Shared<T> {
  readonly values: T[] = [];
  private readonly positions = new Map<string, number>();
  private readonly make: (text: string) => T;

  constructor(make: (text: string) => T) {
    this.make = make;
  }

  position(text: string): number {
    const known = this.positions.get(text) ?? this.values.push(this.make(text)) - 1;
    this.positions.set(text, known);
    return known;
  }
}
