import type { PanelConflict, PanelStatement } from '../../src/protocol/relationsPanel.ts';

/** A link of what proves a contradiction, as it stands in a row: image = image, class, ≠ class, image. */
export type ChainPart =
  | { readonly kind: 'image'; readonly path: string }
  | { readonly kind: 'class'; readonly name: string }
  | { readonly kind: 'same' | 'different' };

/** The chain in a row, from the one image of what was said to the other. */
export function chainParts({ said, chain }: PanelConflict): readonly ChainPart[] {
  const parts: ChainPart[] = [{ kind: 'image', path: said.a }];
  /** Where the row has come to: an image, or a class that the image before it has. */
  let path = said.a;
  let name: string | undefined;
  for (const { relation, a, b, label } of chain) {
    if (relation !== 'label') {
      path = a === path ? b : a;
      parts.push({ kind: relation }, { kind: 'image', path });
    } else if (name === undefined) {
      if (a !== path) parts.push({ kind: 'same' }, { kind: 'image', path: a });
      name = label;
      parts.push({ kind: 'class', name });
    } else {
      if (label === name) parts.push({ kind: 'same' });
      else parts.push({ kind: 'different' }, { kind: 'class', name: label });
      path = a;
      name = undefined;
      parts.push({ kind: 'image', path });
    }
  }
  return parts;
}

/** All that was said and takes part in a contradiction; what does not apply comes first. */
export function statementsOf({ said, chain }: PanelConflict): readonly PanelStatement[] {
  return [said, ...chain];
}
