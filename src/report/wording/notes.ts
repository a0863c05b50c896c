/** One-line notes below the findings: state, drift, coverage, identity of the plan. */
import type { Report, ReportedChange } from '../../verdict/report.ts';
import { partitionBy, typesText } from '../grouping.ts';
import { joinAddresses, maxShownAddresses } from '../names.ts';
import type { Ranked } from '../ranking.ts';
import { actionWord, ownChanges } from './change-phrases.ts';
import type { Prose } from './prose.ts';
import { exceptionNotes, type Note, offNotes, settingsNotes } from './settings-notes.ts';
import { count } from './words.ts';

/**
 * Returns the notes, most important first, without empty ones. `brief` adds a note with all changes, for a report
 * without a section for them.
 */
export function notes(ranked: Ranked, options: { readonly brief: boolean }): readonly Note[] {
  const { report } = ranked;
  return [
    ...exceptionNotes(ranked),
    ...(options.brief ? changesNotes(ranked) : []),
    ...planNotes(report),
    ...backendNotes(report),
    ...driftNotes(report),
    ...forgottenNotes(report),
    ...outputNotes(report),
    ...(options.brief ? [] : unchangedNotes(report)),
    ...coverageNotes(report),
    ...typeNotes(report),
    ...offNotes(report),
    ...settingsNotes(report),
    ...actorNotes(report),
    ...completenessNotes(report),
  ];
}

function planNotes(report: Report): readonly Note[] {
  const { plan } = report;
  // A plan that stopped with an error is also incomplete, and cannot be applied.
  const isWhole = plan.errored !== true;
  const said = [
    isWhole ? '' : 'Planning stopped with an error, so the plan is incomplete and Terraform cannot apply it.',
    isWhole && plan.complete === false
      ? 'Incomplete plan: some changes were left out (-target, -exclude or deferred).'
      : '',
    // Terraform also reports this for a plan without changes.
    isWhole && plan.applyable === false && ownChanges(report) > 0 ? 'Terraform cannot apply it.' : '',
    plan.mode === 'normal' ? '' : `Made in ${plan.mode} mode.`,
  ].filter(Boolean);
  return said.length > 0 ? [{ label: 'Plan', text: [said.join(' ')] }] : [];
}

function completenessNotes({ plan, verdict }: Report): readonly Note[] {
  if (plan.complete !== null || verdict === 'error') return [];
  return [{ label: 'Complete', text: ['unknown (OpenTofu and Terraform before 1.8 do not say)'] }];
}

function backendNotes({ backends, findings, plan }: Report): readonly Note[] {
  // A finding about the backend already gives the evidence.
  const isFound = findings.some(({ subject }) => subject.kind === 'backend');
  return backends.map(({ root, kind, status, evidence, location }) => {
    const at = location ? `${location.file}${location.line === undefined ? '' : `:${location.line}`}` : '';
    // The file of the backend block says which root module it is.
    const isKnown = root === '' || root === '.' || root === plan.file || at.startsWith(`${root}/`);
    const place = isKnown ? '' : `${root}: `;
    const where = at === '' || (status !== 'remote' && evidence.includes(at)) ? '' : ` (${at})`;
    if (kind === null && status === 'unknown') {
      return { label: 'State', text: [`${place}unknown (pass --dir or the saved plan)`] };
    }
    const what = kind === null ? 'unknown backend' : kind === 'none' ? 'no backend block' : `${kind} backend`;
    const state = status === 'unknown' ? 'remote or local: unknown' : status;
    const why = isFound || status === 'remote' || evidence === '' ? '' : `; ${evidence}`;
    const said = kind === status ? [what] : [what, state];
    return { label: 'State', text: [`${place}${said.join(', ')}${why}${where}`] };
  });
}

