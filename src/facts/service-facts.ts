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
    doc: 'attributes that stop the service, e.g. `desired_count: 4 → 0`',
    unknown: true,
    read: (change) => {
      const { stopped, unknown } = findServiceStops(change);
      return stopped.length === 0 && unknown[0] !== undefined ? new Unknown(`after.${unknown[0]}`) : stopped;
    },
  },
  serviceReduced: {
    type: 'list<string>',
    doc: 'attributes that reduce or redirect the service, or stop a background task, e.g. `enabled: true → false`',
    read: (change) => findServiceStops(change).reduced,
  },
  serviceGuessed: {
    type: 'bool',
    doc: 'the attributes were guessed from their names, because the catalog lists none for the type',
    read: (change) => findServiceStops(change).guessed,
  },
  takesOver: {
    type: 'list<string>',
    doc: 'what its creation removes or takes over permanently',
    read: (change) => findTakeovers(change).lost,
  },
  mayOverwrite: {
    type: 'list<string>',
    doc: 'what its creation removes or overwrites, if it exists, and can be restored',
    read: (change) => findTakeovers(change).possible,
  },
  takeoverGuessed: {
    type: 'bool',
    doc: 'the takeover was guessed from names, because the catalog lists none for the type',
    read: (change) => findTakeovers(change).guessed,
  },
  attachment: {
    type: 'bool',
    doc: 'only connects other objects (attachment, association, membership, permission)',
    read: isAttachment,
  },
  attachedDeleted: {
    type: 'bool',
    doc: 'an attachment with one end deleted in the same plan',
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
    ? new Unknown('provisioner.when', 'provisioners are in the configuration; pass --dir')
    : atDestroy.flatMap((script) => findDestructive(script) ?? []);
}

function createCommands(change: Change, context: PlanContext): readonly string[] {
  const { atCreate, atEither } = scriptsOf(change, context);
  return [...atCreate, ...atEither].flatMap((script) =>
    script === null ? [] : (context.findDestructive(script) ?? []),
  );
}
