import type { PanelFileFacts } from '../../src/protocol/mapPanel.ts';
import { t } from '../l10n.ts';
import { annotationsOf } from '../state/image.ts';
import type { State } from '../state/state.ts';
import { clusterTitle } from './clusterActs.ts';
import type { Clustering } from './clusterStore.ts';
import { type Coloring, counted, lookOf, none } from './kinds.ts';
import { binned } from './ramp.ts';
import { sizeText } from './sizeText.ts';

/** What the points can be colored by, in the order they are offered. */
export const colorings = [
  'class',
  'predicted',
  'cluster',
  'labeled',
  'batch',
  'score',
  'confidence',
  'folder',
  'size',
  'date',
] as const;
export type ColoringName = (typeof colorings)[number];

/** What the points are colored from, beside the state. */
export interface ColoringContext {
  readonly clustering: Clustering | undefined;
  /** Name of each cluster; '' = it has none but its number. */
  readonly clusterNames: readonly string[];
  readonly facts: PanelFileFacts | undefined;
}

const most = 0xfffe;

/** The kind of each image. What a coloring goes by is missing where its only entry says so. */
export function coloringOf(name: ColoringName, state: State, context: ColoringContext): Coloring {
  switch (name) {
    case 'class':
      return byClass(state);
    case 'predicted':
      return byPrediction(state);
    case 'cluster':
      return byCluster(state, context);
    case 'labeled':
      return byDecision(state);
    case 'batch':
      return byBatch(state);
    case 'score':
      return byScore(state);
    case 'confidence': {
      const { predictions, paths } = state;
      const values = Float64Array.from(paths.keys(), (row) =>
        (predictions?.classes[row] ?? -1) < 0 ? Number.NaN : (predictions?.confidence[row] ?? Number.NaN),
      );
      const share = (value: number): string => `${Math.round(100 * value)} %`;
      return binned(values, { from: 0, to: 1, text: share, missing: t('not predicted') });
    }
    case 'folder':
      return byFolder(state);
    case 'size':
      return binned(context.facts?.sizes ?? unknown(state), {
        isLogarithmic: true,
        text: sizeText,
        missing: t('not known'),
      });
    case 'date':
      return binned(context.facts?.times ?? unknown(state), {
        text: (time) => new Date(time).toISOString().slice(0, 10),
        missing: t('not known'),
      });
  }
}

function unknown({ paths }: State): Float64Array {
  return new Float64Array(paths.length).fill(Number.NaN);
}

function byClass(state: State): Coloring {
  const { classes, paths } = state;
  const slotOf = new Map(classes.slice(0, most).map(({ name }, slot) => [name, slot]));
  const open = slotOf.size;
  const slots = new Uint16Array(paths.length);
  const annotationOf = annotationsOf(state);
  for (let row = 0; row < slots.length; row++) {
    const { label, skipped } = annotationOf(row);
    slots[row] = label === '' ? open + (skipped ? 1 : 0) : (slotOf.get(label) ?? open);
  }
  return counted(slots, [
    ...classes.slice(0, most).map(({ name, color }) => ({ key: `=${name}`, label: name, ...lookOf(color) })),
    { key: 'open', label: t('no label'), color: none, shape: 0 },
    { key: 'skipped', label: t('skipped'), color: none, shape: 4 },
  ]);
}

function byPrediction(state: State): Coloring {
  const { predictions, classes, paths } = state;
  const names = predictions?.names ?? [];
  const colorOf = new Map(classes.map(({ name, color }) => [name, color]));
  const slots = Uint16Array.from(paths.keys(), (row) => {
    const number = predictions?.classes[row] ?? -1;
    return number < 0 ? names.length : number;
  });
  const note =
    predictions === null ? t('There is no prediction yet: label a few images of two classes.') : '';
  return counted(
    slots,
    [
      ...names.map((name, i) => ({ key: `=${name}`, label: name, ...lookOf(colorOf.get(name) ?? i) })),
      { key: 'none', label: t('not predicted'), color: none, shape: 0 },
    ],
    note,
  );
}

function byCluster({ paths }: State, { clustering, clusterNames }: ColoringContext): Coloring {
  const { assignments, clusters = [] } = clustering ?? {};
  const slots = Uint16Array.from(paths.keys(), (row) => {
    const cluster = assignments?.[row] ?? -1;
    return cluster < 0 ? clusters.length : cluster;
  });
  const titleOf = (cluster: number): string =>
    clusterNames[cluster] ? `${clusterTitle(cluster)} · ${clusterNames[cluster]}` : clusterTitle(cluster);
  return counted(slots, [
    ...clusters.map((_, cluster) => ({
      key: `=${cluster}`,
      label: titleOf(cluster),
      ...lookOf(cluster),
    })),
    { key: 'none', label: t('in no cluster'), color: none, shape: 0 },
  ]);
}

function byDecision(state: State): Coloring {
  const annotationOf = annotationsOf(state);
  const slots = Uint16Array.from(state.paths.keys(), (row) => {
    const { label, skipped } = annotationOf(row);
    return label !== '' ? 0 : skipped ? 1 : 2;
  });
  return counted(slots, [
    { key: 'labeled', label: t('labeled'), ...lookOf(4), shape: 0 },
    { key: 'skipped', label: t('skipped'), ...lookOf(0), shape: 4 },
    { key: 'open', label: t('no label'), color: none, shape: 0 },
  ]);
}

function byBatch(state: State): Coloring {
  const slots = new Uint16Array(state.paths.length).fill(2);
  const annotationOf = annotationsOf(state);
  for (const row of state.batchRows) {
    const { label, skipped } = annotationOf(row);
    slots[row] = label === '' && !skipped ? 0 : 1;
  }
  return counted(
    slots,
    [
      { key: 'open', label: t('in the batch, to do'), ...lookOf(5), shape: 3 },
      { key: 'done', label: t('in the batch, done'), ...lookOf(4), shape: 1 },
      { key: 'other', label: t('not in the batch'), color: none, shape: 0 },
    ],
    state.batch === null ? t('No batch is selected yet.') : '',
  );
}

function byScore(state: State): Coloring {
  const { batch, rowOf, paths } = state;
  const values = new Float64Array(paths.length).fill(Number.NaN);
  for (const { path, score } of batch?.picks ?? []) {
    const row = rowOf.get(path);
    if (row !== undefined) values[row] = score;
  }
  const coloring = binned(values, {
    text: (value) => value.toPrecision(2),
    missing: t('not in the batch'),
  });
  return batch === null ? { ...coloring, note: t('No batch is selected yet.') } : coloring;
}

function byFolder({ paths }: State): Coloring {
  const counts = new Map<string, number>();
  const folderOf = (path: string): string => path.slice(0, path.lastIndexOf('/') + 1);
  for (const path of paths) counts.set(folderOf(path), (counts.get(folderOf(path)) ?? 0) + 1);
  const names = [...counts.keys()].sort((a, b) => (a < b ? -1 : 1)).slice(0, most);
  const slotOf = new Map(names.map((name, slot) => [name, slot]));
  return counted(
    Uint16Array.from(paths, (path) => slotOf.get(folderOf(path)) ?? names.length),
    [
      ...names.map((name, i) => ({ key: `=${name}`, label: name === '' ? './' : name, ...lookOf(i) })),
      { key: 'other', label: t('other folders'), color: none, shape: 0 },
    ],
  );
}
