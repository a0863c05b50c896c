/** What a change does to a running service without a destroy: stops, takeovers, attachments, provisioner commands. */
import { isAttachment } from '../impact/attachments.ts';
import { findServiceStops } from '../impact/service-stops.ts';
import { findTakeovers } from '../impact/takeovers.ts';
import type { Change } from '../model/change.ts';
import { provisionerScripts } from '../model/configuration/provisioner-scripts.ts';
import { Unknown } from '../policy/unknown.ts';
import type { PlanContext } from './context.ts';
import type { FactTable } from './fact.ts';

/** Facts about stopped services, takeovers, attachments and provisioner commands. */
export const serviceFacts = {
  serviceStopped: {
    type: 'list<string>',
    doc: 'attributes with which it no longer serves, e.g. `desired_count: 4 → 0`',
    unknown: true,
    read: (change) => {
      const { stopped, unknown } = findServiceStops(change);
      return stopped.length === 0 && unknown[0] !== undefined ? new Unknown(`after.${unknown[0]}`) : stopped;
    },
  },
  serviceReduced: {
    type: 'list<string>',
    doc: 'attributes with which it serves less or somebody else, or a task of its own stops, e.g. `enabled: true → false`',
    read: (change) => findServiceStops(change).reduced,
  },
  serviceGuessed: {
    type: 'bool',
    doc: 'no catalog entry says which attributes decide whether it serves: their names do',
    read: (change) => findServiceStops(change).guessed,
  },
  takesOver: {
    type: 'list<string>',
    doc: 'what its creation removes or takes over for good',
    read: (change) => findTakeovers(change).lost,
  },
  mayOverwrite: {
    type: 'list<string>',
    doc: 'what its creation removes or overwrites, if it is there, and what can be had again',
    read: (change) => findTakeovers(change).possible,
  },
  takeoverGuessed: {
    type: 'bool',
    doc: 'no catalog entry says what its creation takes over: names do',
    read: (change) => findTakeovers(change).guessed,
  },
  attachment: {
    type: 'bool',
    doc: 'only connects other objects (attachment, association, membership, permission)',
    read: isAttachment,
  },
  attachedDeleted: {
    type: 'bool',
    doc: 'an attachment of which an end is deleted in the same plan',
    read: ({ address }, { effects }) => effects.detachedWithEnds.has(address),
  },
  newVersion: {
    type: 'bool',
    doc: 'replaced by a new version of the same content, such as a secret version or an uploaded object',
    read: isNewVersion,
  },
  destroyCommands: {
    type: 'list<string>',
    doc: 'destructive commands that its provisioners run when it is destroyed; unknown without configuration',
    unknown: true,
    read: destroyCommands,
    content: (change, context) => scriptsOf(change, context).atDestroy.map((value) => ({ value })),
  },
  createCommands: {
    type: 'list<string>',
    doc: 'destructive commands that its provisioners run, or may run, when it is created',
    read: createCommands,
    content: (change, context) => {
      const { atCreate, atEither } = scriptsOf(change, context);
      return [...atCreate, ...atEither].map((value) => ({ value }));
    },
  },
} satisfies FactTable<Change>;

function isNewVersion({ action, order, entry }: Change): boolean {
  return (
    action === 'replace' &&
    (entry.versioned === 'replaced' || (entry.versioned === 'create-first' && order === 'create-first'))
  );
}

function scriptsOf({ parsed: { config } }: Change, { configuration, plannedScripts }: PlanContext) {
  return provisionerScripts(configuration.blockOf(config), plannedScripts.get(config) ?? []);
}

function destroyCommands(change: Change, context: PlanContext): readonly string[] | Unknown {
  const { findDestructive } = context;
  const { atDestroy, atEither } = scriptsOf(change, context);
  const isUnclear = atEither.some((script) => script === null || findDestructive(script) !== null);
  return isUnclear
    ? new Unknown('provisioner.when', 'when its provisioner runs stands in the configuration; pass --dir')
    : atDestroy.flatMap((script) => findDestructive(script) ?? []);
}

function createCommands(change: Change, context: PlanContext): readonly string[] {
  const { atCreate, atEither } = scriptsOf(change, context);
  return [...atCreate, ...atEither].flatMap((script) =>
    script === null ? [] : (context.findDestructive(script) ?? []),
  );
}
