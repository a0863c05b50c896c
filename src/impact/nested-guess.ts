/** Nested blocks of types that the catalog does not list whose elements are likely to be objects of their own. */
import type { Change } from '../model/change.ts';
import { child } from '../model/values.ts';
import type { ObjectsSource } from '../source/catalog.ts';
import { leaves } from './attribute-walk.ts';

/** What is nested under these names holds data. */
const dataWord =
  /^(?:\w+_)?(?:disk|volume|database|table|column|column_family|replica|shard|collection|bucket|keyspace|file_system|share|topic|queue)(?:s|es|_list)?$/;
/** These are objects, too, and hold none. */
const objectWord =
  /^(?:\w+_)?(?:subnet|subnetwork|node_pool|node_group|worker_pool|listener|route|route_rule|vlan|pool|instance_group|availability_zone_pool|forwarding_rule)s?$/;
/** Settings of an object, references to others, and templates for new ones. */
const noObject =
  /template|config|setting|option|schedule|policy|status|output|metadata|tag|label|boot|root|os_|ephemeral|temp|cache|spec$|parameter|mapping|permission|select|filter|key_column|primary_key|partition|sort|cluster_by|transform|excluded|included/;
/** What names an element, best first; names survive a plan, ids may be made up by the provider. */
const names = [
  'name',
  'region_name',
  'region',
  'device_name',
  'label',
  'key',
  'cidr_block',
  'destination',
  'lun',
  'location',
  'interface',
  'slot',
  'entry_port',
];
const ownIds = ['id', 'arn', 'uid', 'uuid', 'self_link', 'ocid', 'urn', 'crn'];

/** Sources as the catalog would list them: lists of blocks that carry such a name, or elements with an id of their own. */
export function guessObjects({ values, criticality }: Change): readonly ObjectsSource[] {
  const { before } = values;
  if (typeof before !== 'object' || before === null || criticality === 'disposable') return [];
  const blocks = Object.keys(before).flatMap((path): readonly ObjectsSource[] => {
    const list: unknown = child(before, path);
    if (!Array.isArray(list) || noObject.test(path)) return [];
    const blocks = list.filter((item) => typeof item === 'object' && item !== null && !Array.isArray(item));
    const [first] = blocks;
    if (first === undefined) return [];
    const hasAll = (name: string): boolean => blocks.every((block) => isName(child(block, name)));
    const [name, id] = [names.find(hasAll), ownIds.find(hasAll)];
    const isNamed = dataWord.test(path) || objectWord.test(path);
    // An id alone may be a reference to something else.
    const identity = isNamed ? (name ?? id) : id === undefined ? undefined : name;
    if (identity === undefined) return [];
    const what = path.replaceAll('_', ' ').replace(/(?<=[^s])s$/, '');
    return [{ path, identity: [identity], what, ...(dataWord.test(path) && { data: true }) }];
  });
  return [...blocks, ...chartVolumes(before)];
}

/** A chart deletes its volume claims when the persistence of one of its parts is switched off. */
function chartVolumes(values: object): readonly ObjectsSource[] {
  const charts = child(values, 'chart_values');
  if (charts === undefined) return [];
  return leaves(charts, ['chart_values'])
    .filter(({ steps, value }) => value === true && steps.at(-1) === 'enabled' && isPersistence(steps.at(-2) ?? ''))
    .map(({ steps }) => ({ path: steps.join('.'), identity: [], what: 'volume', data: true, on: true }));
}

function isPersistence(name: string): boolean {
  return /^(?:persistence|persistent_?volume|storage)$/i.test(name);
}

function isName(value: unknown): boolean {
  return (typeof value === 'string' && value !== '') || typeof value === 'number';
}
