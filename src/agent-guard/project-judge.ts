/** Judges scripts, Makefiles and the like of the project by what they say. */
import type { Decision } from '../source/agent-commands.ts';
import type { ProjectFile, ProjectFiles } from '../source/project-files.ts';
import { matchesGlob } from '../text/glob.ts';
import type { CodeJudge } from './code-judge.ts';
import { entrySteps, folderOf, inFolder } from './entry-points/entry-point.ts';
import type { Findings } from './findings.ts';
import { ImportLimit, importedPaths, partsInUse } from './imports.ts';
import type { Match } from './match.ts';
import type { Programs } from './programs.ts';
import { type FileAccess, fileName, folderIn, inChild, readFile, type Scope } from './shell/scope.ts';
import type { Invocation } from './shell/visitor.ts';
import { isUnknown, unknownName } from './shell/word.ts';
import { tokensOf } from './suspicious-tokens.ts';

const maxLength = 100_000;
/** Files that one glob names. */
const maxGlobbed = 30;
/** The parser looks ahead for the end of each substitution, so many of them take quadratic time. */
const maxSubstitutions = 1_000;

/** How a command is judged. */
export interface EvaluationMode {
  /** Upper limit of the decision. Commands guessed from arguments are uncertain, so they are never denied. */
  readonly cap: Decision;
  /** Look only at the command itself, not for further commands among its arguments. */
  readonly direct: boolean;
  /** The command stands in a file of the project. */
  readonly isFile?: boolean;
}

interface Given {
  readonly programs: Programs;
  readonly findings: Findings;
  readonly scope: Scope;
  readonly inCode: CodeJudge;
  readonly matches: (words: readonly string[]) => readonly Match[];
  readonly line: (line: string, mode: EvaluationMode) => void;
}

/** Adds what files of the project would run to the findings. */
export class ProjectJudge {
  private readonly given: Given;
  private readonly imports = new ImportLimit();

  constructor(given: Given) {
    this.given = given;
  }

  /** Judges a script file by its text, and one that cannot be read by its name, for example `tf.sh destroy`. */
  script(
    { words: [program = '', ...args], sourced = false }: Invocation,
    mode: EvaluationMode,
    files: readonly string[] = [],
  ): void {
    const { inCode, line, matches, scope } = this.given;
    const text = readFile(scope, program);
    for (const path of this.onPath(program)) this.file([path, ...args], mode, { files });
    if (text !== undefined) line(text, mode);
    else if (program.includes('/') || isScriptName(program)) {
      const name = fileName(program);
      if (matches([name]).some(({ rule }) => rule.decision === 'allow')) return;
      inCode.suspicious(name);
      inCode.tails([...tokensOf(name.replace(/\.\w+$/, '')), ...args]);
      this.file([program, ...args], mode, { sourced, files });
    }
  }

  /** Returns where a program may be in a folder of the project that the line puts on `PATH`. */
  private onPath(program: string): readonly string[] {
    const [path = ''] = this.given.scope.variables.get('PATH') ?? [];
    if (path === '' || program.includes('/') || isUnknown(program)) return [];
    return path.split(':').flatMap((folder) => (folder === '' || isUnknown(folder) ? [] : [`${folder}/${program}`]));
  }

  /** Returns the files of the project that a glob such as `./scripts/*.sh` names. */
  filesNamed(glob: string): readonly string[] {
    const { project } = this.given.scope;
    const folder = folderIn(this.given.scope);
    const [, dir = './', name = ''] = /^(.*\/)?([^/]*)$/s.exec(glob.replaceAll(unknownName, '*')) ?? [];
    if (!project || folder === undefined || !glob.includes(unknownName) || dir.includes('*') || isUnknown(dir + name))
      return [];
    const found = project.list(dir, folder).filter((each) => !each.startsWith('.') && matchesGlob(name, each));
    if (found.length > maxGlobbed) this.given.findings.add('ask', 'too much');
    return found.slice(0, maxGlobbed).map((each) => `${dir}${each}`);
  }

  /** Judges what a file says about a call such as `make deploy` or `npm run down`. */
  recipes(name: string, { words, scope, input }: Invocation, mode: EvaluationMode): void {
    const { findings, inCode, line, programs } = this.given;
    const entry = programs.entryPoint(name);
    const folder = folderIn(scope);
    if (!entry || !scope.project || folder === undefined) return;
    const tool = programs.tool(name) ?? { names: [name] };
    const called = entrySteps(words.slice(1), entry, { tool, folder, files: scope.project, input });
    if (!called) return;
    findings.inFile(called.file, [folder, ...words], () => {
      for (const { script, folder: at, kind } of called.steps)
        inChild(scope, { words: [name], folder: at }, () => {
          if (kind === 'guess') line(script, { cap: 'ask', direct: true, isFile: true });
          else if (kind === 'code' || (script.startsWith('#!') && programs.interpreterOf('', script)))
            inCode.file(script);
          else line(script, { ...mode, isFile: true });
        });
    });
  }

