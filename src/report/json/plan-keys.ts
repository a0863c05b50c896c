/** Keys of the parts of the JSON report that say what the plan does, in order. */
import type {
  AttributeChange,
  BlastRadius,
  Counts,
  Dependent,
  Location,
  Report,
  ReportedBackend,
  ReportedChange,
  TypeCounts,
} from '../../verdict/report.ts';
import { type Keys, optional, required } from './keys.ts';

export const plan: Keys<Report['plan']> = {
  file: required,
  sha256: required,
  fingerprint: required,
  fingerprintScheme: required,
  formatVersion: required,
  terraformVersion: required,
  timestamp: required,
  complete: required,
  errored: required,
  applyable: required,
  mode: required,
  state: optional,
};

export const counts: Keys<Counts> = {
  create: required,
  update: required,
  delete: required,
  replace: required,
  forget: required,
  read: required,
  noOp: required,
  import: required,
  move: required,
  deposed: required,
  deferred: required,
  drift: required,
  actionInvocations: required,
};

export const attributeChange: Keys<AttributeChange> = {
  path: required,
  shown: required,
  before: optional,
  after: optional,
};

export const change: Keys<ReportedChange> = {
  address: required,
  deposed: optional,
  type: required,
  module: required,
  provider: required,
  action: required,
  order: optional,
  reasons: required,
  forcedBy: required,
  sideEffects: required,
  stateful: required,
  data: optional,
  criticality: required,
  protection: required,
  owner: optional,
  previousAddress: optional,
  importing: optional,
  deferred: optional,
  attributes: required,
  location: optional,
};

export const location: Keys<Location> = { file: required, line: optional };

export const drift: Keys<Report['drift'][number]> = { address: required, action: required, relevant: required };

export const output: Keys<Report['outputs'][number]> = { name: required, action: required, sensitive: required };

export const dependent: Keys<Dependent> = {
  address: required,
  of: required,
  distance: required,
  path: required,
  evidence: required,
};

export const blastRadius: Keys<BlastRadius> = {
  direct: required,
  dependents: required,
  dependentsOfForgotten: required,
  score: required,
  level: required,
  shareOfState: required,
  modules: required,
  owners: required,
};

export const backend: Keys<ReportedBackend> = {
  root: required,
  kind: required,
  status: required,
  evidence: required,
  location: optional,
};

export const typeCounts: Keys<TypeCounts> = {
  listed: required,
  guessed: required,
  unknown: required,
  guessedTypes: required,
  unknownTypes: required,
};
