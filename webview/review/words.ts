import type { ReviewCheck } from '../../src/protocol/reviewPanel.ts';
import { t } from '../l10n.ts';

/** What each check is called, and what it finds. */
export const checkWords: Readonly<Record<ReviewCheck, { readonly title: string; readonly finds: string }>> = {
  'label-errors': {
    title: t('Likely label errors'),
    finds: t('Labels that a model trained on the other labels would not give.'),
  },
  conflicts: {
    title: t('Conflicting labels'),
    finds: t('Copies of one picture, or files, that say different things.'),
  },
  'exact-duplicates': { title: t('Exact duplicates'), finds: t('Files that are equal byte by byte.') },
  'near-duplicates': {
    title: t('Near duplicates'),
    finds: t('Pictures that were resized, recompressed, cropped or mirrored.'),
  },
  leakage: {
    title: t('Leakage between splits'),
    finds: t('Copies of one picture in different splits: a model is tested on what it has seen.'),
  },
  outliers: { title: t('Outliers'), finds: t('Images that are unlike all others.') },
  'coverage-holes': {
    title: t('Coverage holes'),
    finds: t('Groups of images far from everything that is labeled.'),
  },
  'class-imbalance': {
    title: t('Class imbalance'),
    finds: t('Classes with far fewer labels than the others.'),
  },
  unreadable: {
    title: t('Unreadable files'),
    finds: t('Files that are called images and cannot be decoded.'),
  },
  dark: { title: t('Too dark'), finds: t('Pictures in which hardly anything can be seen.') },
  bright: { title: t('Too bright'), finds: t('Pictures that are washed out.') },
  blurred: { title: t('Blurred'), finds: t('Pictures without a sharp edge.') },
  tiny: { title: t('Tiny'), finds: t('Pictures of far fewer pixels than the others.') },
  'odd-aspect': {
    title: t('Odd shape'),
    finds: t('Pictures that are far wider or taller than the others.'),
  },
};
