import { l10n } from 'vscode';
import { images } from '../words.ts';

/** Images that the next batch is chosen from, in place of all. */
export interface Among {
  /** What a person knows them by: "cluster 3". */
  readonly title: string;
  readonly paths: ReadonlySet<string>;
}

/** "cluster 3 (214 images)" */
export function amongText({ title, paths }: Among): string {
  return l10n.t('{0} ({1})', title, images(paths.size));
}
