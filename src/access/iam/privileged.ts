/** Which grants of AWS, Google and Azure are administrator's grants: data, with where each comes from. */

/**
 * Services of which every action on every resource gives control over the account or over what it holds.
 * Others (`logs:*`, `cloudwatch:*`) are wide, but hand over neither.
 */
export const sensitiveServices: ReadonlySet<string> = new Set([
  ...['iam', 'sts', 'organizations', 'account', 'sso', 'sso-directory', 'identitystore', 'kms', 'secretsmanager'],
  ...['s3', 'ec2', 'rds', 'dynamodb', 'redshift', 'lambda', 'cloudformation', 'ssm', 'ecs', 'eks', 'route53'],
  ...['cloudtrail', 'backup'],
]);

/** Everything but the management of identities: source, AWS managed policy reference, PowerUserAccess. */
const butIdentities = 'everything but iam, organizations, account';

/** Names of AWS managed policies, with the actions on every resource that they stand for. */
export const managedPolicies: Readonly<Record<string, readonly string[]>> = {
  AdministratorAccess: ['*'],
  'AdministratorAccess-Amplify': ['iam:*'],
  'AdministratorAccess-AWSElasticBeanstalk': ['iam:*'],
  PowerUserAccess: [butIdentities],
  IAMFullAccess: ['iam:*'],
  AWSOrganizationsFullAccess: ['organizations:*'],
  AWSSSOMasterAccountAdministrator: ['sso:*'],
  AmazonS3FullAccess: ['s3:*'],
  AmazonEC2FullAccess: ['ec2:*'],
  AmazonRDSFullAccess: ['rds:*'],
  AmazonDynamoDBFullAccess: ['dynamodb:*'],
  AWSLambda_FullAccess: ['lambda:*'],
  AWSCloudFormationFullAccess: ['cloudformation:*'],
  AmazonSSMFullAccess: ['ssm:*'],
  AmazonECS_FullAccess: ['ecs:*'],
  AmazonRedshiftFullAccess: ['redshift:*'],
  AmazonRoute53FullAccess: ['route53:*'],
  SecretsManagerReadWrite: ['secretsmanager:*'],
  AmazonEKSClusterAdminPolicy: ['kubernetes cluster-admin'],
};

/** Basic roles, and roles that can hand out any other. Source: Google Cloud IAM basic and predefined roles. */
export const googleOwnerRoles: ReadonlySet<string> = new Set([
  'roles/owner',
  'roles/editor',
  'roles/iam.securityAdmin',
  'roles/iam.organizationRoleAdmin',
  'roles/iam.roleAdmin',
  'roles/iam.workloadIdentityPoolAdmin',
  'roles/iam.denyAdmin',
  'roles/resourcemanager.organizationAdmin',
  'roles/resourcemanager.folderAdmin',
  'roles/resourcemanager.folderIamAdmin',
  'roles/resourcemanager.projectIamAdmin',
  'roles/orgpolicy.policyAdmin',
  'roles/billing.admin',
]);

/** Above a single service account, these let their holder act as every one of them. */
export const googleImpersonationRoles: ReadonlySet<string> = new Set([
  'roles/iam.serviceAccountTokenCreator',
  'roles/iam.serviceAccountUser',
  'roles/iam.serviceAccountAdmin',
  'roles/iam.serviceAccountKeyAdmin',
  'roles/iam.serviceAccountOpenIdTokenCreator',
]);

/** Permissions of a custom role that lead to more. Source: Rhino Security Labs, "GCP IAM privilege escalation". */
export const googleEscalations: readonly string[] = [
  'iam.roles.update',
  'iam.serviceAccountKeys.create',
  'iam.serviceAccounts.actAs',
  'iam.serviceAccounts.getAccessToken',
  'iam.serviceAccounts.getOpenIdToken',
  'iam.serviceAccounts.implicitDelegation',
  'iam.serviceAccounts.signBlob',
  'iam.serviceAccounts.signJwt',
  'iam.serviceAccounts.setIamPolicy',
  'resourcemanager.projects.setIamPolicy',
  'resourcemanager.folders.setIamPolicy',
  'resourcemanager.organizations.setIamPolicy',
  'orgpolicy.policy.set',
  'deploymentmanager.deployments.create',
  'storage.hmacKeys.create',
  'serviceusage.apiKeys.create',
  'cloudbuild.builds.create',
];

export interface AzureRole {
  readonly name: string;
  /** GUID of the built-in role's definition, the same in every tenant. */
  readonly id: string;
  /** Counts on a single resource too; else only on a subscription or management group. */
  readonly anywhere: boolean;
}

/** Source: Azure built-in roles, privileged section. */
export const azureRoles: readonly AzureRole[] = [
  { name: 'Owner', id: '8e3af657-a8ff-443c-a75c-2fe8c4bcb635', anywhere: true },
  { name: 'User Access Administrator', id: '18d7d88d-d35e-4fb5-a5c3-7773c20a72d9', anywhere: true },
  { name: 'Role Based Access Control Administrator', id: 'f58310d9-a9f6-439a-9e8d-f62e7b41a168', anywhere: true },
  { name: 'Contributor', id: 'b24988ac-6180-42a0-ab88-20f7382dd24c', anywhere: false },
];

/** Template ids of directory roles that can hand out any other. Source: Microsoft Entra built-in roles. */
export const entraRoles: Readonly<Record<string, string>> = {
  '62e90394-69f5-4237-9190-012177145e10': 'Global Administrator',
  'e8611ab8-c189-46e8-94e1-60213ab1f814': 'Privileged Role Administrator',
  '7be44c8a-adaf-4e2a-84d6-ab2649e08a13': 'Privileged Authentication Administrator',
};

/** Actions of an Azure role definition that let its holder hand out roles. */
export const azureEscalations: readonly string[] = [
  'microsoft.authorization/roleassignments/write',
  'microsoft.authorization/roledefinitions/write',
  'microsoft.authorization/elevateaccess/action',
  'microsoft.managedidentity/userassignedidentities/assign/action',
];
