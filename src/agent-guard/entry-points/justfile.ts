/** Recipes of a justfile: `just deploy`. Source: https://just.systems/man/en/ */
import {
  boundedValue,
  type EntryCall,
  maxRecipes,
  recipeFileLines,
  type Step,
  shellReference,
  unknownReference,
} from './entry-call.ts';

interface Recipe {
  readonly parameters: readonly Parameter[];
  /** Names of the recipes that run with it, with their arguments. */
  readonly needs: readonly (readonly string[])[];
  readonly lines: readonly string[];
}

interface Parameter {
  readonly name: string;
  readonly value?: string;
  /** `+` and `*` take all words that follow. */
  readonly rest: boolean;
}

interface Justfile {
  readonly recipes: Map<string, Recipe>;
  readonly aliases: Map<string, string>;
  readonly variables: Map<string, string>;
  /** Names of modules, each with its file if that is given. */
  readonly modules: Map<string, string>;
}

/** Returns what the named recipes run, with the recipes that they depend on. */
export function justSteps(call: EntryCall): readonly Step[] {
  const file: Justfile = { recipes: new Map(), aliases: new Map(), variables: new Map(), modules: new Map() };
  readInto(file, call.text, call);
  for (const [name, value] of call.variables) file.variables.set(name, value);
  const [first] = file.recipes.keys();
  const words = call.names.length > 0 ? [...call.names, ...call.rest] : first === undefined ? [] : [first];
  const inside = moduleCall(words, file, call);
  if (inside !== null) return justSteps(inside);
  const steps: Step[] = [];
  while (words.length > 0) {
    const name = words.shift() ?? '';
    const recipe = recipeOf(file, name);
    if (!recipe) continue;
    const taken = recipe.parameters.some(({ rest }) => rest) ? words.length : recipe.parameters.length;
    steps.push(...run([name, ...words.splice(0, taken)], file, call, new Set()));
  }
  return steps;
}

/** `just infra::down` and `just infra down` run a recipe of the module `infra`, which has a file of its own. */
function moduleCall(words: readonly string[], file: Justfile, call: EntryCall): EntryCall | null {
  const [called = '', ...args] = words;
  const [first = '', ...inner] = called.split('::');
  const names = inner.length > 0 ? [inner.join('::'), ...args] : args;
  const given = file.modules.get(first);
  if (given === undefined) return null;
  const paths =
    given === '' ? [`${first}.just`, `${first}/mod.just`, `${first}/justfile`, `${first}/.justfile`] : [given];
  for (const path of paths) {
    const text = call.read(path, call.folder);
    const at = path.lastIndexOf('/');
    const folder = at < 0 ? call.folder : `${call.folder}/${path.slice(0, at)}`;
    if (text !== null && text !== call.text) return { ...call, text, folder, names, rest: [] };
  }
  return null;
}

function recipeOf({ recipes, aliases }: Justfile, name: string): Recipe | undefined {
  return recipes.get(aliases.get(name) ?? name);
}

function run(
  [name = '', ...args]: readonly string[],
  file: Justfile,
  call: EntryCall,
  seen: Set<string>,
): readonly Step[] {
  const recipe = recipeOf(file, name);
  const key = [name, ...args].join('\n');
  if (!recipe || seen.has(key) || seen.size > maxRecipes) return [];
  seen.add(key);
  const variables = new Map(file.variables);
  recipe.parameters.forEach((parameter, i) => {
    const given = parameter.rest ? args.slice(i).join(' ') : args[i];
    const value = given === undefined || given === '' ? parameter.value : given;
    if (value !== undefined) variables.set(parameter.name, value);
    else variables.delete(parameter.name);
  });
  const needed = recipe.needs.flatMap((words) =>
    run(
      words.map((word) => valueIn(word, variables)),
      file,
      call,
      seen,
    ),
  );
  const lines = recipe.lines.map((line) => interpolated(line, variables));
  const isScript = lines[0]?.startsWith('#!') === true;
  const scripts = isScript ? [lines.join('\n')] : lines.map((line) => line.replace(/^[@-]+/, ''));
  return [...needed, ...scripts.map((script) => ({ script, folder: call.folder }))];
}

