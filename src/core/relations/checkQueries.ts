import type { OutOfSample } from '../model/head.ts';
import type { Draft, Questioner } from './drafts.ts';
import type { Evidence } from './evidence.ts';
import type { AskedGraph, Target } from './targets.ts';

/** An image that stands in a class for one answer, and how probable it is that the answer was wrong. */
interface Doubt {
  readonly row: number;
  readonly wrong: number;
}

/** A doubt that is less probable than this is not worth a place in a question. */
const leastDoubt = 0.1;
/** A wrong label costs as much as so many labels are worth: a head learns from it, and so does whoever trusts it. */
const wrongCost = 2;
/** Images that may stand for a class when others are checked. */
const mostAnchors = 12;

/**
 * Questions that check implied labels which the head doubts when it has not seen them: does this image show the same as
 * another one of its class, which is beyond doubt? If not, that contradicts what was said, and shows where.
 */
export function checkQuestioner(
  {
    list,
    outOfSample,
    graph,
    evidence,
    isGiven,
  }: {
    readonly list: readonly Target[];
    readonly outOfSample: OutOfSample | undefined;
    readonly graph: Pick<AskedGraph, 'isAsked'>;
    readonly evidence: Evidence;
    readonly isGiven: (row: number) => boolean;
  },
  { candidates }: { readonly candidates: number },
): Questioner {
  if (outOfSample === undefined) return { drafts: () => [] };
  const { rows, probabilities } = outOfSample;
  const positionOf = new Map(Array.from(rows, (row, position) => [row, position]));
  const checks = list.flatMap(({ label, members }, t) => {
    if (label < 0) return [];
    const shareOf = (row: number): number => {
      const position = positionOf.get(row);
      return position === undefined ? Number.NaN : probabilities.data[position * probabilities.cols + t];
    };
    const doubts = Array.from(members)
      .filter((row) => !isGiven(row) && evidence.confirmations[row] === 1)
      .map((row): Doubt => ({ row, wrong: wrongness(shareOf(row), evidence.errorRate) }))
      .filter(({ wrong }) => wrong >= leastDoubt)
      .sort((a, b) => b.wrong - a.wrong || a.row - b.row);
    if (doubts.length === 0) return [];
    const trust = (row: number): number => (isGiven(row) ? 1 : shareOf(row));
    const anchors = Array.from(members)
      .filter((row) => isGiven(row) || trust(row) > 0.5)
      .sort((a, b) => trust(b) - trust(a) || a - b)
      .slice(0, mostAnchors);
    return [{ doubts, anchors }];
  });
  return {
    drafts: (isUsed) =>
      checks.flatMap(({ doubts, anchors }): readonly Draft[] => {
        const shown = anchors.map((anchor) => ({
          anchor,
          doubts: doubts
            .filter(({ row }) => row !== anchor && !isUsed(row) && !graph.isAsked(anchor, row))
            .slice(0, candidates),
        }));
        const best = shown.reduce((a, b) => (sumOf(b.doubts) > sumOf(a.doubts) ? b : a), {
          anchor: -1,
          doubts: [] as readonly Doubt[],
        });
        return best.doubts.length === 0 ? [] : [draftOf(best.anchor, best.doubts)];
      }),
  };
}

/** How probable it is that an answer is wrong after which an image has a label that the head gives this share. */
function wrongness(share: number, errorRate: number): number {
  const wrong = errorRate * (1 - share);
  return Number.isNaN(share) ? 0 : wrong / (wrong + (1 - errorRate) * Math.max(share, 1e-3));
}

function sumOf(doubts: readonly Doubt[]): number {
  return doubts.reduce((sum, { wrong }) => sum + wrong, 0);
}

function draftOf(anchor: number, doubts: readonly Doubt[]): Draft {
  const expected = sumOf(doubts);
  const about = { purpose: 'check' as const, expected, why };
  return {
    query:
      doubts.length === 1
        ? { kind: 'pair', a: anchor, b: doubts[0].row, ...about }
        : { kind: 'grid', anchor, candidates: doubts.map(({ row }) => row), ...about },
    score: wrongCost * expected,
  };
}

const why = 'Each has this class by one answer, and looks like another one.';
