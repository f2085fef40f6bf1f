import { activeFt } from './activeFt.ts';
import { anchoredKMeans } from './anchoredKMeans.ts';
import { auto } from './auto.ts';
import { badge } from './badge.ts';
import { bal } from './bal.ts';
import { bald } from './bald.ts';
import { clusterMargin } from './clusterMargin.ts';
import { dbal } from './dbal.ts';
import { dcom } from './dcom.ts';
import { dropQuery } from './dropQuery.ts';
import { entropy } from './entropy.ts';
import { freesel } from './freesel.ts';
import { kCenter } from './kCenter.ts';
import { kMedoidsInit } from './kMedoidsInit.ts';
import { leastConfidence } from './leastConfidence.ts';
import { margin } from './margin.ts';
import { maxHerding } from './maxHerding.ts';
import { probCover } from './probCover.ts';
import { pt4al } from './pt4al.ts';
import { random } from './random.ts';
import type { Selector } from './selector.ts';
import { typiclust } from './typiclust.ts';
import { uherding } from './uherding.ts';
import { usl } from './usl.ts';

/** THE LIST. A new strategy is one file and one line here. */
export const selectors: readonly Selector[] = [
  auto,
  random,
  kCenter,
  typiclust,
  anchoredKMeans,
  kMedoidsInit,
  maxHerding,
  probCover,
  uherding,
  dcom,
  usl,
  activeFt,
  freesel,
  leastConfidence,
  margin,
  entropy,
  bald,
  dbal,
  badge,
  clusterMargin,
  dropQuery,
  bal,
  pt4al,
];

export const selectorIds: readonly string[] = selectors.map((selector) => selector.id);
