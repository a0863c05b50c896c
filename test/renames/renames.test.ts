import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { toCatalog } from '../../src/model/catalog.ts';
import { toPlan } from '../../src/model/plan.ts';
import { toPlanDocument } from '../../src/model/plan-json.ts';
import { readBuiltinPolicies } from '../../src/read/settings/builtin.ts';
import { movedBlock } from '../../src/renames/moved-blocks.ts';
import { findRenames } from '../../src/renames/renames.ts';

const fixtures = join(import.meta.dirname, '..', '..', 'fixtures');
const catalog = toCatalog(readBuiltinPolicies().catalog);

type Attributes = Readonly<Record<string, unknown>>;
type Side = Readonly<Record<string, Attributes>>;

function changesOf(gone: Side, made: Side, stays: readonly string[] = []) {
  const identity = (address: string) => {
    const [type = '', name = ''] = address.replace(/^(?:module\.[^.]+\.)*/, '').split(/[.[]/);
    return { address, mode: 'managed', type, name, provider_name: 'registry.terraform.io/hashicorp/aws' };
  };
  const json = {
    resource_changes: [
      ...Object.entries(gone).map(([address, before]) => ({
        ...identity(address),
        change: { actions: ['delete'], before, after: null },
      })),
      ...Object.entries(made).map(([address, after]) => ({
        ...identity(address),
        change: { actions: ['create'], before: null, after, after_unknown: { id: true } },
      })),
      ...stays.map((address) => ({ ...identity(address), change: { actions: ['no-op'], before: {}, after: {} } })),
    ],
  };
  return toPlan(toPlanDocument(json), catalog).changes;
}

/** From → to of everything that was matched, and the blocks to paste. */
function renamesIn(changes: ReturnType<typeof changesOf>) {
  const renames = findRenames(changes);
  const found = changes.flatMap((change) => renames.of(change) ?? []);
  return {
    pairs: Object.fromEntries(found.map(({ from, to }) => [from.address, to.address])),
    blocks: found
      .filter(({ isFirstOfMovedBlock }) => isFirstOfMovedBlock)
      .map(({ move }) => movedBlock(move).replace(/\s+/g, ' ')),
    candidates: Object.fromEntries(
      changes.flatMap((change) => {
        const addresses = renames.candidatesFor(change);
        return addresses.length > 0 ? [[change.address, addresses]] : [];
      }),
    ),
  };
}

function fixture(slug: string) {
  const json = JSON.parse(readFileSync(join(fixtures, slug, 'plan.json'), 'utf8'));
  return toPlan(toPlanDocument(json), catalog).changes;
}

describe('real refactorings', () => {
  it('306 resources, each created again with its type, in the module of its name', () => {
    const changes = fixture('google-18-estate-refactor-without-moved');
    const { pairs, blocks } = renamesIn(changes);
    expect(Object.keys(pairs)).toHaveLength(306);
    expect(new Set(Object.values(pairs)).size).toBe(306);
    expect(blocks).toHaveLength(306);
    for (const [from, to] of Object.entries(pairs)) {
      const [type = '', name = ''] = from.split('.');
      const [, service = ''] = /^module\.service\["(.+)"\]/.exec(to) ?? [];
      expect(to).toContain(`.${type}.`);
      expect(`${name}_`.startsWith(`${service}_`), `${from} is not ${to}`).toBe(true);
    }
  });

  it('a module with another name is one block', () => {
    const { pairs, blocks } = renamesIn(fixture('aws-08-rename-without-moved'));
    expect(Object.keys(pairs)).toHaveLength(4);
    expect(blocks).toEqual(['moved { from = module.orders_db to = module.database }']);
  });

  it('a module with another key is one block, and all of it goes along', () => {
    const { pairs, blocks } = renamesIn(fixture('aws-50-kiro-environment-recreated'));
    expect(Object.keys(pairs)).toHaveLength(41);
    expect(blocks).toEqual([
      'moved { from = aws_route53_record.app["prod"] to = aws_route53_record.app["production"] }',
      'moved { from = module.environment["prod"] to = module.environment["production"] }',
    ]);
  });
});

const a = { ami: 'ami-1', private_ip: '10.0.0.1' };
const b = { ami: 'ami-1', private_ip: '10.0.0.2' };

describe('which block', () => {
  it('covers all instances of a resource where their keys stay', () => {
    const changes = changesOf(
      { 'aws_instance.old["a"]': a, 'aws_instance.old["b"]': b },
      { 'aws_instance.new["a"]': a, 'aws_instance.new["b"]': b },
    );
    expect(renamesIn(changes).blocks).toEqual(['moved { from = aws_instance.old to = aws_instance.new }']);
  });

  it('is for single instances where one of them stays, or goes elsewhere', () => {
    const stays = changesOf({ 'aws_instance.old["a"]': a }, { 'aws_instance.new["a"]': a }, ['aws_instance.old["c"]']);
    expect(renamesIn(stays).blocks).toEqual(['moved { from = aws_instance.old["a"] to = aws_instance.new["a"] }']);
    const parts = changesOf(
      { 'aws_instance.old["a"]': a, 'aws_instance.old["b"]': b },
      { 'aws_instance.one["a"]': a, 'aws_instance.two["b"]': b },
    );
    expect(renamesIn(parts).blocks).toHaveLength(2);
  });

  it('is not for a module of which something stays', () => {
    const changes = changesOf({ 'module.m.aws_instance.i': a }, { 'module.n.aws_instance.i': a }, [
      'module.m.aws_vpc.v',
    ]);
    expect(renamesIn(changes).blocks).toEqual([
      'moved { from = module.m.aws_instance.i to = module.n.aws_instance.i }',
    ]);
  });

  it('names the inner module where only that was renamed', () => {
    const changes = changesOf({ 'module.m.module.x.aws_instance.i': a }, { 'module.m.module.y.aws_instance.i': a });
    expect(renamesIn(changes).blocks).toEqual(['moved { from = module.m.module.x to = module.m.module.y }']);
  });

  it('names the outer module where what is in it stays the same', () => {
    const changes = changesOf({ 'module.x.module.m.aws_instance.i': a }, { 'module.y.module.m.aws_instance.i': a });
    expect(renamesIn(changes).blocks).toEqual(['moved { from = module.x to = module.y }']);
  });
});

describe('what is no rename', () => {
  it('two that could both be meant are only named', () => {
    const { pairs, candidates } = renamesIn(
      changesOf({ 'aws_instance.old': a }, { 'aws_instance.one': a, 'aws_instance.two': a }),
    );
    expect(pairs).toEqual({});
    expect(candidates).toEqual({ 'aws_instance.old': ['aws_instance.one', 'aws_instance.two'] });
  });

  it.each([
    [
      'another name',
      { bucket: 'a', acl: 'private', tags: { x: 'y' } },
      { bucket: 'b', acl: 'private', tags: { x: 'y' } },
    ],
    ['another region', { bucket: 'a', region: 'eu-west-1' }, { bucket: 'a', region: 'eu-west-2' }],
    ['nothing known', { bucket: 'a' }, { bucket: null }],
  ])('%s', (_, before, after) => {
    expect(renamesIn(changesOf({ 'aws_s3_bucket.a': before }, { 'aws_s3_bucket.b': after })).pairs).toEqual({});
  });

  it('a data source, and a leftover of an earlier replacement', () => {
    const [deleted, created] = changesOf({ 'aws_instance.old': a }, { 'aws_instance.new': a });
    if (!deleted || !created) throw new Error('two changes were made');
    expect(findRenames([{ ...deleted, deposed: 'abcd1234' }, created]).of(deleted)).toBeUndefined();
  });
});

describe('ten thousand of one type', () => {
  const many = (prefix: string, attributes: (i: number) => Attributes): Side =>
    Object.fromEntries(Array.from({ length: 10_000 }, (_, i) => [`${prefix}["${i}"]`, attributes(i)]));

  /** Work is counted, not timed: a value that is looked at in each comparison. */
  let looks = 0;
  const watched = (): object =>
    Object.defineProperty({}, 'team', {
      enumerable: true,
      get: () => {
        looks += 1;
        return 'orders';
      },
    });

  it.each<[string, (i: number) => Attributes]>([
    ['each with a name', (i) => ({ name: `queue-${i}`, fifo: false, tags: watched() })],
    ['told apart by their keys only', () => ({ delay_seconds: 5, fifo: true, tags: watched() })],
  ])('%s, without comparing each with each', (_, attributes) => {
    const changes = changesOf(many('aws_sqs_queue.old', attributes), many('module.m.aws_sqs_queue.new', attributes));
    looks = 0;
    const { pairs } = renamesIn(changes);
    expect(looks).toBeGreaterThan(10_000);
    expect(looks).toBeLessThan(20 * 10_000);
    expect(pairs['aws_sqs_queue.old["77"]']).toBe('module.m.aws_sqs_queue.new["77"]');
    expect(Object.keys(pairs)).toHaveLength(10_000);
  });
});
