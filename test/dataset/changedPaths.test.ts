import { describe, expect, it } from 'vitest';
import { ChangedPaths } from '../../src/dataset/changedPaths.ts';

describe('ChangedPaths', () => {
  it('tells each reader what changed since it last asked', () => {
    const changes = new ChangedPaths();
    const first = changes.mark;
    changes.add(['a', 'b']);
    const second = changes.mark;
    changes.add(['c']);
    expect(changes.since(first)).toEqual(['a', 'b', 'c']);
    expect(changes.since(second)).toEqual(['c']);
    expect(changes.since(changes.mark)).toEqual([]);
  });

  it('does not know any more what changed long ago', () => {
    const changes = new ChangedPaths();
    const first = changes.mark;
    changes.add(Array.from({ length: 30_000 }, (_, i) => `${i}`));
    const second = changes.mark;
    changes.add(['last']);
    expect(changes.since(first)).toBeUndefined();
    expect(changes.since(second)).toEqual(['last']);
  });
});
