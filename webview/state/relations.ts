/** In the order in which they are gone through. */
export const relationParts = ['question', 'groups', 'conflicts'] as const;

/** The parts of the view *Relations*: which of them is shown decides what keys mean. */
export type RelationPart = (typeof relationParts)[number];

/** What was chosen of the candidates of a question that is not answered yet. */
export interface KeptChoice {
  readonly anchor: string;
  readonly same: readonly string[];
  readonly unsure: readonly string[];
}

/** The part that is looked at, from what is kept of the view. */
export function partOf(looks: unknown): RelationPart {
  const part = fieldOf(looks, 'part');
  return relationParts.find((one) => one === part) ?? 'question';
}

/** The choice, from what is kept of the view. */
export function choiceOf(looks: unknown): KeptChoice | undefined {
  const choice = fieldOf(looks, 'choice');
  const anchor = fieldOf(choice, 'anchor');
  if (typeof anchor !== 'string') return undefined;
  return { anchor, same: pathsOf(fieldOf(choice, 'same')), unsure: pathsOf(fieldOf(choice, 'unsure')) };
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

function pathsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((path) => typeof path === 'string') : [];
}