function driftNotes({ drift }: Report): readonly Note[] {
  if (drift.length === 0) return [];
  const relevant = drift.filter((one) => one.relevant);
  const shown = (relevant.length > 0 ? relevant : drift).slice(0, maxShownAddresses);
  const about = relevant.length === 0 ? 'none relevant to this plan' : `${relevant.length} relevant to this plan`;
  return [
    {
      label: 'Drift',
      text: [
        `${count(drift.length, 'resource')} changed outside Terraform, ${about}: `,
        ...joinAddresses(
          shown.map(({ address }) => address),
          drift.length,
        ),
      ],
    },
  ];
}

function forgottenNotes({ blastRadius: { dependentsOfForgotten } }: Report): readonly Note[] {
  if (dependentsOfForgotten.length === 0) return [];
  const names = dependentsOfForgotten.map(({ address }) => address);
  const verb = names.length === 1 ? 'depends' : 'depend';
  return [
    {
      label: 'Forgotten',
      text: [
        `${count(names.length, 'resource')} ${verb} on forgotten resources: `,
        ...joinAddresses(names, names.length),
      ],
    },
  ];
}

function outputNotes({ outputs }: Report): readonly Note[] {
  const changed = outputs.filter(({ action }) => action !== 'no-op');
  if (changed.length === 0) return [];
  const names = changed.slice(0, maxShownAddresses).map(({ name, action }) => `${name} (${action})`);
  const more = changed.length > names.length ? ` + ${changed.length - names.length} more` : '';
  return [{ label: 'Outputs', text: [`${count(changed.length, 'output')} would change: ${names.join(', ')}${more}`] }];
}

/** All changes in one sentence: few by address, many by type. */
function changesNotes({ changes, report }: Ranked): readonly Note[] {
  if (changes.length === 0) return [];
  const kindOf = (change: ReportedChange): string =>
    actionWord(change) + (change.deposed === undefined ? '' : ' deposed');
  const groups = partitionBy(changes, kindOf).flatMap((same): Prose => {
    const names = same.map(({ address }) => address);
    const types = partitionBy(same, ({ type }) => type).map((one) => ({ type: one[0].type, count: one.length }));
    const what =
      names.length <= maxShownAddresses
        ? joinAddresses(names, names.length)
        : [typesText(types.toSorted((a, b) => b.count - a.count))];
    const object =
      same[0].deposed === undefined ? '' : `${same.length === 1 ? 'a deposed object' : 'deposed objects'} of `;
    return ['; ', `${actionWord(same[0])} ${object}`, ...what];
  });
  const idle = unchanged(report) > 0 ? [`; ${unchanged(report)} unchanged`] : [];
  return [{ label: 'Changes', text: [...groups.slice(1), ...idle, '.'] }];
}

function unchangedNotes(report: Report): readonly Note[] {
  const { read } = report.counts;
  const parts = [
    unchanged(report) > 0 ? count(unchanged(report), 'resource') : '',
    read > 0 ? `${count(read, 'data source')} to be read during apply` : '',
  ].filter(Boolean);
  return parts.length > 0 ? [{ label: 'Unchanged', text: [`${parts.join('; ')}.`] }] : [];
}

/** Number of unchanged resources. A listed no-op is a move or an import, so it is not counted. */
function unchanged({ counts, changes }: Report): number {
  return Math.max(0, counts.noOp - changes.filter(({ action }) => action === 'no-op').length);
}

/** Coverage is always stated, since policies that did not apply and unknown results must not look like a pass. */
function coverageNotes({ policies, findings }: Report): readonly Note[] {
  const idle = policies.filter(({ looked }) => looked === 0).length;
  const looked = policies.length - idle;
  const unknown = findings.filter(({ result }) => result === 'unknown');
  const failing = unknown.filter(({ enforcement }) => enforcement !== 'advisory').length;
  const nothing = looked === 0 ? ': nothing was checked' : '';
  const covered = `${looked} evaluated, ${idle} not applicable${nothing}`;
  const unknowns: readonly Note[] =
    unknown.length === 0
      ? []
      : [
          {
            label: 'Unknown',
            text: [
              `${count(unknown.length, 'check')} ${unknown.length === 1 ? 'depends' : 'depend'} on values known only after apply; ${failing === 0 ? 'none blocks' : `${failing} ${failing === 1 ? 'blocks' : 'block'}`}`,
            ],
          },
        ];
  return [{ label: 'Policies', text: [covered] }, ...unknowns];
}

