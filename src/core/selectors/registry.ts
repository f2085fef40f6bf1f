import { random } from './random.ts';
import type { Selector } from './selector.ts';

/** THE LIST. A new strategy is one file and one line here. */
export const selectors: readonly Selector[] = [random];

export const selectorIds: readonly string[] = ['auto', ...selectors.map((selector) => selector.id)];
