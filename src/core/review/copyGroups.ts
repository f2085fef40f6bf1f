import type { CopyLikeness, NearCopies } from './copies.ts';

/** Two rows that are copies of one another. */
export interface CopyPair {
  readonly a: number;
  readonly b: number;
  readonly likeness: CopyLikeness;
}

/** Pairs compared between two pauses: two that are much alike take a few milliseconds. */
const comparedPerPause = 8;

/**
 * Groups of copies that do not drift: in a group each row is a copy of its medoid, the row that most others are copies of
 * (ties: the most alike, then by path). Of a chain a~b~c~d, in which a and d are nothing like each other, a, b and c are a
 * group, and d is none. `compare` says whether two rows, of which it is not known yet, are copies: asked about the copies of
 * members only, so that a long chain (the frames of a video) is not compared all with all.
 */
export async function copyGroups(
  pairs: readonly CopyPair[],
  names: readonly string[],
  compare: (a: number, b: number) => CopyLikeness | undefined,
  pause: () => Promise<void>,
): Promise<readonly NearCopies[]> {
  const copiesOf = linked(pairs);
  const groups: NearCopies[] = [];
  const byPath = (a: number, b: number): number => (names[a] < names[b] ? -1 : 1);
  for (const component of components(copiesOf)) {
    let left = [...component].sort(byPath);
    while (left.length > 1) {
      const medoid = medoidOf(left, copiesOf);
      const members = await membersAround(medoid, new Set(left), copiesOf, compare, pause);
      members.sort((a, b) => b.likeness.similarity - a.likeness.similarity || byPath(a.row, b.row));
      if (members.length > 0)
        groups.push({
          rows: Int32Array.of(medoid, ...members.map(({ row }) => row)),
          likeness: members.map(({ likeness }) => likeness),
        });
      const gone = new Set([medoid, ...members.map(({ row }) => row)]);
      left = left.filter((row) => !gone.has(row));
      await pause();
    }
  }
  return groups;
}

type Links = ReadonlyMap<number, ReadonlyMap<number, CopyLikeness>>;

interface Member {
  readonly row: number;
  readonly likeness: CopyLikeness;
}

/** The copies of a medoid among some rows, found from copy to copy. */
async function membersAround(
  medoid: number,
  among: ReadonlySet<number>,
  links: Links,
  compare: (a: number, b: number) => CopyLikeness | undefined,
  pause: () => Promise<void>,
): Promise<Member[]> {
  const members: Member[] = [];
  const met = new Set([medoid]);
  let compared = 0;
  const meet = async (row: number): Promise<void> => {
    met.add(row);
    const known = links.get(medoid)?.get(row);
    const likeness = known ?? compare(medoid, row);
    if (likeness !== undefined) members.push({ row, likeness });
    if (known === undefined && ++compared % comparedPerPause === 0) await pause();
  };
  const meetCopiesOf = async (row: number): Promise<void> => {
    for (const other of links.get(row)?.keys() ?? [])
      if (among.has(other) && !met.has(other)) await meet(other);
  };
  await meetCopiesOf(medoid);
  for (const { row } of members) await meetCopiesOf(row);
  return members;
}

function linked(pairs: readonly CopyPair[]): Links {
  const links = new Map<number, Map<number, CopyLikeness>>();
  const link = (from: number, to: number, likeness: CopyLikeness): void => {
    const own = links.get(from) ?? new Map<number, CopyLikeness>();
    links.set(from, own.set(to, likeness));
  };
  for (const { a, b, likeness } of pairs) {
    link(a, b, likeness);
    link(b, a, likeness);
  }
  return links;
}

/** Rows that chains of copies lead from one to another. */
function components(links: Links): readonly (readonly number[])[] {
  const seen = new Set<number>();
  const found: number[][] = [];
  for (const start of links.keys()) {
    if (seen.has(start)) continue;
    const component = [start];
    seen.add(start);
    for (const row of component)
      for (const other of links.get(row)?.keys() ?? [])
        if (!seen.has(other)) {
          seen.add(other);
          component.push(other);
        }
    found.push(component);
  }
  return found;
}

/** The row that most of the others are copies of; of equals the one they are most like, then the first. */
function medoidOf(rows: readonly number[], links: Links): number {
  const among = new Set(rows);
  let best = { row: rows[0], count: -1, sum: 0 };
  for (const row of rows) {
    let count = 0;
    let sum = 0;
    for (const [other, { similarity }] of links.get(row) ?? [])
      if (among.has(other)) {
        count++;
        sum += similarity;
      }
    if (count > best.count || (count === best.count && sum > best.sum + 1e-9)) best = { row, count, sum };
  }
  return best.row;
}
