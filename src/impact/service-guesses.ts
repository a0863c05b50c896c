/** Attributes that decide whether an object serves, by their names, for types of which no catalog entry says so. */
import type { Change } from '../model/change.ts';
import { child } from '../model/values.ts';
import type { ServiceSource } from '../source/catalog.ts';
import { once } from '../text/once.ts';
import { toSnakeCase } from '../text/snake-case.ts';
import { isChanged } from './attribute-walk.ts';
import { typeWords } from './type-words.ts';

const count =
  /^(?:desired_(?:count|capacity|size|instances|nodes|replicas)|replicas|quantity|(?:manual_|desired_)?(?:instance|node|worker|task|machine|server|vm|pod|replica)_count|max_(?:size|capacity|count|instances|instance_count|replicas|replica_count|nodes|node_count|concurrency)|target_size|reserved_concurrent_executions|(?:num(?:ber)?_(?:of_)?)(?:nodes|instances|node_groups|cache_clusters|cache_nodes|broker_nodes|workers))$/;
const machineState = /^(?:desired|target|power|instance|runtime)_?(?:status|state|action)$|^activation_policy$/;
/** Of these a size says how many machines they have. */
const isPool = /_(?:pool|group|fleet|formation)s?(?:_v\d+)?$/;
const state = /^(?:(?:admin(?:istrative)?|operational)_)?(?:state|status)$/;
const stoppedStates = [
  ...['stopped', 'stop', 'terminated', 'never', 'disabled', 'disable', 'off', 'poweroff', 'poweredoff', 'powered_off'],
  ...[
    'inactive',
    'suspended',
    'paused',
    'down',
    'deallocated',
    'hibernated',
    'shutdown',
    'shutoff',
    'halted',
    'stopping',
  ],
];
const on =
  /^(?:is_)?(?:enabled?|active|running|started|booted|powered_on|published|activate)$|^(?:service|account|site|app)_enabled$|^admin_state_up$/;
const off = /^(?:is_)?(?:disabled?|suspended|paused|stopped|blocked|deactivated|archived)$/;

/** What a front has behind it. */
const backends =
  /^(?:backends?|origins?|targets?|target_ids|instances|instance_ids|server_ids|droplet_ids|upstreams?)$/;
/** Who is let in. */
const entrants =
  /^(?:members?|member_ids|users|user_ids|owners|principals|subjects|access_polic(?:y|ies)|ingress|inbound_rules?|ingress_(?:security_)?rules?|security_rules?)$/;
const nameServers = /^name_?servers?$/;
const certificates = /(?:^|_)certificate_(?:arn|id|name)$|^ssl_certificates?$/;
const isRecord = /_record(?:_?set)?s?(?:_v\d+)?$/;
const recordValues = /^(?:contents?|values?|records?|rrdatas?|targets?|data|answers?|rdata)$/;

/** Words of types that others are served by. */
const serving =
  /(?:^|_)(?:service|apps?|application|functions?|instance|server|vm|machine|deployment|(?:daemon|stateful|replica|scale)_?set|(?:auto)?scaling_group|asg|instance_group(?:_manager)?|(?:node|worker|machine|instance|k8s|kube)_?(?:group|pool)|cluster|database|db|sql|postgresql|mysql|redis|kafka|distribution|cdn|(?:web)?site|gateway|formation|load_?balancer|lb|nlb|alb|elb|backend_service|listener|proxy|endpoint|record|zone|domain|droplet|container|warehouse|stage|api|service_account|broker|tunnel|host(?:name)?|linode|server_group)(?:_|$)/;
/** Words in names of types that serve no requests, or that only configure another object. */
const background =
  /(?:^|_)(?:schedule[rd]?|cron|cron_?job|job|rules?|policy|policies|alarm|alert|monitor|check|trigger|subscription|mapping|webhook|notifications?|template|version|budget|dashboard|test|synthetics?|canary|logs?|logging|metrics?|backups?|snapshots?|key|user|member(?:ship)?|attachment|association|parameters?|settings?|config(?:uration)?|options?|features?|plugin|rotation|autoscaler|maintenance|firewall|waf|guard|detector|permission|binding|role|tag|script)(?:_|$)/;

