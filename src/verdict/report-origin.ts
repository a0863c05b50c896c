/** What a report says even of a plan that could not be read: file, backends and people. */
import type { Backend } from '../model/configuration/backend.ts';
import type { Actor } from '../people/actor.ts';
import { nameIn } from '../people/identity.ts';
import type { PlanSource } from '../source/plan-and-configuration.ts';
import type { Report } from './report.ts';
import type { ReportedActor } from './report-approvals.ts';

/** The judged plan file, the version of Firebreak, and who made the change. */
export interface Origin {
  readonly source: Pick<PlanSource, 'file' | 'sha256'>;
  readonly version: string;
  readonly actor: Actor | null;
}

/** Returns the backends without what only policies read. */
export function reportedBackends(backends: readonly Backend[]): Report['backends'] {
  return backends.map(({ root, kind, status, evidence, location }) => ({
    root,
    kind,
    status,
    evidence,
    ...(location ? { location } : {}),
  }));
}

/** E-mail addresses of other authors are left out. */
export function reportedActor({ actor }: Origin): { readonly actor?: ReportedActor } {
  if (!actor) return {};
  const { author, type, askedBy, signals, aiAssisted, authors, coAuthors, commitRange: range } = actor;
  const names = [...new Set([...authors, ...coAuthors].map((name) => nameIn(name) ?? 'somebody'))];
  const commits = range === undefined ? {} : { commits: { range, authors: names } };
  return { actor: { author, type, askedBy, signals, aiAssisted, ...commits } };
}
