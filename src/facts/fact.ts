/**
 * A fact is one entry of a table: its name, CEL type, documentation, whether it may be unknown, and how it is read.
 *
 * To add one, add an entry to the table of its topic (`*-facts.ts` in this folder) and run `npm run generate`:
 *
 *     retentionDays: {
 *       type: 'int',
 *       doc: 'days that its backups are kept',
 *       unknown: true, // only where `read` may return an `Unknown`
 *       read: (change, context) => …,
 *     },
 *
 * Policies can read it as `change.retentionDays` at once. The environment of expressions, docs/expressions.md and what
 * can be unknown follow from the entry. A new topic is a new table, spread into the kinds that it is for in facts.ts.
 */
import type { CelTypes } from '../policy/environment.ts';
import { Unknown } from '../policy/unknown.ts';
import type { ConfigurationContext, PlanContext } from './context.ts';

/** A value with the mask of what is sensitive in it. */
export interface FactPart {
  readonly value: unknown;
  readonly sensitive?: unknown;
}

/** What an approval of a finding holds of a fact that it read. */
interface WithContent<Subject, Context> {
  /**
   * By default a list may lose elements, a number may go down, and anything else must stay the same. A function returns
   * the parts of a fact whose texts say less than is judged, or say it so that fewer cannot be told from other ones.
   * `ignored`: it changes by itself.
   */
  readonly content?: 'ignored' | ((subject: Subject, context: Context) => readonly FactPart[]);
}

interface FactOf<Subject, Context, Type extends keyof CelTypes> extends WithContent<Subject, Context> {
  readonly type: Type;
  /** Its meaning, in one phrase: a cell of the table in docs/expressions.md. */
  readonly doc: string;
  readonly unknown?: never;
  readonly withoutPlan?: never;
  readonly read: (subject: Subject, context: Context) => CelTypes[Type];
}

interface UncertainFactOf<Subject, Context, Type extends keyof CelTypes> extends WithContent<Subject, Context> {
  readonly type: Type;
  readonly doc: string;
  readonly unknown: true;
  readonly withoutPlan?: never;
  readonly read: (subject: Subject, context: Context) => CelTypes[Type] | Unknown;
}

interface FactWithoutPlan<Type extends keyof CelTypes> {
  readonly type: Type;
  readonly doc: string;
  readonly unknown?: never;
  readonly withoutPlan: true;
  readonly content?: never;
  readonly read: (subject: unknown, context: ConfigurationContext) => CelTypes[Type];
}

type Fact<Subject, Context> = {
  [Type in keyof CelTypes]:
    | FactOf<Subject, Context, Type>
    | UncertainFactOf<Subject, Context, Type>
    | FactWithoutPlan<Type>;
}[keyof CelTypes];

/** Facts of one kind of subject, by name. */
export type FactTable<Subject, Context = PlanContext> = Readonly<Record<string, Fact<Subject, Context>>>;

/** What a later plan may have of a fact for the same approval: these parts or fewer, or exactly this value. */
export type FactContent =
  | { readonly kind: 'parts'; readonly parts: readonly FactPart[] }
  | { readonly kind: 'same'; readonly value: unknown }
  | { readonly kind: 'at-most'; readonly amount: number }
  | { readonly kind: 'ignored' };

const readContent = Symbol('content');

/** Returns what an approval holds of one fact of a subject. Facts that no table defines hold nothing. */
export function contentOfFact(facts: object, name: string): FactContent {
  const read: unknown = Reflect.get(facts, readContent);
  return typeof read === 'function' ? read.call(facts, name) : { kind: 'ignored' };
}

/** Reading a fact raises `Unknown` where the plan does not say. */
type Values<Table extends FactTable<never, never>> = {
  readonly [Name in keyof Table]: CelTypes[Table[Name]['type']];
};

/** A class whose instances read the facts of a table from one subject. */
export interface ClassOf<Subject, Table extends FactTable<Subject, Context>, Context> {
  readonly fields: Table;
  new (subject: Subject, context: Context): Values<Table>;
  /** Before there is a plan: only facts marked `withoutPlan` are known. */
  new (subject: null, context: ConfigurationContext): Values<Table>;
}

/**
 * Makes the class that CEL reads the facts of a subject from. A fact is read when an expression first uses it, and
 * then remembered: a plan may have ten thousand subjects, and most facts of most of them are never asked for.
 */
export function factClass<Subject, Table extends FactTable<Subject, Context>, Context = PlanContext>(
  table: Table,
): ClassOf<Subject, Table, Context> {
  class Facts {
    static readonly fields = table;
    readonly #subject: Subject | null;
    readonly #context: Context & ConfigurationContext;
    readonly #values: unknown[] = [];

    constructor(subject: Subject | null, context: Context & ConfigurationContext) {
      this.#subject = subject;
      this.#context = context;
    }

    #read(name: string, fact: Fact<Subject, Context>): unknown {
      if (fact.withoutPlan) return fact.read(this.#subject, this.#context);
      return this.#subject === null ? new Unknown(name) : fact.read(this.#subject, this.#context);
    }

    [readContent](name: string): FactContent {
      const { content, type } = table[name] ?? { content: 'ignored', type: 'dyn' };
      if (content === 'ignored') return { kind: 'ignored' };
      try {
        const value: unknown = Reflect.get(this, name);
        if (content !== undefined && this.#subject !== null)
          return { kind: 'parts', parts: content(this.#subject, this.#context) };
        if (Array.isArray(value) && type === 'list<string>')
          return { kind: 'parts', parts: value.map((part) => ({ value: part })) };
        if (type === 'int' || type === 'double') return { kind: 'at-most', amount: Number(value) };
        return { kind: 'same', value };
      } catch (error) {
        if (error instanceof Unknown) return { kind: 'same', value: { unknown: error.path } };
        throw error;
      }
    }

    static {
      // Numbered when they are first read: of most subjects a few facts are read, and always the same ones.
      let count = 0;
      Object.entries(table).forEach(([name, fact]) => {
        let number: number | undefined;
        Object.defineProperty(Facts.prototype, name, {
          get(this: Facts) {
            number ??= count++;
            this.#values[number] ??= this.#read(name, fact);
            const value = this.#values[number];
            if (value instanceof Unknown) throw value;
            return value;
          },
        });
      });
    }
  }
  // The getters are defined above, which the compiler cannot see.
  return Facts as unknown as ClassOf<Subject, Table, Context>;
}
