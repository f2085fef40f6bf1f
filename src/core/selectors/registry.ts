import { auto } from './auto.ts';
import { kCenter } from './kCenter.ts';
import { maxHerding } from './maxHerding.ts';
import { random } from './random.ts';
import type { Selector } from './selector.ts';
import { typiclust } from './typiclust.ts';

/** THE LIST. A new strategy is one file and one line here. */
export const selectors: readonly Selector[] = [auto, random, kCenter, typiclust, maxHerding];

export const selectorIds: readonly string[] = selectors.map((selector) => selector.id);
