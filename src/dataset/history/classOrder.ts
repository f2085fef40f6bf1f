import { compareUtf8 } from '../files/byteOrder.ts';
import type { Act } from '../types.ts';

/** A change of the class list, with what is needed to take it back. */
export type ClassEffect =
  | { readonly kind: 'add'; readonly name: string }
  | { readonly kind: 'rename'; readonly name: string; readonly to: string }
  | { readonly kind: 'order'; readonly before: readonly string[]; readonly after: readonly string[] };

/** The effect of a class act on the order of classes, or `undefined` if it changes nothing. */
export function classEffect(order: readonly string[], act: Act): ClassEffect | undefined {
  if (act.kind === 'class-add') return order.includes(act.name) ? undefined : { kind: 'add', name: act.name };
  if (act.kind === 'class-rename')
    return order.includes(act.name) ? { kind: 'rename', name: act.name, to: act.to } : undefined;
  if (act.kind !== 'class-order') return undefined;
  const after = [...new Set([...act.names, ...order])];
  return { kind: 'order', before: order, after };
}

/** The order after an effect. */
export function withEffect(order: readonly string[], effect: ClassEffect): readonly string[] {
  if (effect.kind === 'add') return [...order, effect.name];
  if (effect.kind === 'order') return effect.after;
  return [...new Set(order.map((name) => (name === effect.name ? effect.to : name)))];
}

/** The order with an effect taken back; what others changed in the meantime stays. */
export function withoutEffect(order: readonly string[], effect: ClassEffect): readonly string[] {
  if (effect.kind === 'add') return order.filter((name) => name !== effect.name);
  if (effect.kind === 'rename') return order.map((name) => (name === effect.to ? effect.name : name));
  return sameOrder(order, effect.after) ? effect.before : order;
}

/** All classes in key order (4.3): those with a class event, then those only found as labels, by name. */
export function allClasses(order: readonly string[], labels: Iterable<string>): readonly string[] {
  const known = new Set(order);
  const found = new Set<string>();
  for (const label of labels) if (label !== '' && !known.has(label)) found.add(label);
  return [...order, ...[...found].sort(compareUtf8)];
}

function sameOrder(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((name, i) => name === b[i]);
}
