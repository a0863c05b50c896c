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
import type { PlanContext } from './context.ts';

interface FactOf<Subject, Type extends keyof CelTypes> {
  readonly type: Type;
  /** Its meaning, in one phrase: a cell of the table in docs/expressions.md. */
  readonly doc: string;
  readonly unknown?: never;
  readonly read: (subject: Subject, context: PlanContext) => CelTypes[Type];
}

interface UncertainFactOf<Subject, Type extends keyof CelTypes> {
  readonly type: Type;
  readonly doc: string;
  readonly unknown: true;
  readonly read: (subject: Subject, context: PlanContext) => CelTypes[Type] | Unknown;
}

type Fact<Subject> = {
  [Type in keyof CelTypes]: FactOf<Subject, Type> | UncertainFactOf<Subject, Type>;
}[keyof CelTypes];

/** Facts of one kind of subject, by name. */
export type FactTable<Subject> = Readonly<Record<string, Fact<Subject>>>;

/** Reading a fact raises `Unknown` where the plan does not say. */
type Values<Table extends FactTable<never>> = {
  readonly [Name in keyof Table]: CelTypes[Table[Name]['type']];
};

interface ClassOf<Subject, Table extends FactTable<Subject>> {
  readonly fields: Table;
  new (subject: Subject, context: PlanContext): Values<Table>;
}

/**
 * Makes the class that CEL reads the facts of a subject from. A fact is read when an expression first asks for it, and
 * then remembered: a plan may have ten thousand subjects, and most facts of most of them are never asked for.
 */
export function factClass<Subject, Table extends FactTable<Subject>>(table: Table): ClassOf<Subject, Table> {
  class Facts {
    static readonly fields = table;
    readonly #subject: Subject;
    readonly #context: PlanContext;
    readonly #values: unknown[] = [];

    constructor(subject: Subject, context: PlanContext) {
      this.#subject = subject;
      this.#context = context;
    }

    static {
      Object.entries(table).forEach(([name, fact], index) => {
        Object.defineProperty(Facts.prototype, name, {
          get(this: Facts) {
            this.#values[index] ??= fact.read(this.#subject, this.#context);
            const value = this.#values[index];
            if (value instanceof Unknown) throw value;
            return value;
          },
        });
      });
    }
  }
  // The getters are defined above, which the compiler cannot see.
  return Facts as unknown as ClassOf<Subject, Table>;
}