/** Recipes of the file itself come before imported ones: the first is the default. */
function readInto(file: Justfile, text: string, call: EntryCall): void {
  const imports: string[] = [];
  let open: Recipe & { readonly lines: string[] } = { parameters: [], needs: [], lines: [] };
  for (const line of recipeFileLines(text)) {
    if (/^\s+\S/.test(line)) {
      open.lines.push(line.trim());
      continue;
    }
    const imported = /^import\??\s+(['"])(.+)\1/.exec(line)?.[2];
    const module = /^mod\??\s+([\w-]+)(?:\s+(['"])(.+)\2)?\s*$/.exec(line);
    const alias = /^alias\s+([\w-]+)\s*:=\s*([\w-]+)/.exec(line);
    const variable = /^(?:export\s+)?([\w-]+)\s*:=\s*(.*)$/.exec(line);
    const head = /^@?([\w-]+)((?:\s+[^:]*?|\s+[^:]*?=\s*(?:'[^']*'|"[^"]*")[^:]*)?):(?!=)(.*)$/.exec(line);
    if (imported !== undefined) imports.push(imported);
    else if (module?.[1]) file.modules.set(module[1], module[3] ?? '');
    else if (alias?.[1] && alias[2]) file.aliases.set(alias[1], alias[2]);
    else if (variable?.[1] && !line.startsWith('set ')) {
      file.variables.set(variable[1], boundedValue(valueIn(variable[2] ?? '', file.variables)));
    } else if (head?.[1]) {
      const [, name, parameters = '', needs = ''] = head;
      open = { parameters: parametersOf(parameters), needs: needsOf(needs), lines: [] };
      if (!file.recipes.has(name)) file.recipes.set(name, open);
    }
  }
  for (const path of imports) {
    const more = call.read(path, call.folder);
    if (more !== null && more !== text && file.recipes.size < maxRecipes) readInto(file, more, call);
  }
}

const word = /(?:[+*$]*[\w-]+\s*=\s*)?(?:'[^']*'|"[^"]*")|\S+/g;

function parametersOf(text: string): readonly Parameter[] {
  return [...text.matchAll(word)].flatMap(([given]) => {
    const [, mark = '', name = '', value] = /^([+*$]*)([\w-]+)(?:\s*=\s*(.*))?$/.exec(given) ?? [];
    if (name === '') return [];
    return [{ name, rest: /[+*]/.test(mark), ...(value === undefined ? {} : { value: literal(value) }) }];
  });
}

/** `build (deploy "prod")` depends on two recipes, the second with an argument. */
function needsOf(text: string): readonly (readonly string[])[] {
  const plain = text.replace(/#.*$/, '').replaceAll('&&', ' ');
  return [...plain.matchAll(/\(([^)]*)\)|([\w-]+)/g)].map(([, group, name]) =>
    group === undefined ? [name ?? ''] : [...group.matchAll(word)].map(([given]) => given),
  );
}

function literal(value: string): string {
  return value.trim().replace(/^(['"])(.*)\1$/s, '$2');
}

/** Returns the value of an expression: a text, a variable, or parts joined with `+`. Unknown ones are left to the shell. */
function valueIn(expression: string, variables: ReadonlyMap<string, string>): string {
  return expression
    .split(/\s+\+\s+/)
    .map((part) => {
      const text = part.trim();
      if (/^(['"]).*\1$/s.test(text)) return literal(text);
      if (/^`.*`$/s.test(text)) return `$(${text.slice(1, -1)})`;
      if (/^[A-Za-z_][\w-]*$/.test(text))
        return variables.get(text) ?? (part === expression ? text : shellReference(text));
      return /^[\w./:-]*$/.test(text) ? text : unknownReference;
    })
    .join('');
}

function interpolated(line: string, variables: ReadonlyMap<string, string>): string {
  const filled = line.replace(/\{\{(.*?)\}\}/g, (_, expression: string) => {
    const text = expression.trim();
    return /^[A-Za-z_][\w-]*$/.test(text) ? (variables.get(text) ?? shellReference(text)) : valueIn(text, variables);
  });
  return boundedValue(filled);
}
