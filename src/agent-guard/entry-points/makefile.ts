/**
 * Recipes of a Makefile: `make deploy`. Branches of `ifeq` all count, since the values they compare are seldom known.
 * Source: https://www.gnu.org/software/make/manual/make.html
 */
import { type EntryCall, maxRecipes, recipeFileLines, type Step, unknownReference } from './entry-call.ts';
import { expandMake, type MakeVariables } from './make-variables.ts';

interface Rule {
  readonly targets: readonly string[];
  readonly needs: readonly string[];
  readonly lines: string[];
  readonly variables: Map<string, string>;
}

interface Makefile {
  readonly rules: Rule[];
  readonly variables: MakeVariables;
  /** `$(shell …)` at the top is run by every call. */
  readonly always: string[];
}

/** Returns what the named targets run, with the targets that they depend on. */
export function makeSteps(call: EntryCall): readonly Step[] {
  const file: Makefile = { rules: [], variables: new Map([['MAKE', 'make']]), always: [] };
  new MakeReader(file, call).read(call.text, 0);
  for (const [name, value] of call.variables) file.variables.set(name, value);
  const goals = call.names.length > 0 ? call.names : defaultGoals(file);
  const seen = new Set<string>();
  const scripts = [...file.always, ...goals.flatMap((goal) => run(goal, file, call, seen))];
  return scripts.map((script) => ({ script, folder: call.folder }));
}

function defaultGoals({ rules, variables }: Makefile): readonly string[] {
  const named = variables.get('.DEFAULT_GOAL');
  if (named) return [named];
  const first = rules.flatMap(({ targets }) => targets).find((target) => !/^\.[A-Z]|%/.test(target));
  return first === undefined ? [] : [first];
}

function run(target: string, file: Makefile, call: EntryCall, seen: Set<string>): readonly string[] {
  if (seen.has(target) || seen.size > maxRecipes) return [];
  seen.add(target);
  const exact = file.rules.filter(({ targets }) => targets.includes(target));
  const found = exact.some(({ lines }) => lines.length > 0)
    ? exact.map((rule) => ({ rule, stem: '' }))
    : [...exact.map((rule) => ({ rule, stem: '' })), ...patternRules(target, file.rules)];
  return found.flatMap(({ rule, stem }) => {
    const needs = rule.needs.map((need) => need.replace('%', stem));
    const variables: MakeVariables = new Map([...file.variables, ...rule.variables, ...call.variables]);
    for (const [name, value] of Object.entries({ '@': target, '<': needs[0] ?? '', '^': needs.join(' '), '*': stem }))
      variables.set(name, value);
    const lines = rule.lines.map((line) => expandMake(line, variables).replace(/^[\s@+-]+/, ''));
    const oneShell = file.rules.some(({ targets }) => targets.includes('.ONESHELL'));
    return [...needs.flatMap((need) => run(need, file, call, seen)), ...(oneShell ? [lines.join('\n')] : lines)];
  });
}

function patternRules(target: string, rules: readonly Rule[]): readonly { rule: Rule; stem: string }[] {
  for (const rule of rules)
    for (const pattern of rule.targets) {
      const [before = '', after] = pattern.split('%');
      if (after === undefined || !target.startsWith(before) || !target.endsWith(after)) continue;
      const stem = target.slice(before.length, target.length - after.length);
      if (stem !== '' && rule.lines.length > 0) return [{ rule, stem }];
    }
  return [];
}

class MakeReader {
  private readonly file: Makefile;
  private readonly call: EntryCall;
  private open: Rule | undefined;
  /** The last rule for each list of targets. */
  private readonly named = new Map<string, Rule>();
  /** Depth of `ifeq` and the like. */
  private conditions = 0;
  private definition: { readonly name: string; readonly lines: string[] } | undefined;

  constructor(file: Makefile, call: EntryCall) {
    this.file = file;
    this.call = call;
  }

  read(text: string, depth: number): void {
    for (const line of recipeFileLines(text)) this.line(line, depth);
  }

