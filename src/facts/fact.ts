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

interface FactOf<Subject, Context, Type extends keyof CelTypes> {
  readonly type: Type;
  /** Its meaning, in one phrase: a cell of the table in docs/expressions.md. */
  readonly doc: string;
  readonly unknown?: never;
  readonly withoutPlan?: never;
  readonly read: (subject: Subject, context: Context) => CelTypes[Type];
}

interface UncertainFactOf<Subject, Context, Type extends keyof CelTypes> {
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

    static {
      Object.entries(table).forEach(([name, fact], index) => {
        Object.defineProperty(Facts.prototype, name, {
          get(this: Facts) {
            this.#values[index] ??= this.#read(name, fact);
            const value = this.#values[index];
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
