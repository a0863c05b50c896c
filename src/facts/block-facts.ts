/** Blocks of the configuration, and files, that are judged by themselves. */
import type { ConfigurationBlock } from '../model/configuration/configuration-block.ts';
import type { ConfigurationContext } from './context.ts';
import type { FactTable } from './fact.ts';

/** Facts of one configuration block or file (`block` in policies). */
export const blockFacts = {
  kind: {
    type: 'string',
    doc: 'remote-state (data source), state-file, unreadable, guard-removed (`prevent_destroy`), forget-added (`destroy = false`)',
    read: (block) => block.kind,
  },
  address: {
    type: 'string',
    doc: 'address or file',
    read: (block) => block.address,
  },
  file: {
    type: 'string',
    doc: 'file with the block',
    read: (block) => block.file,
  },
  detail: {
    type: 'string',
    doc: 'what was found',
    read: (block) => block.detail,
  },
  local: {
    type: 'bool',
    doc: 'a remote-state block that reads a local file',
    read: (block) => block.local,
  },
} satisfies FactTable<ConfigurationBlock, ConfigurationContext>;
