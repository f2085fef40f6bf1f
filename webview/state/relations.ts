/** In the order in which they are gone through. */
export const relationParts = ['question', 'groups', 'conflicts'] as const;

/** The parts of the view *Relations*: which of them is shown decides what keys mean. */
export type RelationPart = (typeof relationParts)[number];

/** The part that is looked at, from what is kept of the view. */
export function partOf(looks: unknown): RelationPart {
  const part = typeof looks === 'object' && looks !== null ? Reflect.get(looks, 'part') : undefined;
  return relationParts.find((one) => one === part) ?? 'question';
}
