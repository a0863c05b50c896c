/** Parses AWS policy documents to statements, from JSON or from blocks of `aws_iam_policy_document`. */
import { matchesGlob } from '../../model/address.ts';
import type { JsonObject } from '../../model/plan-json.ts';
import { child } from '../../model/values.ts';
import { isObject } from '../../text/is-object.ts';
import { strings } from '../grants.ts';

/** A principal of a statement. */
export interface Principal {
  /** AWS, Service, Federated or CanonicalUser; `*` for everyone. */
  readonly type: string;
  readonly id: string;
}

/** One condition of a statement. */
export interface Condition {
  readonly operator: string;
  /** In lower case, e.g. `aws:principalorgid`. */
  readonly key: string;
  readonly values: readonly string[];
}

/** One statement of a policy document. */
export interface Statement {
  readonly allows: boolean;
  /** In lower case; null if the statement has NotAction. */
  readonly actions: readonly string[] | null;
  readonly notActions: readonly string[];
  readonly resources: readonly string[] | null;
  readonly notResources: readonly string[];
  readonly principals: readonly Principal[];
  /** NotPrincipal: everyone except some. */
  readonly excludesPrincipals: boolean;
  readonly conditions: readonly Condition[];
  /** An action or principal is known only after apply. An unknown resource does not count, since it is one object. */
  readonly uncertain: boolean;
}

/** Parses a policy document; null if the text is not a JSON object. */
export function parsePolicy(text: string): readonly Statement[] | null {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return null;
  }
  if (!isObject(json)) return null;
  const list = json.Statement;
  const statements = Array.isArray(list) ? list : [list];
  return statements.filter(isObject).map(fromJson);
}

function fromJson(statement: JsonObject): Statement {
  const lower = (key: string): readonly string[] => strings(statement[key]).map((each) => each.toLowerCase());
  const condition = statement.Condition;
  return {
    allows: statement.Effect === 'Allow',
    actions: 'NotAction' in statement ? null : lower('Action'),
    notActions: lower('NotAction'),
    resources: 'NotResource' in statement ? null : strings(statement.Resource),
    notResources: strings(statement.NotResource),
    principals: principalsIn(statement.Principal),
    excludesPrincipals: 'NotPrincipal' in statement,
    conditions: Object.entries(isObject(condition) ? condition : {}).flatMap(([operator, keys]) =>
      Object.entries(isObject(keys) ? keys : {}).map(([key, values]) => ({
        operator,
        key: key.toLowerCase(),
        values: (Array.isArray(values) ? values : [values]).map(String),
      })),
    ),
    uncertain: false,
  };
}

function principalsIn(value: unknown): readonly Principal[] {
  if (typeof value === 'string') return [{ type: '*', id: value }];
  return Object.entries(isObject(value) ? value : {}).flatMap(([type, ids]) =>
    strings(ids).map((id) => ({ type, id })),
  );
}

/** Converts one `statement` block of a data source. Source: hashicorp/aws, `aws_iam_policy_document`. */
export function fromBlock(block: JsonObject, unknown: unknown): Statement {
  const texts = (key: string): readonly string[] => strings(block[key]);
  const isSet = (key: string): boolean => texts(key).length > 0 || hasUnknown(child(unknown, key));
  const principals = blocks(block, 'principals').flatMap((each) =>
    strings(each.identifiers).map((id) => ({ type: String(each.type ?? ''), id })),
  );
  return {
    allows: (block.effect ?? 'Allow') === 'Allow',
    actions: isSet('not_actions') ? null : texts('actions').map((each) => each.toLowerCase()),
    notActions: texts('not_actions').map((each) => each.toLowerCase()),
    resources: isSet('not_resources') ? null : texts('resources'),
    notResources: texts('not_resources'),
    principals,
    excludesPrincipals: blocks(block, 'not_principals').length > 0,
    conditions: blocks(block, 'condition').map((each) => ({
      operator: String(each.test ?? ''),
      key: String(each.variable ?? '').toLowerCase(),
      values: strings(each.values),
    })),
    uncertain: ['effect', 'actions', 'not_actions', 'principals', 'not_principals'].some((key) =>
      hasUnknown(child(unknown, key)),
    ),
  };
}

function blocks(block: JsonObject, key: string): readonly JsonObject[] {
  const list = block[key];
  return Array.isArray(list) ? list.filter(isObject) : [];
}

function hasUnknown(mask: unknown): boolean {
  if (mask === true) return true;
  return typeof mask === 'object' && mask !== null && Object.values(mask).some(hasUnknown);
}

/** Whether a pattern of actions or resources covers a name. `?` is treated as `*`. */
export function matchesPattern(pattern: string, name: string): boolean {
  return pattern === name || (/[*?]/.test(pattern) && matchesGlob(pattern.replaceAll('?', '*'), name));
}

/** Whether the statement applies to the action (in lower case). */
export function namesAction(statement: Statement, action: string): boolean {
  if (statement.actions !== null) return statement.actions.some((pattern) => matchesPattern(pattern, action));
  return !statement.notActions.some((pattern) => matchesPattern(pattern, action));
}

const kinds =
  'role|user|group|policy|instance-profile|function|project|key|secret|table|db|cluster|stack|instance|alias';
const everything = new RegExp(`^arn:[^:]*:[^:]*:[^:]*:[^:]*:(?:(?:${kinds})[/:])?\\*(?:/\\*)?$`);

/** Whether the pattern covers all resources, or all of a service or kind. */
export function isEverything(resource: string): boolean {
  return /^\*+$/.test(resource) || everything.test(resource);
}

/** Whether the statement applies to all resources. */
export function isOnEverything(statement: Statement): boolean {
  return statement.resources === null || statement.resources.some(isEverything);
}

/** Condition keys that limit a grant to an identity. Other keys do not reduce it notably. */
const narrowsIdentity =
  /(?:resourcetag|requesttag)\/|^iam:(?:permissionsboundary|policyarn|associatedresourcearn)$|^aws:(?:calledvia|resourceaccount|resourceorgid)|^kms:(?:viaservice|grantisforawsresource|calleraccount)$|^aws:ec2launchedvia$|^iam:awsservicename$/;

/** Whether a condition limits the grant to an identity. */
export function isNarrowed(statement: Statement): boolean {
  return statement.conditions.some(({ key }) => narrowsIdentity.test(key));
}

/** Whether the action is denied on everything without a condition. */
export function isDenied(statements: readonly Statement[], action: string): boolean {
  return statements.some(
    (each) => !each.allows && each.conditions.length === 0 && isOnEverything(each) && namesAction(each, action),
  );
}
