import { barlowTwins } from './barlowTwins.ts';
import { maskedSpectral } from './maskedSpectral.ts';
import type { RelationLoss } from './relationLoss.ts';
import { simclr } from './simclr.ts';
import { spectralContrastive } from './spectralContrastive.ts';
import { vicreg } from './vicreg.ts';

/** The losses from which a projector can be trained. */
export const relationLosses: readonly RelationLoss[] = [
  maskedSpectral,
  spectralContrastive,
  vicreg,
  simclr,
  barlowTwins,
];
