// Plans that stress one thing each: the time must not grow with the square of their size.
const provider = (name) => `registry.terraform.io/hashicorp/${name}`;
const keys = (count) => Array.from({ length: count }, (_, i) => i);

/** A plan of objects, each with what becomes of it and what it depends on. */
function plan(objects, resources = []) {
  const parts = objects.map(({ type, name, key, from = 'aws', actions, before, after, dependsOn }) => {
    const address = `${type}.${name}${key === undefined ? '' : `["${key}"]`}`;
    const entry = {
      address,
      mode: 'managed',
      type,
      name,
      ...(key !== undefined && { index: key }),
      provider_name: provider(from),
    };
    const masks = { after_unknown: {}, before_sensitive: {}, after_sensitive: {} };
    return {
      change: { ...entry, change: { actions, before, after, ...masks } },
      state: { ...entry, schema_version: 0, values: before, ...(dependsOn && { depends_on: dependsOn }) },
    };
  });
  return {
    format_version: '1.2',
    terraform_version: '1.11.4',
    planned_values: { root_module: {} },
    resource_changes: parts.map(({ change }) => change),
    prior_state: { format_version: '1.0', values: { root_module: { resources: parts.map(({ state }) => state) } } },
    configuration: { root_module: { resources } },
    timestamp: '2026-01-01T00:00:00Z',
    complete: true,
  };
}

const block = (type, name, references = []) => ({
  address: `${type}.${name}`,
  mode: 'managed',
  type,
  name,
  expressions: references.length > 0 ? { x: { references } } : {},
});
const [replace, stay] = [['delete', 'create'], ['no-op']];

export const shapes = {
  /** Each of many instances may depend on any of many others. */
  dense: (count) =>
    plan(
      keys(count / 2).flatMap((i) => {
        const other = { id: `eip${i}`, instance: 'other' };
        return [
          {
            type: 'aws_instance',
            name: 'a',
            key: `k${i}`,
            actions: replace,
            before: { id: `i-${i}`, ami: 'x' },
            after: { ami: 'y' },
          },
          {
            type: 'aws_eip',
            name: 'b',
            key: `z${i}`,
            actions: stay,
            before: other,
            after: other,
            dependsOn: ['aws_instance.a'],
          },
        ];
      }),
      [block('aws_instance', 'a'), block('aws_eip', 'b', ['aws_instance.a'])],
    ),
  /** Each instance depends on the one before it. */
  chain: (count) =>
    plan(
      keys(count).map((i) => {
        const before = { id: `i-${i}` };
        const dependsOn = i > 0 ? [`aws_instance.n${i - 1}`] : [];
        return {
          type: 'aws_instance',
          name: `n${i}`,
          actions: i > 0 ? stay : replace,
          before,
          after: before,
          dependsOn,
        };
      }),
      keys(count).map((i) => block('aws_instance', `n${i}`, i > 0 ? [`aws_instance.n${i - 1}`] : [])),
    ),
  /** Each of many objects has a lock of its own. */
  locks: (count) =>
    plan(
      keys(count / 2).flatMap((i) => {
        const scope = `/subscriptions/s/resourceGroups/g${i}`;
        const group = { id: scope, name: `g${i}` };
        const lock = { id: `${scope}/locks/l`, scope, lock_level: 'CanNotDelete' };
        const common = { key: `k${i}`, from: 'azurerm' };
        return [
          {
            ...common,
            type: 'azurerm_resource_group',
            name: 'g',
            actions: ['update'],
            before: group,
            after: { ...group, tags: { a: 'b' } },
          },
          { ...common, type: 'azurerm_management_lock', name: 'l', actions: stay, before: lock, after: lock },
        ];
      }),
    ),
};
