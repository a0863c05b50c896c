/** The typed environment of policy expressions: every field a policy can read, with its CEL type and meaning. */

export type SubjectKind = 'change' | 'resource' | 'backend' | 'block' | 'action' | 'drift' | 'output' | 'plan';

/** `[CEL type, meaning]`. Reading a field whose value is not known yet raises `Unknown`. */
export type Field = readonly [type: string, meaning: string];
export type Fields = Readonly<Record<string, Field>>;

const identity: Fields = {
  address: ['string', 'absolute address with instance keys'],
  type: ['string', 'resource type, e.g. `aws_db_instance`'],
  name: ['string', 'resource name without keys'],
  module: ['string', 'module address with keys, empty in the root'],
  provider: ['string', 'short provider name, e.g. `aws`'],
};

const resource: Fields = {
  ...identity,
  action: ['string', 'no-op, create, read, update, delete, replace, forget, create+forget, forget+create or unknown'],
  order: ['string', 'for a replace: delete-first or create-first; else empty'],
  creates: ['bool', 'a new object is made (create, replace, create+forget, forget+create)'],
  updates: ['bool', 'changed in place'],
  destroys: ['bool', 'the existing object is destroyed (delete or replace)'],
  deletes: ['bool', 'destroyed and not made again'],
  replaces: ['bool', 'destroyed and made again, empty'],
  forgets: ['bool', 'leaves the state without being destroyed'],
  changes: ['bool', 'anything but no-op and read'],
  moves: ['bool', 'has a previous address'],
  imports: ['bool', 'is imported by this plan'],
  deposed: ['bool', 'a leftover object of an earlier create-before-destroy'],
  deferred: ['bool', 'planned for a later round'],
  exists: ['bool', 'existed before this plan'],
  remains: ['bool', 'exists after this plan'],
  reasons: ['list<string>', 'why Terraform chose the action, in words'],
  forcedBy: ['list<string>', 'top-level attributes that force the replacement'],
  criticality: ['string', 'disposable, standard, stateful or critical'],
  stateful: ['bool', 'holds data'],
  critical: ['bool', 'counts as critical (catalogue or settings)'],
  disposable: ['bool', 'nothing is lost when it is destroyed'],
  primary: ['bool', 'holds primary data or fronts production: missing protection is a failure when it is created'],
  protection: ['string', 'on, off, unknown or none (no guard known for the type)'],
  protectionMissing: ['bool', 'every guard of its own is off or unset after this plan; unknown when one is not known yet'],
  protectionDisabled: ['list<string>', 'guards that protected before and no longer do for certain after'],
  guards: ['list<string>', 'attributes that guard against deletion'],
  guardsOn: ['list<string>', 'guards that protect now (before the plan), those of parents and locks included'],
  wasProtected: ['bool', 'a guard protected it before this plan'],
  preventDestroy: ['bool', '`prevent_destroy` in its lifecycle block; unknown without configuration'],
  risks: ['list<string>', 'settings in force that make its deletion worse, e.g. `skip_final_snapshot = true`'],
  keepsObject: ['bool', 'its delete leaves the real object alone (`deletion_policy = "ABANDON"`, `skip_destroy`)'],
  dependents: ['int', 'instances that depend on it, transitively'],
  owner: ['string', 'owner from the settings, else empty'],
  before: ['dyn', 'attributes before; an absent one reads as null'],
  after: ['dyn', 'attributes after; an absent one reads as null, one not known yet is unknown'],
};

/** The variables of each subject kind. Each kind's object is bound to a variable of the same name. */
export const subjectFields: Readonly<Record<SubjectKind, Fields>> = {
  change: resource,
  resource,
  drift: { ...resource, relevant: ['bool', 'the drift influenced this plan'] },
  backend: {
    root: ['string', 'root module directory or plan'],
    kind: ['string', 'backend type; `none` without a block; empty when unknown'],
    status: ['string', 'remote, local or unknown'],
    evidence: ['string', 'where this is known from'],
    locked: ['bool', 'two runs cannot write at once; unknown for partial configuration'],
    encrypted: ['bool', 'encrypted at rest; unknown for partial configuration'],
  },
  block: {
    kind: ['string', 'remote-state (data source), state-file, unreadable'],
    address: ['string', 'address or file'],
    file: ['string', 'file it stands in'],
    detail: ['string', 'what was found'],
    local: ['bool', 'a remote-state block that reads a local file'],
  },
  action: {
    address: ['string', 'address of the action'],
    type: ['string', 'action type'],
    trigger: ['string', 'address that triggers it, empty when invoked directly'],
    event: ['string', 'e.g. AfterCreate; empty when invoked directly'],
  },
  output: {
    name: ['string', 'output name'],
    action: ['string', 'create, update, delete, no-op'],
    sensitive: ['bool', 'marked sensitive after this plan'],
  },
  plan: {
    mode: ['string', 'normal, destroy or refresh-only'],
    complete: ['bool', 'nothing was left out (`-target`, deferrals); unknown where the tool does not say (OpenTofu)'],
    errored: ['bool', 'planning stopped with an error'],
    creates: ['int', 'instances created'],
    updates: ['int', 'instances updated'],
    deletes: ['int', 'instances deleted, deposed objects excluded'],
    replaces: ['int', 'instances replaced'],
    destroys: ['int', 'instances deleted or replaced, deposed and disposable ones excluded'],
    forgets: ['int', 'instances forgotten'],
    stateSize: ['int', 'managed instances before this plan'],
    shareOfState: ['double', 'destroyed or replaced instances / instances before'],
    statefulDestroys: ['int', 'destroyed instances that hold data or are critical'],
    dependents: ['int', 'instances in the blast radius beside the destroyed ones'],
    score: ['int', 'blast radius score, 0 to 100'],
    recreated: ['list<string>', 'modules or the root that are destroyed as a whole and made again elsewhere in this plan'],
    emptiedModules: ['list<string>', 'modules that hold data and lose most of their instances'],
    unknownActions: ['list<string>', 'addresses with an action list that is not known'],
    unreadable: ['list<string>', 'parts of the plan or configuration that could not be read'],
    failingChecks: ['list<string>', 'check blocks and conditions that fail'],
    priorStateEmpty: ['bool', 'the state holds nothing before this plan'],
  },
};