/** Maps with keys of the user's own. */
const ownKeys = /^(?:(?:string_|binary_)?data|metadata|tags|tags_all|labels|annotations|variables|env(?:ironment)?)$/;

/** Blocks in blocks: `template.scaling.max_instance_count`, `manifest.spec.replicas`. */
const deepest = 3;

/**
 * The attributes before the change whose names say that a value switches the object off. Advice only, unless the words of
 * the type say that others are served by it, or the catalog calls it critical. Switches of backups, guards and audit trails are judged by policies of their own.
 */
export function guessServices(change: Change): readonly ServiceSource[] {
  const { entry, values } = change;
  if (entry.key || entry.audit || entry.backupOf) return [];
  const judged = new Set(
    [...(entry.guards ?? []), ...(entry.risks ?? []), ...(entry.backups ?? [])].map(({ path }) => path),
  );
  const advise = once(() => (isServing(change) ? {} : { advise: true }));
  const found = new Map<string, ServiceSource>();
  const look = (block: unknown, prefix: string, depth: number): void => {
    for (const name of typeof block === 'object' && block !== null ? Object.keys(block) : []) {
      // What stays as it is stops nothing. Few attributes of an update change.
      if (depth === 0 && change.action === 'update' && !isChanged(change, name)) continue;
      const path = `${prefix}${name}`;
      const effects = judged.has(path) ? [] : effectsOf(toSnakeCase(name), depth, change.type);
      for (const effect of effects)
        found.set(`${path} ${effect.where?.path ?? ''}`, { path, ...advise(), ...viaOf(change), ...effect });
      const inner = child(block, name);
      if (depth < deepest && !ownKeys.test(name))
        for (const each of Array.isArray(inner) ? inner : [inner])
          if (!Array.isArray(each)) look(each, `${path}.`, depth + 1);
    }
  };
  look(values.before ?? values.after, '', 0);
  return [...found.values()];
}

function isServing(change: Change): boolean {
  const words = typeWords(change);
  return (serving.test(words) || change.criticality === 'critical') && !background.test(words);
}

type Guess = Omit<ServiceSource, 'path'>;

function effectsOf(name: string, depth: number, type: string): readonly Guess[] {
  const stopped = isPool.test(type) && name === 'size' ? 0 : stoppedBy(name, depth);
  if (stopped !== undefined) return [{ stopped }];
  if (depth > 0) return [];
  if (backends.test(name)) return [{ emptied: true }];
  if (entrants.test(name)) return [{ emptied: true, advise: true }];
  if (nameServers.test(name)) return [{ changed: true }];
  if (certificates.test(name)) return [{ changed: true, advise: true }];
  if (!isRecord.test(type) || !recordValues.test(name)) return [];
  return [
    { changed: true, where: { path: 'type', value: 'NS' } },
    { changed: true, advise: true },
  ];
}

/** Numbers and states of machines mean the same in every block; `enabled` and `status` in a block are about that block. */
function stoppedBy(name: string, depth: number): unknown {
  if (count.test(name)) return 0;
  if (machineState.test(name)) return stoppedStates;
  if (depth > 0) return undefined;
  if (state.test(name)) return stoppedStates;
  if (on.test(name)) return false;
  return off.test(name) ? true : undefined;
}

/** `*_instance_state` and its like switch another object. */
export function isSwitchType(type: string): boolean {
  return /_(?:power_)?(?:state|status|power)$/.test(type);
}

/** The attribute of a switch that names the object. */
function viaOf({ type, values }: Change): { readonly via?: string } {
  if (!isSwitchType(type) || typeof values.after !== 'object' || values.after === null) return {};
  const via = Object.keys(values.after).find((name) => /_(?:id|identifier|name|arn)$|^(?:identifier|name)$/.test(name));
  return via === undefined ? {} : { via };
}
