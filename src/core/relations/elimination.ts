import type { Closure } from './closure.ts';
import { PairIndex } from './pairIndex.ts';

/**
 * Classes that follow in a closed list of them, by root; -1 = none: a component that differs from all classes but one is of
 * that one, and what differs from it is not. Found in rounds, so that the order in which things were said does not matter;
 * a component that turns out to differ from every class is of none.
 */
export function eliminatedClasses(closure: Closure, classCount: number): Int32Array {
  const found = new Int32Array(closure.nodes).fill(-1);
  if (classCount < 2) return found;
  const excluded = new PairIndex();
  const counts = new Map<number, number>();
  const isExcluded = (root: number, label: number): boolean =>
    excluded.find(root, closure.nodes + label) >= 0;

  let news: (readonly [root: number, label: number])[] = [];
  for (let label = 0; label < Math.min(classCount, closure.classBound); label++) {
    const root = closure.rootOf(label);
    if (root >= 0) news.push([root, label]);
  }
  while (news.length > 0) {
    const changed = new Set<number>();
    for (const [root, label] of news)
      for (const other of closure.differentFrom(root)) {
        if (closure.classOf(other) >= 0 || isExcluded(other, label)) continue;
        excluded.add(other, closure.nodes + label);
        counts.set(other, (counts.get(other) ?? 0) + 1);
        changed.add(other);
      }
    news = [];
    for (const root of changed) {
      if (counts.get(root) !== classCount - 1 || found[root] >= 0) continue;
      for (let label = 0; label < classCount; label++) if (!isExcluded(root, label)) found[root] = label;
      news.push([root, found[root]]);
    }
  }
  for (const root of counts.keys()) if (found[root] >= 0 && isExcluded(root, found[root])) found[root] = -1;
  return found;
}
