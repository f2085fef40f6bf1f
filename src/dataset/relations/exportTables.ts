import { impliedPairs } from '../../core/relations/impliedPairs.ts';
import { PairIndex } from '../../core/relations/pairIndex.ts';
import { createRng } from '../../core/rng.ts';
import { appear, mustBeFree } from '../formats/destination.ts';
import { writeText } from '../formats/textFile.ts';
import { quote } from '../labels/records.ts';
import type { Dataset } from '../types.ts';
import { groupsThere } from './groupsThere.ts';
import { formatRelation } from './relationLine.ts';

type Source = Pick<Dataset, 'relations' | 'rows' | 'annotations' | 'classes'>;

/** The lines of a file, each with its end, and how many things there are to tell, a heading not counted. */
export interface TableLines {
  readonly lines: readonly string[];
  readonly known: number;
}

/** Writes a new file; it appears when it is whole. Throws a sentence if there is one already. */
export async function writeTable(
  to: string,
  lines: Iterable<string>,
  signal: AbortSignal | undefined,
): Promise<void> {
  await mustBeFree(to, false);
  await appear(to, false, (target) => writeText(target, lines), undefined, signal);
}

/**
 * `path_a,path_b,relation,by`: pairs for metric learning, each once. What was said and applies (`by`: who said it), and with
 * `implied` also those that follow from it and from labels (`by` = implied): at most `most`, drawn by `seed` from all that
 * are known, half of them the same and half different as far as there are so many.
 */
export function pairLines(
  { relations, rows }: Source,
  implied: { readonly most: number; readonly seed: number } | undefined,
): TableLines {
  const { graph } = relations;
  const told = new PairIndex();
  const lines = ['path_a,path_b,relation,by\n'];
  const tell = (a: string, b: string, relation: string, by: string): void => {
    lines.push(`${[a, b, relation, by].map(quote).join(',')}\n`);
  };
  for (const { anchor, same, different, oracle = 'person' } of relations.answers) {
    const node = rows.has(anchor) ? relations.nodeOf(anchor) : undefined;
    if (node === undefined) continue;
    for (const [relation, others] of [
      ['same', same],
      ['different', different],
    ] as const)
      for (const path of others) {
        const other = rows.has(path) ? relations.nodeOf(path) : undefined;
        if (other === undefined || graph.relation(node, other) !== relation) continue;
        const before = told.count;
        told.add(node, other);
        if (told.count > before) tell(anchor, path, relation, oracle);
      }
  }
  if (implied === undefined) return { lines, known: told.count };
  const nodes = [...rows.keys()].flatMap((path) => relations.nodeOf(path) ?? []);
  const rng = createRng(implied.seed).fork('pairs');
  const pairs = impliedPairs(graph, Int32Array.from(nodes), implied.most, rng);
  for (const [relation, { a, b }] of [
    ['same', pairs.same],
    ['different', pairs.different],
  ] as const)
    for (let i = 0; i < a.length; i++)
      if (told.find(a[i], b[i]) < 0)
        tell(relations.pathOf(a[i]), relations.pathOf(b[i]), relation, 'implied');
  return { lines, known: pairs.total.same + pairs.total.different };
}

/**
 * `path,label`: every image whose class is known, and those of groups without a name under provisional ones, `group-1` being the
 * largest by the images that are there. A name that is a class already is passed over.
 */
export function classLines({ relations, rows, annotations, classes }: Source): TableLines {
  const { graph } = relations;
  const groups = new Map<number, string>();
  let number = 0;
  for (const { node } of groupsThere({ relations, rows })) {
    do number++;
    while (classes.includes(`group-${number}`));
    groups.set(node, `group-${number}`);
  }
  const lines = ['path,label\n'];
  for (const path of rows.keys()) {
    const node = relations.nodeOf(path);
    const group = node === undefined ? undefined : groups.get(graph.component(node));
    const label = annotations.get(path)?.label || group;
    if (label !== undefined) lines.push(`${quote(path)},${quote(label)}\n`);
  }
  return { lines, known: lines.length - 1 };
}

/** `relations.jsonl` of the answers that were not withdrawn: one line per answered screen. */
export function answerLines({ relations }: Pick<Source, 'relations'>): TableLines {
  const lines = relations.answers.map((answer) => `${formatRelation(answer)}\n`);
  return { lines, known: lines.length };
}
