import { anchoredKMeans } from './anchoredKMeans.ts';
import { auto } from './auto.ts';
import { badge } from './badge.ts';
import { entropy } from './entropy.ts';
import { kCenter } from './kCenter.ts';
import { leastConfidence } from './leastConfidence.ts';
import { margin } from './margin.ts';
import { maxHerding } from './maxHerding.ts';
import { probCover } from './probCover.ts';
import { random } from './random.ts';
import type { Selector } from './selector.ts';
import { typiclust } from './typiclust.ts';
import { uherding } from './uherding.ts';

/** THE LIST. A new strategy is one file and one line here. */
export const selectors: readonly Selector[] = [
  auto,
  random,
  kCenter,
  typiclust,
  anchoredKMeans,
  maxHerding,
  probCover,
  uherding,
  leastConfidence,
  margin,
  entropy,
  badge,
];

export const selectorIds: readonly string[] = selectors.map((selector) => selector.id);
