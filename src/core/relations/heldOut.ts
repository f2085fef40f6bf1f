import { gather, matrix, row } from '../math/matrix.ts';
import type { Folds } from '../model/crossValidation.ts';
import type { HeadContext } from '../model/head.ts';
import type { Matrix } from '../types.ts';
import { type Components, without } from './components.ts';
import { nearestComponent, type Standing, standingFor, standings } from './nearestComponent.ts';
import type { Projection } from './projection.ts';

/** Images whose component is known, and the folds in which all that is known of them is held out. */
export interface Trial {
  readonly rows: Int32Array;
  /** Component per row. */
  readonly targets: Int32Array;
  /** Components that images are put to: the first ones. */
  readonly count: number;
  readonly folds: Folds;
}

/** What a projector says of images when it has not seen what is known of them: rows x components, by standing. */
export type Opinions = Readonly<Record<Standing, Matrix>>;

/**
 * What projectors, learned without the images of each fold and all their relations, say of these. An image is held out as
 * a whole: what follows for it from others that are left must not be learned through it.
 */
export async function crossProjected(
  { rows, targets, count, folds }: Trial,
  components: Components,
  learn: (components: Components) => Promise<Projection | undefined>,
  ctx: HeadContext,
): Promise<Opinions> {
  const opinions = { image: matrix(rows.length, count), center: matrix(rows.length, count) };
  for (let fold = 0; fold < folds.count; fold++) {
    const isHeld = (position: number): boolean => folds.of[position] === fold;
    const positions = Int32Array.from(rows.keys());
    const held = positions.filter(isHeld);
    const projection = await learn(without(components, new Set(held.map((position) => rows[position]))));
    if (projection === undefined) continue;
    const Z = await projection.project(rows);
    const left = Array.from({ length: count }, (_, c) =>
      positions.filter((position) => !isHeld(position) && targets[position] === c),
    );
    for (const standing of standings) {
      const standIns = left.map((own) => standingFor(standing, Z, own));
      const found = await nearestComponent(gather(Z, held), standIns, ctx);
      for (const [h, position] of held.entries()) row(opinions[standing], position).set(row(found, h));
    }
  }
  return opinions;
}
