/** Where the state of a root module is stored. */
import type { Backend } from '../model/configuration/backend.ts';
import { Unknown } from '../policy/unknown.ts';
import type { ConfigurationContext } from './context.ts';
import type { FactTable } from './fact.ts';

/** Facts of the backend of one root module (`backend` in policies). */
export const backendFacts = {
  root: {
    type: 'string',
    doc: 'root module directory or plan',
    read: (backend) => backend.root,
  },
  kind: {
    type: 'string',
    doc: 'backend type; `none` without a block; empty when unknown',
    read: (backend) => backend.kind ?? '',
  },
  status: {
    type: 'string',
    doc: 'remote, local or unknown',
    read: (backend) => backend.status,
  },
  evidence: {
    type: 'string',
    doc: 'source of this information',
    read: (backend) => backend.evidence,
  },
  locked: {
    type: 'bool',
    doc: 'state locking: two runs cannot write at once; unknown for partial configuration',
    unknown: true,
    read: (backend) => backend.locked ?? new Unknown('locked', 'the backend configuration is partial'),
  },
  encrypted: {
    type: 'bool',
    doc: 'encrypted at rest; unknown for partial configuration',
    unknown: true,
    read: (backend) => backend.encrypted ?? new Unknown('encrypted', 'the backend configuration is partial'),
  },
} satisfies FactTable<Backend, ConfigurationContext>;
