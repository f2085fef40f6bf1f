import type { Constraints } from './constraints.ts';

/** How many candidates were left out because they copy labeled or chosen images. */
export function copiesNote(
  count: number,
  { excludeDuplicates }: Constraints,
  of: 'labeled' | 'chosen',
): string {
  const kind = excludeDuplicates === 'near' ? 'almost equal ' : '';
  return count === 1
    ? `1 ${kind}copy of a ${of} image was left out.`
    : `${count} ${kind}copies of ${of} images were left out.`;
}

/** How many groups have less than an even share of the batch. */
export function balanceNote(count: number, { balance }: Constraints): string {
  const groups = {
    folder: ['folder gives', 'folders give'],
    class: ['predicted class gives', 'predicted classes give'],
    none: ['group gives', 'groups give'],
  }[balance];
  return `The batch is not even: ${count} ${groups[count === 1 ? 0 : 1]} fewer images than an equal share, so others fill it.`;
}

/** Why a batch is smaller than the budget though there are candidates. */
export function shortNote(count: number, budget: number): string {
  if (count === 0) return 'Every image that is left is a copy of a labeled one.';
  return `Only ${count} ${count === 1 ? 'image keeps' : 'images keep'} to the constraints, fewer than the ${budget} asked for.`;
}