/** What the verdict rests on besides the catalog. Most plans have only listed types, and no such line. */
function typeNotes({ types: { guessed, unknown, guessedTypes, unknownTypes } }: Report): readonly Note[] {
  const parts = [
    ...(guessed > 0
      ? [`${count(guessed, 'type')} guessed by name or attributes (${namesOf(guessedTypes, guessed)})`]
      : []),
    ...(unknown > 0 ? [`${count(unknown, 'type')} unknown (${namesOf(unknownTypes, unknown)})`] : []),
  ];
  return parts.length > 0 ? [{ label: 'Types', text: [`${parts.join('; ')}.`] }] : [];
}

function namesOf(types: readonly string[], total: number): string {
  const shown = types.slice(0, maxShownAddresses);
  return [...shown, ...(total > shown.length ? [`+ ${total - shown.length} more`] : [])].join(', ');
}

/** Who made the change. The approvals section says what this means for the plan. */
function actorNotes({ actor }: Report): readonly Note[] {
  if (actor === undefined) return [];
  const { author, type, askedBy, signals, aiAssisted, commits } = actor;
  const shown = signals.slice(0, shownSignals);
  const more = signals.length > shown.length ? [` + ${signals.length - shown.length} more`] : [];
  const signs = shown.flatMap(({ kind, value, agent }, i): Prose => {
    const of = agent === '' ? '' : ` (${agent})`;
    return [i === 0 ? '' : ', ', `${signalWord[kind]} `, { code: value }, of];
  });
  const asked = askedBy.slice(0, maxShownAddresses).flatMap((who, i): Prose => [i === 0 ? '' : ', ', { code: who }]);
  return [
    {
      label: 'Actor',
      text: [
        ...(commits ? takenFrom(commits) : [author === null ? 'unknown author' : { code: author }]),
        type === 'bot' ? ', a bot' : '',
        ...(asked.length > 0 ? ['; requested by ', ...asked] : []),
        ...(aiAssisted ? ['; an AI agent took part: ', ...signs, ...more] : []),
        aiAssisted && type === 'bot' && askedBy.length === 0 ? '; requested by: unknown' : '',
        '.',
      ],
    },
  ];
}

/** Whom the checkout's commits name, if nobody named the author. */
function takenFrom({ range, authors }: NonNullable<NonNullable<Report['actor']>['commits']>): Prose {
  const shown = authors.slice(0, maxShownAddresses).flatMap((who, i): Prose => [i === 0 ? '' : ', ', { code: who }]);
  const more = authors.length > maxShownAddresses ? ` + ${authors.length - maxShownAddresses} more` : '';
  return [...shown, `${more}, taken from the commits `, { code: range }, ' of this checkout'];
}

const shownSignals = 4;
const signalWord = {
  author: 'author',
  commit: 'commits name',
  branch: 'branch begins with',
  label: 'label',
  environment: 'environment variable',
} as const;

/** Returns the last note: which plan it was. @param options.fingerprint default: true; it takes long to compute */
export function fileNote({ plan }: Report, { fingerprint = true } = {}): Note {
  const parts = [
    plan.terraformVersion === null ? '' : `Terraform ${plan.terraformVersion}`,
    plan.sha256 === '' ? '' : `sha256 ${plan.sha256.slice(0, 10)}`,
    fingerprint && plan.fingerprint !== '' ? `fingerprint ${plan.fingerprint.slice(0, 10)}` : '',
  ].filter(Boolean);
  return { label: 'File', text: [{ address: plan.file }, ...parts.map((part) => `, ${part}`)] };
}
