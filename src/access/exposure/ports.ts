/** Which ports are nobody's business on the open internet, and which sources are the open internet: data and arithmetic. */

interface Service {
  readonly name: string;
  readonly udp?: true;
}

const tcp = (name: string): Service => ({ name });
const both = (name: string): Service => ({ name, udp: true });

/** Services that are meant for insiders. Web ports, mail, DNS and time are not among them. */
const sensitive: ReadonlyMap<number, Service> = new Map([
  [20, tcp('ftp')],
  [21, tcp('ftp')],
  [22, tcp('ssh')],
  [23, tcp('telnet')],
  [69, both('tftp')],
  [111, both('rpcbind')],
  [135, tcp('msrpc')],
  [137, both('netbios')],
  [138, both('netbios')],
  [139, tcp('netbios')],
  [161, both('snmp')],
  [389, both('ldap')],
  [445, tcp('smb')],
  [623, both('ipmi')],
  [873, tcp('rsync')],
  [1433, tcp('sql server')],
  [1434, both('sql server')],
  [1521, tcp('oracle')],
  [2049, both('nfs')],
  [2181, tcp('zookeeper')],
  [2375, tcp('docker')],
  [2376, tcp('docker')],
  [2379, tcp('etcd')],
  [2380, tcp('etcd')],
  [3306, tcp('mysql')],
  [3389, both('rdp')],
  [4369, tcp('epmd')],
  [5432, tcp('postgresql')],
  [5439, tcp('redshift')],
  [5601, tcp('kibana')],
  [5672, tcp('amqp')],
  [5900, tcp('vnc')],
  [5901, tcp('vnc')],
  [5984, tcp('couchdb')],
  [5985, tcp('winrm')],
  [5986, tcp('winrm')],
  [6379, tcp('redis')],
  [6380, tcp('redis')],
  [6443, tcp('kubernetes api')],
  [7001, tcp('cassandra')],
  [7199, tcp('cassandra')],
  [7474, tcp('neo4j')],
  [7687, tcp('neo4j')],
  [8020, tcp('hdfs')],
  [8086, tcp('influxdb')],
  [8091, tcp('couchbase')],
  [8182, tcp('neptune')],
  [8200, tcp('vault')],
  [8500, tcp('consul')],
  [8529, tcp('arangodb')],
  [9042, tcp('cassandra')],
  [9092, tcp('kafka')],
  [9160, tcp('cassandra')],
  [9200, tcp('elasticsearch')],
  [9300, tcp('elasticsearch')],
  [10250, tcp('kubelet')],
  [10255, tcp('kubelet')],
  [11211, both('memcached')],
  [15672, tcp('rabbitmq')],
  [26257, tcp('cockroachdb')],
  [27017, tcp('mongodb')],
  [27018, tcp('mongodb')],
  [27019, tcp('mongodb')],
  [28015, tcp('rethinkdb')],
  [50000, tcp('db2')],
  [50070, tcp('hdfs')],
]);

export interface Ports {
  /** In lower case; `all` for any. */
  readonly protocol: string;
  readonly from: number;
  readonly to: number;
}

export const everyPort: Ports = { protocol: 'all', from: 0, to: 65535 };

/** Sensitive ports in a range, e.g. `ssh (22)`; `every port` where it holds all of them. */
export function sensitivePorts({ protocol, from, to }: Ports): {
  readonly names: readonly string[];
  readonly all: boolean;
} {
  const isUdp = ['udp', '17'].includes(protocol);
  if (!isUdp && !['tcp', '6', 'all', '-1', '*', 'any', ''].includes(protocol)) return { names: [], all: false };
  const names = [...sensitive]
    .filter(([port, service]) => port >= from && port <= to && (!isUdp || service.udp === true))
    .map(([port, { name }]) => `${name} (${port})`);
  return { names, all: from <= 1 && to >= 65535 };
}

/** `22`, `20-30`, `*`; null for anything else. */
export function parseRange(text: string): { readonly from: number; readonly to: number } | null {
  if (text === '*' || text.toLowerCase() === 'any') return { from: 0, to: 65535 };
  const [, from, to] = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(text) ?? [];
  return from === undefined ? null : { from: Number(from), to: Number(to ?? from) };
}

/**
 * Whether a source is the whole internet, or so much of it that it makes no difference: everything, and IPv4 prefixes up
 * to /8 or IPv6 prefixes up to /16 outside the private ranges.
 */
export function isWorld(source: string): boolean {
  const text = source.trim().toLowerCase();
  if (['*', 'any', 'internet', 'all', '0.0.0.0', '::', '/0'].includes(text)) return true;
  const [address = '', length = ''] = text.split('/');
  if (!/^\d{1,3}$/.test(length)) return false;
  const prefix = Number(length);
  if (address.includes(':')) return prefix <= 16 && !/^f[cde]/.test(address);
  return prefix <= 8 && !(prefix === 8 && /^(?:0|10|127)\./.test(address));
}
