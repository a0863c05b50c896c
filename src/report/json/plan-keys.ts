/** Keys of the parts of the JSON report that say what the plan does, in order. */
import type {
  AttributeChange,
  Counts,
  Location,
  Report,
  ReportedBackend,
  ReportedChange,
  TypeCounts,
} from '../../verdict/report.ts';
import type { BlastRadius, Dependent } from '../../verdict/report-blast-radius.ts';
import { type Keys, optional, required } from './keys.ts';

const plan: Keys<Report['plan']> = {
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

const counts: Keys<Counts> = {
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

const attributeChange: Keys<AttributeChange> = {
  path: required,
  shown: required,
  before: optional,
  after: optional,
};

const change: Keys<ReportedChange> = {
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

const location: Keys<Location> = { file: required, line: optional };

const drift: Keys<Report['drift'][number]> = { address: required, action: required, relevant: required };

const output: Keys<Report['outputs'][number]> = { name: required, action: required, sensitive: required };

const dependent: Keys<Dependent> = {
  address: required,
  of: required,
  moreOf: optional,
  distance: required,
  path: required,
  morePath: optional,
  evidence: required,
};

const blastRadius: Keys<BlastRadius> = {
  direct: required,
  dependents: required,
  dependentsOfForgotten: required,
  score: required,
  level: required,
  shareOfState: required,
  modules: required,
  owners: required,
};

const backend: Keys<ReportedBackend> = {
  root: required,
  kind: required,
  status: required,
  evidence: required,
  location: optional,
};

const typeCounts: Keys<TypeCounts> = {
  listed: required,
  guessed: required,
  unknown: required,
  guessedTypes: required,
  unknownTypes: required,
};

/** By the name of the definition in the schema. */
export const planKeys = {
  plan,
  counts,
  attributeChange,
  change,
  location,
  drift,
  output,
  dependent,
  blastRadius,
  backend,
  typeCounts,
};
