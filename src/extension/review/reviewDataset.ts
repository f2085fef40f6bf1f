import type { CommandArguments } from '../commandArguments.ts';
import type { OpenFolder } from '../openFolder.ts';

/** *Review Dataset*: shows the review, at a finding if one is named and known; else reviews anew. */
export async function reviewDataset(
  { session, panel }: OpenFolder,
  { finding }: CommandArguments,
): Promise<void> {
  panel?.show('review');
  if (finding !== undefined && session.views.review.has(finding)) session.views.review.goTo(finding);
  else await session.runReview();
}
