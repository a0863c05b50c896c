import { describe, expect, it } from 'vitest';
import { destructiveFinder } from '../../src/agent-guard/destructive.ts';
import { readBuiltinPolicies } from '../../src/read/settings/builtin.ts';

const find = destructiveFinder(readBuiltinPolicies().commands);

describe('a script of a provisioner', () => {
  // biome-ignore format: one line each would hide the groups
  it.each([
    ['aws s3 rm s3://invoices --recursive', 'aws s3 rm --recursive'],
    [`aws s3 rb s3://\${self.triggers.bucket} --force`, 'aws s3 rb'],
    ['bash -c "aws rds delete-db-instance --db-instance-identifier x"', 'aws rds delete-db-instance'],
    ['set -e\nfor i in $(aws ec2 describe-x); do\n  aws ec2 terminate-instances --instance-ids $i\ndone', 'aws ec2 terminate-instances'],
    ['kubectl delete namespace prod', 'kubectl delete namespace'],
    ['helm uninstall app || true', 'helm uninstall'],
    ['psql -c "DROP DATABASE app"', 'psql drop database'],
    ['redis-cli FLUSHALL', 'redis-cli FLUSHALL'],
    ['gcloud sql instances delete x --quiet', 'gcloud delete'],
    ['az group delete -n x --yes', 'az delete'],
    ['terraform destroy -auto-approve', 'terraform destroy'],
    ['curl -X DELETE https://search:9200/_all', 'curl -X DELETE https://search:9200/_all'],
    ['rm -rf /var/lib/postgresql/data', 'rm -r /var/lib/postgresql/data'],
    ['find /data -delete', 'find -delete'],
    ['shred -u /etc/keys', 'shred'],
    ['mkfs.ext4 /dev/xvdf', 'mkfs.ext4'],
  ])('%s destroys', (script, shown) => {
    expect(find(script)).toContain(`${shown} (`);
  });

  it.each([
    ['echo bye'],
    ['echo "terraform destroy"'],
    ['sleep 30; aws eks update-kubeconfig --name x'],
    ['kubectl apply -f x.yaml && kubectl delete pod x'],
    ['terraform init && terraform apply'],
    ['ansible-playbook destroy.yml'],
    ['rm -rf ./build'],
    ['rm -rf /tmp/build'],
    ['sh -c "$SCRIPT"'],
    ['if ('],
  ])('%s does not, or nobody knows', (script) => {
    expect(find(script)).toBeNull();
  });
});
