import { describe, expect, test } from 'vitest';
import { packPaths } from '../../../src/protocol/packedPaths.ts';
import type { PanelState } from '../../../src/protocol/panel.ts';
import { type ColoringContext, coloringOf, colorings } from '../../../webview/map/coloring.ts';
import type { Coloring } from '../../../webview/map/kinds.ts';
import { coloredBy, firstLooks, keptLooks, only, readLooks, toggled } from '../../../webview/map/looks.ts';
import { dimmed, found, rowsOfMarks } from '../../../webview/map/search.ts';
import { initialState, type State } from '../../../webview/state/state.ts';
import { update } from '../../../webview/state/update.ts';

const paths = ['a/one.jpg', 'a/two.jpg', 'b/Three.jpg', 'four.jpg'];
const nothing: ColoringContext = { clustering: undefined, clusterNames: [], facts: undefined };

function stateWith(change: Partial<PanelState> = {}, labels: readonly (string | null)[] = []): State {
  const told = update(initialState, { type: 'changed', change: { images: packPaths(paths), ...change } });
  const names = [...new Set(labels.filter((label) => label !== null))];
  const rows = [...labels.keys()].filter((row) => labels[row] !== null);
  return update(told, {
    type: 'annotations',
    patch: {
      complete: true,
      rows,
      names,
      labels: rows.map((row) => names.indexOf(labels[row] ?? '')),
      marks: rows.map(() => 0),
    },
  });
}

const classes = (count: number): PanelState['classes'] =>
  Array.from({ length: count }, (_, i) => ({ name: `c${i}`, color: i, isOwnColor: false, key: '' }));

/** What the legend says, without what nothing is of. */
const told = ({ entries }: Coloring) =>
  Object.fromEntries(entries.filter(({ count }) => count > 0).map(({ label, count }) => [label, count]));

describe('points are colored', () => {
  test('by class, with the color a class has everywhere', () => {
    const state = stateWith({ classes: classes(3) }, ['c1', null, 'c1']);
    const coloring = coloringOf('class', state, nothing);
    expect(told(coloring)).toEqual({ c1: 2, 'no label': 2 });
    expect(coloring.entries[coloring.slots[0]].color).toEqual({ of: 'class', number: 1 });
  });

  test('by 500 classes, all of them in the legend, and it is said that colors repeat', () => {
    const { entries, slots, note } = coloringOf(
      'class',
      stateWith({ classes: classes(500) }, ['c499']),
      nothing,
    );
    expect(entries).toHaveLength(502);
    expect(entries[slots[0]].label).toBe('c499');
    expect(note).toMatch(/share 60 colors/);
    const looks = new Set(entries.slice(0, 60).map(({ color, shape }) => `${color.number} ${shape}`));
    expect(looks.size).toBe(60);
  });

  test('by what is predicted', () => {
    const predictions = {
      classes: Int32Array.of(1, 0, -1, 1),
      confidence: Float32Array.of(0.9, 0.1, 0, 1),
      names: ['cat', 'dog'],
      head: 'softmax' as const,
      source: '',
      why: '',
    };
    const state = stateWith({ predictions });
    expect(told(coloringOf('predicted', state, nothing))).toEqual({ cat: 1, dog: 2, 'not predicted': 1 });
    const confidence = coloringOf('confidence', state, nothing);
    expect([...confidence.slots]).toEqual([7, 0, 8, 7]);
    expect(confidence.entries[7].label).toBe('88 % – 100 %');
  });

  test('by cluster, named by its labels', () => {
    const cluster = { size: 2, medoid: 0, spread: 1 };
    const clustering = {
      assignments: Int32Array.of(0, 1, 0, -1),
      clusters: [cluster, cluster],
      silhouettes: [],
      notes: [],
    };
    const coloring = coloringOf('cluster', stateWith(), {
      ...nothing,
      clustering,
      clusterNames: ['cat', ''],
    });
    expect(told(coloring)).toEqual({ 'Cluster 1 · cat': 2, 'Cluster 2': 1, 'in no cluster': 1 });
  });

  test('by what is done about them', () => {
    expect(told(coloringOf('labeled', stateWith({}, ['x']), nothing))).toEqual({ labeled: 1, 'no label': 3 });
  });

  test('by folder', () => {
    expect(told(coloringOf('folder', stateWith(), nothing))).toEqual({ './': 1, 'a/': 2, 'b/': 1 });
  });

  test('by batch and by the score in it', () => {
    const picks = [
      { path: 'a/two.jpg', score: 1, reason: { text: '' } },
      { path: 'four.jpg', score: 3, reason: { text: '' } },
    ];
    const batch = { id: '1', selector: 'random', why: '', notes: [], picks };
    const state = stateWith({ batch }, [null, 'x']);
    expect(told(coloringOf('batch', state, nothing))).toEqual({
      'in the batch, to do': 1,
      'in the batch, done': 1,
      'not in the batch': 2,
    });
    expect([...coloringOf('score', state, nothing).slots]).toEqual([8, 0, 8, 7]);
  });

  test('by size of the file, in steps that grow with it', () => {
    const facts = { sizes: Float64Array.of(1e3, 1e4, 1e5, 1e7), times: new Float64Array(4) };
    const { slots, entries } = coloringOf('size', stateWith(), { ...nothing, facts });
    expect([...slots]).toEqual([0, 2, 4, 7]);
    expect(entries[0].label).toMatch(/^1.0 kB – /);
  });

  test('by anything, where nothing is known and where there is nothing', () => {
    for (const name of colorings) {
      const { slots, entries } = coloringOf(name, stateWith(), nothing);
      expect(slots).toHaveLength(paths.length);
      expect(
        entries.reduce((sum, { count }) => sum + count, 0),
        name,
      ).toBe(paths.length);
      expect(coloringOf(name, initialState, nothing).slots).toHaveLength(0);
    }
  });
});

describe('what is looked at', () => {
  test('kinds are hidden one by one, and all but one at once', () => {
    const keys = ['a', 'b', 'c'];
    const one = toggled(firstLooks, 'b');
    expect([...one.hidden]).toEqual(['b']);
    expect([...toggled(one, 'b').hidden]).toEqual([]);
    const single = only(one, 'b', keys);
    expect([...single.hidden]).toEqual(['a', 'c']);
    expect([...only(single, 'b', keys).hidden]).toEqual([]);
    expect([...coloredBy(single, 'folder').hidden]).toEqual([]);
  });

  test('is kept as plain data and read again as far as it is any', () => {
    const looks = {
      ...toggled(coloredBy(firstLooks, 'folder'), '=a/'),
      tool: 'lasso' as const,
      hasSide: false,
    };
    expect(readLooks(JSON.parse(JSON.stringify(keptLooks(looks))), firstLooks)).toEqual(looks);
    for (const odd of [undefined, null, 'x', { tool: 1, by: 'nothing', hidden: 'x', isTable: 'yes' }])
      expect(readLooks(odd, firstLooks)).toEqual(firstLooks);
  });

  test('names are found in upper and lower case; the others become dim', () => {
    expect(found(paths, '  ')).toBeUndefined();
    const marks = found(paths, 'three');
    expect([...rowsOfMarks(marks)]).toEqual([2]);
    const coloring = coloringOf('labeled', stateWith(), nothing);
    expect([...dimmed(coloring, marks ?? new Uint8Array())]).toEqual([3, 3, 2, 3]);
  });
});
