import type { ListedCluster } from './clusterRow.ts';

/** What clusters can be listed by. */
export const orders = ['size', 'open', 'purity'] as const;
type Order = (typeof orders)[number];

/** The order of that name; by size if it is none. */
export function readOrder(name: string): Order {
  return orders.find((order) => order === name) ?? 'size';
}

/** The clusters in an order, ties to the largest: those of which purity says nothing come last by it. */
export function sorted(clusters: readonly ListedCluster[], order: Order): readonly ListedCluster[] {
  const rank: Readonly<Record<Order, (cluster: ListedCluster) => number>> = {
    size: ({ number }) => number,
    open: ({ facts }) => -facts.open,
    purity: ({ facts }) => facts.purity ?? 2,
  };
  return clusters.toSorted((a, b) => rank[order](a) - rank[order](b) || a.number - b.number);
}
