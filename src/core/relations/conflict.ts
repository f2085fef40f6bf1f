import type { Link } from './proof.ts';
import type { StatementLog } from './statementLog.ts';
import { type Relation, relationValue } from './statements.ts';

/** Something that was said and does not apply, for what is trusted more says otherwise. */
export interface Conflict {
  /** The number of the statement. */
  readonly statement: number;
  readonly a: number;
  readonly b: number;
  readonly relation: Exclude<Relation, 'unsure'>;
  /** The shortest chain that proves the contrary, from a to b. Found when read: that must be before the graph changes. */
  readonly chain: readonly Link[];
}

/** A conflict whose chain is found when somebody reads it: there may be many, and few are looked at. */
export class Refusal implements Conflict {
  readonly statement: number;
  readonly a: number;
  readonly b: number;
  readonly relation: Conflict['relation'];
  private readonly prove: (a: number, b: number) => readonly Link[];
  private found: readonly Link[] | undefined;

  constructor(statement: number, log: StatementLog, prove: (a: number, b: number) => readonly Link[]) {
    this.statement = statement;
    this.prove = prove;
    this.a = log.a(statement);
    this.b = log.b(statement);
    this.relation = log.relation(statement) === relationValue.same ? 'same' : 'different';
  }

  get chain(): readonly Link[] {
    this.found ??= this.prove(this.a, this.b);
    return this.found;
  }
}
