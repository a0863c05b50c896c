/** A block or file of the configuration that policies judge on its own. */
export interface ConfigurationBlock {
  readonly kind: 'remote-state' | 'state-file' | 'unreadable' | 'guard-removed' | 'forget-added';
  readonly address: string;
  readonly file: string;
  readonly line?: number;
  readonly detail: string;
  readonly local: boolean;
}
