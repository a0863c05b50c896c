import { join } from 'node:path';
import { expect, it } from 'vitest';
import { type Score, scoreCases } from './accuracy.ts';

/** Cases that do not come out right yet. The list may only shrink: one that is right fails the test until it leaves. */
const known: readonly string[] = [
  'a02-data-volume-detached',
  'a03-all-targets-removed',
  'a05-asg-detached-from-target-group',
  'b08-digitalocean-droplet-backups-off',
  'd15-elasticache-cluster-mode-fewer-shards',
  'f05-secret-version-rotated-gcp',
  'f32-bigquery-view-created-unprotected',
  'f34-rds-read-replica-created',
  'f36-project-service-removed-kept',
  'f38-azure-zip-blob-deploy',
  'f40-default-sg-removed-from-code',
  'f41-config-map-hash-name',
  'g01-mongodbatlas',
  'g04-aiven',
  'g05-confluent-prevent',
  'g07-ovh-exoscale',
  'g08-newrelic-okta',
  'g10-tencent',
  'g12-vault-allow-destroy',
  'g13-digitalocean-spaces-force-destroy',
  'g17-azapi-lock',
  'i08-aws-auth-configmap-destroyed',
  'i28-crd-replaced',
  'p-do-open-ssh',
  'p-eks-private-to-public',
  'p-guard-not-in-schema-eks',
  'p-guard-unset-computed-eks',
  'p-oci-open-ssh',
  'p-secret-rotated',
  'p-secret-rotated-google',
  'r-ecs-desired-0',
  'r-k8s-replicas-0',
  'r-lambda-concurrency-0',
  's03-cloudsql-stopped',
  's07-kubernetes-deployment-replicas-zero',
  's08-lambda-concurrency-zero',
  's11-listener-default-action',
  's14-bucket-policy-denies-all',
  's18-keyvault-access-policies-removed',
  's20-azuread-group-emptied',
  's22-instance-stopped',
  's23-ec2-instance-state-stopped',
  's24-rds-instance-state-stopped',
  's25-web-app-disabled',
  's28-acm-cert-swapped',
  'u-kubectl-manifest-deleted',
  'v06-waf-block-to-count',
  'v09-iam-user-key-inactive',
  'v10-cloudrun-max-zero',
  'w01-default-security-group-adopted',
  'w02-default-network-acl-adopted',
  'w06-ssm-parameter-overwrite',
  'w07-create-provisioner-deletes',
  'x02-unknown-data-created-unprotected',
  'x10-cloud-armor-rules-removed',
  'x11-nacl-inline-deny-removed',
  'x12-scp-content-emptied',
  'y01-nacl-inline-ssh-deny-removed',
  'y05-lambda-event-source-disabled',
];

const cases = join(import.meta.dirname, '..', 'fixtures', 'cases');
const slugs = (scores: readonly Score[]): readonly string[] => scores.map((score) => score.case.slug).sort();

it('judges every case as its index says', async () => {
  const scores = await scoreCases(cases);
  expect(scores).toHaveLength(153);
  const wrong = scores.filter((score) => score.wrong.length > 0);
  const unexpected = wrong.filter((score) => !known.includes(score.case.slug));
  expect(unexpected.map((score) => `${score.case.slug}: ${score.wrong.join('; ')} | ${score.case.why}`)).toEqual([]);
  expect(known.filter((slug) => !slugs(wrong).includes(slug))).toEqual([]);
});