  private line(line: string, depth: number): void {
    const { variables } = this.file;
    if (this.definition) {
      if (/^\s*endef\b/.test(line)) {
        variables.set(this.definition.name, this.definition.lines.join('\n'));
        this.definition = undefined;
      } else this.definition.lines.push(line.trim());
      return;
    }
    // `.RECIPEPREFIX` replaces the tab.
    if (line.startsWith(variables.get('.RECIPEPREFIX')?.[0] ?? '\t') && this.open) {
      if (!/^\s*(?:ifn?(?:eq|def)|else|endif)\b/.test(line))
        this.open.lines.push(...recipeLines(line.slice(1), variables));
      return;
    }
    const plain = line.replace(/(^|[^\\])#.*$/, '$1').trim();
    if (plain === '') return;
    const define = /^define\s+([\w.-]+)/.exec(plain)?.[1];
    if (define !== undefined) this.definition = { name: define, lines: [] };
    else if (/^ifn?(?:eq|def)\b/.test(plain)) this.conditions++;
    else if (/^endif\b/.test(plain)) this.conditions--;
    else if (/^[-s]?include\b/.test(plain)) this.include(plain, depth);
    else if (!/^else\b/.test(plain)) this.assignment(plain) || this.rule(plain);
  }

  private include(line: string, depth: number): void {
    const paths = expandMake(line.replace(/^\S+\s+/, ''), this.file.variables).split(/\s+/);
    for (const path of depth > 5 ? [] : paths)
      for (const file of this.filesOf(path)) {
        const text = this.call.read(file, this.call.folder);
        if (text !== null) this.read(text, depth + 1);
      }
  }

  /** `include mk/*.mk` names files by a pattern. */
  private filesOf(path: string): readonly string[] {
    const [, folder = '', before, after] = /^(.*\/)?([^/*]*)\*([^/*]*)$/.exec(path) ?? [];
    if (before === undefined || after === undefined) return [path];
    const names = this.call.list(folder || '.', this.call.folder);
    return names.filter((name) => name.startsWith(before) && name.endsWith(after)).map((name) => `${folder}${name}`);
  }

  private assignment(line: string): boolean {
    const [, name, operator, value = ''] =
      /^(?:(?:override|export|private)\s+)*([\w.-]+)\s*(\?=|:{0,3}=|\+=|!=)\s*(.*)$/.exec(line) ?? [];
    if (name === undefined || operator === undefined) return /^(?:un)?export\b|^vpath\b|^unexport\b/.test(line);
    set(this.file.variables, { name, operator, value, certain: this.conditions === 0 });
    for (const [, script = ''] of value.matchAll(/\$[({]shell\s+([^)}]*)[)}]/g))
      if (operator !== '=') this.file.always.push(expandMake(script, this.file.variables));
    if (operator === '!=') this.file.always.push(expandMake(value, this.file.variables));
    return true;
  }

  private rule(line: string): void {
    const [, names, behind = ''] = /^([^:=]+?)\s*&?::?(?!=)\s*(.*)$/s.exec(line) ?? [];
    if (names === undefined) return;
    const { variables } = this.file;
    const targets = words(expandMake(names, variables));
    const [, name, operator, value = ''] = /^([\w.-]+)\s*(\?=|:?=|\+=)\s*(.*)$/.exec(behind) ?? [];
    const [needs = '', inline] = behind.split(/;(.*)/s, 2);
    const pattern = /^\s*(\S*%\S*)\s*:(?!=)\s*(.*)$/.exec(needs);
    const rule: Rule = {
      targets,
      needs: name === undefined ? words(expandMake((pattern?.[2] ?? needs).replace('|', ' '), variables)) : [],
      lines: inline === undefined ? [] : [...recipeLines(inline, variables)],
      variables: new Map(),
    };
    if (name !== undefined && operator !== undefined) {
      for (const other of this.file.rules.filter(({ targets: own }) => own.some((target) => targets.includes(target))))
        set(other.variables, { name, operator: '=', value, certain: true });
      set(rule.variables, { name, operator: '=', value, certain: true });
    } else if (targets.length > 0) this.open = rule;
    for (const [key, each] of this.named.get(targets.join())?.variables ?? []) rule.variables.set(key, each);
    this.named.set(targets.join(), rule);
    this.file.rules.push(rule);
  }
}

/** Inside of `ifeq`, a value is one of several, so it is not known. */
function set(
  variables: MakeVariables,
  { name, operator, value, certain }: { name: string; operator: string; value: string; certain: boolean },
): void {
  const before = variables.get(name);
  if (operator === '?=' && before !== undefined) return;
  if (!certain && before !== undefined) variables.set(name, `$${unknownReference}`);
  else if (operator === '!=') variables.set(name, `$(shell ${value})`);
  else variables.set(name, operator === '+=' && before !== undefined ? `${before} ${value}` : value);
}

/** A line that is only a call of a `define` stands for the lines of it. */
function recipeLines(line: string, variables: MakeVariables): readonly string[] {
  const only = /^\s*[@+-]*\$[({]([\w.-]+)[)}]\s*$/.exec(line)?.[1];
  return only !== undefined && variables.get(only)?.includes('\n')
    ? (variables.get(only)?.split('\n') ?? [])
    : [line.trim()];
}

function words(text: string): readonly string[] {
  return text.split(/\s+/).filter(Boolean);
}
