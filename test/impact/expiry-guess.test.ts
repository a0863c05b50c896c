import { expect, it } from 'vitest';
import { toExpiryFinder } from '../../src/impact/expiry.ts';
import { changeOf } from './changing.ts';

const expiries = (type: string, name: string) => {
  const change = changeOf(type, { before: { [name]: 731 }, after: { [name]: 7 } });
  return toExpiryFinder([change])(change);
};

it('a shorter retention of what the type stores', () =>
  expect(expiries('acme_database', 'retention_days').data).toHaveLength(1));

it('what is kept about the performance of a database is no data of it', () =>
  expect(expiries('aws_db_instance', 'performance_insights_retention_period')).toMatchObject({ data: [], minor: [] }));

it('how long Kafka keeps the marks of deleted messages is no expiry', () =>
  expect(expiries('kafka_topic', 'delete.retention.ms')).toMatchObject({ data: [], minor: [] }));