  /**
   * Judges a script file by its text, if the project has it.
   * @param how.files how the name may go on: `node x` runs `x.js` or `x/index.js`
   */
  file(
    words: readonly string[],
    given: EvaluationMode,
    how: { readonly sourced?: boolean; readonly files?: readonly string[] } = {},
  ): void {
    const mode = { ...given, isFile: true };
    const { findings, line, programs, scope } = this.given;
    const [program = ''] = words;
    const folder = folderIn(scope);
    if (!scope.project || folder === undefined || programs.isInert(programs.nameOf(program))) return;
    const file = this.firstOf(
      [program, ...(how.files ?? []).flatMap((ending) => longerNames(program, ending))],
      folder,
    );
    if (file === undefined) return;
    findings.inFile(file.path, [folder, ...words], () => {
      if (programs.interpreterOf(file.path, file.text)) this.code(file, inFolder(folder, folderOf(file.called)));
      else if (isTooComplex(file.text)) findings.add('ask', { unread: fileName(file.path) });
      else if (how.sourced) line(file.text, mode);
      else inChild(scope, { words }, () => line(file.text, mode));
    });
  }

  /** Judges code, and what it may run of the modules of the project that it imports. */
  private code({ path, text }: Found, folder: string, how: { readonly imported?: boolean } = {}): void {
    const { inCode, programs } = this.given;
    inCode.file(text, how);
    this.imported(text, programs.interpreterOf(path, text)?.files ?? [], folder);
  }

  /**
   * Judges what code may run of the modules of the project that it imports.
   * @param files endings of modules
   * @param folder that of the code; modules are also found from the folder of the call, as with `PYTHONPATH=.`
   */
  imported(text: string, files: readonly string[], folder?: string): void {
    const { findings, scope } = this.given;
    const current = folderIn(scope);
    if (!scope.project || current === undefined) return;
    for (const imported of importedPaths(text)) {
      // Other files of the line need the rest of what may be read and searched.
      if (this.imports.isReached || scope.budget.spent > scope.budget.limit / 4) return;
      const names = [imported, ...files.flatMap((ending) => longerNames(imported, ending))].filter((name) =>
        files.some((ending) => name.endsWith(`.${ending}`)),
      );
      const at = [...new Set([folder ?? current, current])].find((each) =>
        this.firstOf(names, each, { needed: false }),
      );
      const module = at === undefined ? undefined : this.firstOf(names, at, { needed: false });
      if (at === undefined || module === undefined || findings.isOpen(['import', module.path])) continue;
      const used = partsInUse(module.text, text);
      if (!this.imports.take(used.length)) continue;
      // Whether a function is called is not known, so that only what is certain counts.
      findings.inFile(module.path, ['import', module.path], () =>
        findings.hypothetically(() =>
          this.code({ ...module, text: used }, inFolder(at, folderOf(module.called)), { imported: true }),
        ),
      );
    }
  }

  private firstOf(paths: readonly string[], folder: string, how = { needed: true }): Found | undefined {
    for (const path of paths) {
      const file = this.given.scope.project?.read(path, folder, how);
      if (typeof file === 'object') return { ...file, called: path };
    }
    return undefined;
  }
}

/** A file of the project, and the path by which it was called. */
type Found = Exclude<ProjectFile, string> & { readonly called: string };

function longerNames(path: string, ending: string): readonly string[] {
  return ['', '/index', '/__main__', '/__init__'].map((name) => `${path}${name}.${ending}`);
}

/** Whether the name is that of a script. */
function isScriptName(word: string): boolean {
  return /\.(?:sh|bash|zsh|fish|ps1|py|rb|js|mjs|cjs|ts|mts|pl|php)$/.test(word);
}

/** Returns what looks like a script among the arguments, each with the words behind it. */
export function scriptsAmong(words: readonly string[]): readonly (readonly string[])[] {
  return words.flatMap((word, at) =>
    at > 0 && isScriptName(word) ? [[word.includes('/') ? word : `./${word}`, ...words.slice(at + 1)]] : [],
  );
}

/** Returns access to the files that asks about a needed one that cannot be read. */
export function fileAccess(files: ProjectFiles, findings: Findings): FileAccess {
  return {
    ...files,
    read: (path, from, { needed }) => {
      const file = isUnknown(path) ? 'absent' : files.read(path, from);
      if (file === 'unreadable' && needed && !findings.certainOnly) findings.add('ask', { unread: fileName(path) });
      return file;
    },
  };
}

/** Whether a text is longer or more nested than a shell command ever needs to be. */
export function isTooComplex(text: string): boolean {
  return text.length > maxLength || text.split(/\$[({]|`|[<>]\(/, maxSubstitutions).length === maxSubstitutions;
}
