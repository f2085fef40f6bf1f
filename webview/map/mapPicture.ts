import type { PanelFileFacts } from '../../src/protocol/mapPanel.ts';
import type { Thumbnails } from '../batch/thumbnails.ts';
import type { State } from '../state/state.ts';
import { clusterLabels } from './clusterLabels.ts';
import type { ClusterStore } from './clusterStore.ts';
import { coloringOf } from './coloring.ts';
import { type Coloring, none } from './kinds.ts';
import type { Looks } from './looks.ts';
import { type MapColors, mapColors } from './mapColors.ts';
import type { ShownMap } from './mapStore.ts';
import { Remembered } from './remembered.ts';
import type { Scatter } from './scatter.ts';
import { dimmed, found } from './search.ts';

/** What the picture is made from. */
export interface PictureParts {
  readonly state: State;
  readonly map: ShownMap;
  readonly looks: Looks;
  readonly facts: PanelFileFacts | undefined;
}

/** Gives the plot what it draws, and only what has changed: an act on one image must not cost what a new map costs. */
export class MapPicture {
  readonly #scatter: Scatter;
  readonly #clusters: ClusterStore;
  readonly #thumbnails: Pick<Thumbnails, 'get' | 'arrivals'>;
  readonly #before = {
    points: new Remembered(),
    coloring: new Remembered(),
    found: new Remembered(),
    hidden: new Remembered(),
    look: new Remembered(),
    selected: new Remembered(),
    labels: new Remembered(),
    density: new Remembered(),
  };
  #colors: MapColors | undefined;
  #coloring: Coloring = { slots: new Uint16Array(0), entries: [], note: '' };
  #found: Uint8Array | undefined;
  #hidden: Uint8Array | undefined;

  constructor(scatter: Scatter, clusters: ClusterStore, thumbnails: Pick<Thumbnails, 'get' | 'arrivals'>) {
    this.#scatter = scatter;
    this.#clusters = clusters;
    this.#thumbnails = thumbnails;
  }

  get coloring(): Coloring {
    return this.#coloring;
  }
  get colors(): MapColors {
    this.#colors ??= mapColors();
    return this.#colors;
  }
  /** 1 = the search has found it; undefined = nothing is looked for. */
  get found(): Uint8Array | undefined {
    return this.#found;
  }
  /** 1 = its kind is not drawn; undefined = all are. */
  get hidden(): Uint8Array | undefined {
    return this.#hidden;
  }

  /** The theme is another one. */
  forgetColors(): void {
    this.#colors = undefined;
  }

  draw({ state, map, looks, facts }: PictureParts): void {
    const before = this.#before;
    this.#color(state, looks, facts);
    if (before.found.isNew(looks.search, state.paths)) this.#found = found(state.paths, looks.search);
    if (before.hidden.isNew(this.#coloring, looks.hidden)) this.#hidden = hiddenRows(this.#coloring, looks);
    if (before.points.isNew(map.points)) this.#scatter.setPoints(map.points);
    if (before.look.isNew(this.#coloring, this.#found, this.#hidden, this.colors)) this.#setLook();
    if (before.selected.isNew(state.selection, state.shown)) this.#scatter.setSelected(selectedMarks(state));
    if (before.density.isNew(looks.hasDensity)) this.#scatter.setDensity(looks.hasDensity);
    this.#scatter.setTool(looks.tool);
    this.#scatter.setCursor(state.shown[state.cursor] ?? -1);
    this.#name(state, map, looks);
  }

  #color(state: State, { by }: Looks, facts: PanelFileFacts | undefined): void {
    const { paths, saved, pending, classes, predictions, batch, batchRows } = state;
    const { clustering, facts: clusterFacts } = this.#clusters;
    const dependsOn = {
      class: [saved, pending, classes],
      predicted: [predictions, classes],
      cluster: [clustering, clusterFacts],
      labeled: [saved, pending],
      batch: [batchRows, saved, pending],
      score: [batch],
      confidence: [predictions],
      folder: [],
      size: [facts],
      date: [facts],
    }[by];
    if (!this.#before.coloring.isNew(by, paths, ...dependsOn)) return;
    const clusterNames = clusterFacts.map(({ majority }) => majority);
    this.#coloring = coloringOf(by, state, { clustering, clusterNames, facts });
  }

  #setLook(): void {
    const { entries } = this.#coloring;
    const slots = this.#found === undefined ? this.#coloring.slots : dimmed(this.#coloring, this.#found);
    this.#scatter.setLook({
      slots,
      // The last one is for what was not found.
      colors: [...entries.map(({ color }) => this.colors.of(color)), this.colors.of(none)],
      shapes: Uint8Array.from([...entries.map(({ shape }) => shape), 0]),
      background: Uint8Array.from([...entries.map(({ color }) => (color.of === 'none' ? 1 : 0)), 1]),
      ...(this.#hidden && { hidden: this.#hidden }),
    });
  }

  #name({ paths }: State, { points }: ShownMap, { hasNames }: Looks): void {
    const { clustering, facts } = this.#clusters;
    const { arrivals } = this.#thumbnails;
    if (!this.#before.labels.isNew(hasNames, clustering, facts, points, arrivals)) return;
    const pictureOf = (row: number): string | undefined => {
      const picture = this.#thumbnails.get(paths[row]);
      return picture?.kind === 'picture' ? picture.url : undefined;
    };
    const isNamed = hasNames && clustering !== undefined;
    this.#scatter.setLabels(isNamed ? clusterLabels(points, clustering, facts, pictureOf) : []);
  }
}

function hiddenRows({ slots, entries }: Coloring, { hidden }: Looks): Uint8Array | undefined {
  if (hidden.size === 0) return undefined;
  const isHidden = entries.map(({ key }) => (hidden.has(key) ? 1 : 0));
  return Uint8Array.from(slots, (slot) => isHidden[slot]);
}

function selectedMarks({ selection, shown, paths }: State): Uint8Array | undefined {
  if (selection === undefined) return undefined;
  const marks = new Uint8Array(paths.length);
  for (const [place, row] of shown.entries()) if (selection.marks[place] === 1) marks[row] = 1;
  return marks;
}
