import type { Answer, Query } from '../query.ts';
import { relationSources, relationValue, type Statements } from '../statements.ts';

/** What was answered so far: statements in their order, and the labels that were given. */
export class Transcript {
  readonly labels: Int32Array;
  private readonly a: number[] = [];
  private readonly b: number[] = [];
  private readonly relation: number[] = [];

  /** `labels`: those known from the start, -1 = none. */
  constructor(labels: Int32Array) {
    this.labels = labels.slice();
  }

  get statements(): Statements {
    return {
      a: Int32Array.from(this.a),
      b: Int32Array.from(this.b),
      relation: Int8Array.from(this.relation),
      source: new Uint8Array(this.a.length).fill(relationSources.indexOf('person')),
    };
  }

  /** Adds an answer; returns how many decisions it took: comparisons, or one label. */
  add(query: Query, answer: Answer): number {
    if (query.kind === 'grid' && answer.kind === 'grid') {
      for (const name of ['same', 'different', 'unsure'] as const)
        for (const row of answer[name]) this.say(query.anchor, row, relationValue[name]);
      return query.candidates.length;
    }
    if (query.kind === 'pair' && answer.kind === 'pair')
      this.say(query.a, query.b, relationValue[answer.relation]);
    if (query.kind === 'label' && answer.kind === 'label' && answer.label !== null)
      this.labels[query.row] = answer.label;
    return 1;
  }

  private say(a: number, b: number, relation: number): void {
    this.a.push(a);
    this.b.push(b);
    this.relation.push(relation);
  }
}
