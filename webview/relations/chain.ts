import type { PanelConflict, PanelStatement } from '../../src/protocol/relationsPanel.ts';

/** What proves a contradiction, from the one image of what was said to the other: each begins where the one before it ends. */
export function inOrder({ said, chain }: PanelConflict): readonly PanelStatement[] {
  /** The image that the chain has come to. */
  let at = said.a;
  return chain.map((statement) => {
    const { a, b, relation } = statement;
    const isTurned = relation !== 'label' && a !== at;
    at = relation === 'label' || isTurned ? a : b;
    return isTurned ? { ...statement, a: b, b: a } : statement;
  });
}

/** The images of a contradiction, those of what was said first. */
export function imagesOf({ said, chain }: PanelConflict): readonly string[] {
  const all = [said, ...chain].flatMap(({ a, b }) => (b === '' ? [a] : [a, b]));
  return [...new Set(all)];
}
