/** Web application firewalls and the like: the rules and modes by which they refuse something. */
import { child, readPath } from '../../model/values.ts';
import type { GuardRulesSource } from '../../source/exposure.ts';
import {
  blocksAt,
  type Detection,
  type Grant,
  holderOf,
  holdsAny,
  isUnknownAt,
  noDetections,
  type Reader,
  type Side,
  within,
} from '../grants.ts';

/** Reads the rules of a firewall or access policy that refuse something. Removing one opens access. */
export const readGuardRules: Reader<GuardRulesSource> = (side, source) => {
  const { rules } = source;
  // A guard that is deleted with its object opens nothing.
  const isOwn = Object.values(source.holder)
    .flat()
    .some((attribute) => attribute === 'id' || attribute === 'name');
  if (isOwn && side.change.action === 'delete') return noDetections;
  const kind = source.refuses === 'access' ? 'policy-guard' : 'network-guard';
  if (rules === undefined) return readRule({ object: side, rule: side, kind, path: '' }, source);
  const [top = ''] = rules.split('.');
  if (child(side.unknown, top) === true) return [{ kind, unknown: `after.${top}` }];
  return blocksAt(side, rules).flatMap((block) =>
    readRule({ object: side, rule: within(side, block), kind, path: `${block.at}.` }, source),
  );
};

interface Rule {
  readonly object: Side;
  /** The object itself where it is one rule. */
  readonly rule: Side;
  readonly kind: 'network-guard' | 'policy-guard';
  readonly path: string;
}

function readRule({ object, rule, kind, path }: Rule, source: GuardRulesSource): readonly Detection[] {
  const { denies, set = [], not } = source;
  const deciding = [...Object.keys(denies ?? {}), ...Object.keys(not ?? {}), ...set];
  const doubtful = deciding.find((each) => isUnknownAt(rule, each));
  if (doubtful !== undefined) return [{ kind, unknown: `after.${path}${doubtful}` }];
  const isUnconditional = denies === undefined && set.length === 0;
  const refuses = isUnconditional || holdsAny(denies, () => rule) || set.some((each) => isSet(rule, each));
  return refuses && !holdsAny(not, () => rule) ? [guard({ object, rule, kind, path }, source)] : [];
}

/** Two rules are the same if their content is equal, or if their names are equal. */
function guard({ object, rule, kind }: Rule, source: GuardRulesSource): Grant {
  const { holder, name } = holderOf(object, source.holder);
  const identity = valuesAt(rule, source.identity ?? []).map(String)[0];
  const content = valuesAt(rule, source.content ?? []);
  const says = source.says ?? 'rule';
  const key = content.length > 0 ? JSON.stringify(content) : (identity ?? '');
  return {
    kind,
    keys: [`${says} ${key}`],
    holder,
    text: identity === undefined ? [says] : [says, ' ', identity],
    ...(identity !== undefined && { identity: `${says} ${identity}` }),
    ...(name !== null && { guarded: name }),
  };
}

function isSet(side: Side, path: string): boolean {
  return valuesAt(side, [path]).some((value) => value !== false && !(Array.isArray(value) && value.length === 0));
}

function valuesAt(side: Side, paths: readonly string[]): readonly unknown[] {
  return paths.flatMap((path) => readPath(side.values, side.unknown, path).known).filter((value) => value !== '');
}
