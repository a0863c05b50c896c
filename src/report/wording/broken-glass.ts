/** What reports say where somebody lifted findings alone in an emergency. */
import type { Report } from '../../verdict/report.ts';
import { shorten } from '../escape.ts';

/** Returns one sentence for this plan, and one for each earlier plan of the same state. Not escaped. */
export function brokenGlassLines({
  brokenGlass,
  brokenGlassBefore = [],
}: Pick<Report, 'brokenGlass' | 'brokenGlassBefore'>): readonly string[] {
  const now = brokenGlass
    ? [
        `Glass broken by ${brokenGlass.who} at ${brokenGlass.at}: ${shorten(brokenGlass.reason, 300)}. The findings were lifted without the approvals that they need. Someone else must review this.`,
      ]
    : [];
  const before = brokenGlassBefore.map(({ who, at, reason, reviewedBy }) => {
    const what = `Glass broken before on this state, by ${who} at ${at}: ${shorten(reason, 300)}.`;
    return reviewedBy === undefined
      ? `${what} Not reviewed by anyone else yet (firebreak approve REPORT, with the report on that plan).`
      : `${what} Reviewed by ${reviewedBy}.`;
  });
  return [...now, ...before];
}

/** Whether this plan passed because of broken glass, or an earlier one did that nobody has reviewed. */
export function isGlassBroken({ brokenGlass, brokenGlassBefore = [] }: Report): boolean {
  return brokenGlass !== undefined || brokenGlassBefore.some(({ reviewedBy }) => reviewedBy === undefined);
}

/** Returns what lifted the findings of a plan that passes. */
export function liftedBy({ brokenGlass }: Report): 'approvals' | 'broken glass' {
  return brokenGlass ? 'broken glass' : 'approvals';
}
