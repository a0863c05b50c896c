/** Parses Terraform addresses. It needs a tokenizer, because instance keys may contain dots, quotes and brackets. */
import { matchesGlob } from '../text/glob.ts';

export { matchesGlob };

/** A name between dots or an instance key. `text` is the unescaped key, `literal` the key with its brackets. */
type Token = { readonly kind: 'name' | 'key'; readonly text: string; readonly literal: string };

/** A parsed address of a resource instance. */
export interface Address {
  /** Module address with instance keys; empty in the root module. */
  readonly module: string;
  /** Module address without instance keys. */
  readonly moduleConfig: string;
  readonly mode: 'managed' | 'data';
  readonly type: string;
  readonly name: string;
  /** Instance key as Terraform writes it, with brackets (`[0]`, `["a"]`); empty without one. */
  readonly key: string;
  /** Address without instance keys: the resource block in the configuration. */
  readonly config: string;
}

/**
 * Splits an address into names and keys. Keys are HCL-quoted strings (`\" \\
 * \r \t \uXXXX`, `$${`, `%%{`) or numbers. Source: `toHCLQuotedString` in Terraform's
 * `internal/addrs/instance_key.go`. Returns null if the text is not an address.
 */
export function tokenize(text: string): readonly Token[] | null {
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    if (text[at] === '[') {
      const end = text[at + 1] === '"' ? endOfQuoted(text, at + 1) : text.indexOf(']', at);
      if (end < 0 || text[end] !== ']') return null;
      const literal = text.slice(at + 1, end);
      tokens.push({ kind: 'key', text: literal.startsWith('"') ? unquote(literal) : literal, literal: `[${literal}]` });
      at = end + 1;
      if (at < text.length && text[at] === '.') at += 1;
      else if (at < text.length && text[at] !== '[') return null;
      continue;
    }
    let end = at;
    while (end < text.length && text[end] !== '.' && text[end] !== '[') end += 1;
    if (end === at) return null;
    const name = text.slice(at, end);
    tokens.push({ kind: 'name', text: name, literal: name });
    at = text[end] === '.' ? end + 1 : end;
    if (at === text.length && text[end] === '.') return null;
  }
  return tokens.length > 0 ? tokens : null;
}

/** Returns the index of the `]` after the quoted string that starts at `from`, or -1. */
function endOfQuoted(text: string, from: number): number {
  for (let i = from + 1; i < text.length; i += 1) {
    if (text[i] === '\\') i += 1;
    else if (text[i] === '"') return text[i + 1] === ']' ? i + 1 : -1;
  }
  return -1;
}

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '"': '"', '\\': '\\' };

function unquote(literal: string): string {
  const inner = literal.slice(1, -1);
  if (!/[\\{]/.test(inner)) return inner;
  return inner
    .replace(/\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([nrt"\\]))/g, (_, u4?: string, u8?: string, simple?: string) =>
      simple === undefined ? codePoint(Number.parseInt(u4 ?? u8 ?? '0', 16)) : (escapes[simple] ?? simple),
    )
    .replace(/\$\$\{/g, '${')
    .replace(/%%\{/g, '%{');
}

function codePoint(code: number): string {
  return code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd';
}

/**
 * Fast path for `(module path)(data.)(type).(name)(key)` without backslashes in keys, which covers almost all
 * addresses.
 */
const plain =
  /^((?:module\.[^.[\]]+(?:\[(?:\d+|"[^"\\]*")\])?\.)*)(data\.)?(?!data\.|module\.)([^.[\]]+)\.([^.[\]]+)(\[(?:\d+|"[^"\\]*")\])?$/;
const moduleKey = /\[(?:\d+|"[^"\\]*")\]/g;

/** Parses the address of a resource instance. A malformed one is returned as `name` with an empty type. */
export function parseAddress(text: string): Address {
  const found = plain.exec(text);
  if (!found) return parseSteps(text);
  const [, path = '', data = '', type = '', name = '', key = ''] = found;
  const module = path.slice(0, -1);
  const moduleConfig = module.includes('[') ? module.replace(moduleKey, '') : module;
  return {
    module,
    moduleConfig,
    mode: data === '' ? 'managed' : 'data',
    type,
    name,
    key,
    config: path === '' && key === '' ? text : `${moduleConfig}${path === '' ? '' : '.'}${data}${type}.${name}`,
  };
}

function parseSteps(text: string): Address {
  const whole = { module: '', moduleConfig: '', mode: 'managed', type: '', name: text, key: '', config: text } as const;
  const tokens = tokenize(text);
  if (!tokens) return whole;
  let i = 0;
  let module = '';
  let moduleConfig = '';
  while (tokens[i]?.text === 'module' && tokens[i]?.kind === 'name' && tokens[i + 1]?.kind === 'name') {
    const step = `module.${tokens[i + 1]?.text}`;
    moduleConfig = moduleConfig ? `${moduleConfig}.${step}` : step;
    module = module ? `${module}.${step}` : step;
    i += 2;
    if (tokens[i]?.kind === 'key') {
      module += tokens[i]?.literal;
      i += 1;
    }
  }
  const mode = tokens[i]?.text === 'data' && tokens[i]?.kind === 'name' ? 'data' : 'managed';
  if (mode === 'data') i += 1;
  const [type, name, key, extra] = tokens.slice(i);
  if (type?.kind !== 'name' || name?.kind !== 'name' || extra || (key && key.kind !== 'key')) return whole;
  const relative = `${mode === 'data' ? 'data.' : ''}${type.text}.${name.text}`;
  return {
    module,
    moduleConfig,
    mode,
    type: type.text,
    name: name.text,
    key: key?.literal ?? '',
    config: moduleConfig ? `${moduleConfig}.${relative}` : relative,
  };
}

/** Returns the addresses of a module and all modules around it, outermost first, with instance keys. */
export function enclosingModules(module: string): readonly string[] {
  const tokens = tokenize(module) ?? [];
  const all: string[] = [];
  let current = '';
  tokens.forEach((token, i) => {
    current += token.kind === 'key' ? token.literal : current ? `.${token.text}` : token.text;
    const next = tokens[i + 1];
    const isName = token.kind === 'key' || tokens[i - 1]?.text === 'module';
    if (isName && next?.kind !== 'key') all.push(current);
  });
  return all;
}

/**
 * Whether a glob over address steps matches: `*` within a name or key, `**` for any number of steps. `[*]` matches
 * any key. A pattern without a key matches only an instance without one, so `aws_db_instance.main` does not cover
 * `aws_db_instance.main[0]`, or the other way round.
 */
export function matchesAddress(pattern: string, address: string): boolean {
  const wanted = tokenize(pattern);
  const given = tokenize(address);
  if (!wanted || !given) return pattern === address;
  return matchesSteps(wanted, given);
}

function matchesSteps(wanted: readonly Token[], given: readonly Token[]): boolean {
  const [first, ...rest] = wanted;
  if (!first) return given.length === 0;
  if (first.kind === 'name' && first.text === '**') {
    for (let skip = 0; skip <= given.length; skip += 1) if (matchesSteps(rest, given.slice(skip))) return true;
    return false;
  }
  const [step, ...others] = given;
  if (!step || step.kind !== first.kind) return false;
  const sameKeyKind =
    first.kind === 'name' ||
    first.text === '*' ||
    first.literal[1] === step.literal[1] ||
    !/^\["/.test(first.literal + step.literal);
  return sameKeyKind && matchesGlob(first.text, step.text) && matchesSteps(rest, others);
}
