import { html, nothing, render, type TemplateResult } from 'lit-html';
import type { PanelFileFacts } from '../../src/protocol/mapPanel.ts';
import { failed, say } from '../actions/page.ts';
import { nearestPath } from '../batch/wanted.ts';
import { textButton } from '../controls.ts';
import type { KeyAction } from '../keys.ts';
import { t } from '../l10n.ts';
import { currentPath } from '../state/selection.ts';
import type { State } from '../state/state.ts';
import type { CreateView, View, ViewPage } from '../views/view.ts';
import { formatted } from '../words.ts';
import { createClusterList } from './clusterList.ts';
import { ClusterStore } from './clusterStore.ts';
import { emptyMap } from './emptyMap.ts';
import { HoverCard } from './hoverCard.ts';
import { legend } from './legend.ts';
import { coloredBy, firstLooks, keptLooks, type Looks, only, readLooks, toggled } from './looks.ts';
import { onThemeChange } from './mapColors.ts';
import { mapKey, panByKey } from './mapKeys.ts';
import { MapPicture } from './mapPicture.ts';
import { MapStore, type ShownMap } from './mapStore.ts';
import { mapTable, tableRows } from './mapTable.ts';
import { type MapBar, mapState, mapToolbar } from './mapToolbar.ts';
import { nearest, rowsInside } from './nearPlaces.ts';
import { createScatter, type SelectHow } from './scatter.ts';
import { rowsOfMarks, sum } from './search.ts';
import { selectedRows, selectionActs } from './selectionActs.ts';

const zoomStep = 1.4;
/** As in map.css, in CSS pixels. */
const narrow = 640;

/** The view *Map*: every image as a point, near those that are like it. */
class MapView implements View {
  readonly element = document.createElement('section');
  readonly #page: ViewPage;
  readonly #store: MapStore;
  readonly #clusters: ClusterStore;
  readonly #clusterList;
  readonly #card: HoverCard;
  readonly #plot = document.createElement('div');
  readonly #scatter = createScatter({
    onHover: (row, x, y) => this.#hover(row, x, y),
    onPick: (row, how) => this.#pick(row, how),
    onOpen: (row) => this.#open(row),
    onSelect: (rows, how) => this.#take(rows, how),
    onDrawn: (drawn, of) => {
      this.#drawn = [drawn, of];
      this.#ask();
    },
  });
  readonly #picture: MapPicture;
  #looks: Looks;
  #drawn: readonly [drawn: number, of: number] = [0, 0];
  #facts: { readonly of: readonly string[]; readonly facts: PanelFileFacts | undefined } | undefined;
  #isAsked = false;
  #isShown = false;

  constructor(page: ViewPage) {
    this.#page = page;
    // Beside an editor there is room for the map alone.
    const first = { ...firstLooks, hasSide: window.innerWidth > narrow };
    this.#looks = readLooks(page.state().looks.map, first);
    this.#store = new MapStore(page, () => this.#ask());
    this.#clusters = new ClusterStore(page);
    this.#clusters.onChange(() => this.#ask());
    this.#clusterList = createClusterList(page, this.#clusters);
    this.#card = new HoverCard(page.thumbnails);
    this.#picture = new MapPicture(this.#scatter, this.#clusters, page.thumbnails);
    this.element.className = 'map';
    this.element.setAttribute('aria-label', t('Map'));
    this.#plot.className = 'map-plot';
    this.#plot.append(this.#scatter.element, this.#card.element);
    this.#scatter.element.setAttribute('role', 'application');
    this.#scatter.element.setAttribute('aria-roledescription', t('map'));
    this.#scatter.element.addEventListener('keydown', (event) => panByKey(event, this.#scatter));
    onThemeChange(() => {
      this.#picture.forgetColors();
      this.#ask();
    });
  }

  shown(isShown: boolean): void {
    this.#isShown = isShown;
    if (isShown) return;
    this.#hover(-1, 0, 0);
    this.#store.leave();
  }

  show(state: State): void {
    this.#store.look(state);
    const { map } = this.#store;
    render(this.#template(state, map), this.element);
    if (map === undefined || map.missing === state.paths.length) return;
    if (this.#looks.by === 'cluster' && this.#store.work === 'none') this.#group();
    this.#picture.draw({ state, map, looks: this.#looks, facts: this.#factsOf(state) });
    this.#scatter.element.setAttribute('aria-label', this.#described(state, map));
    this.#card.show(state);
    this.#clusterList.show(state);
    this.#page.thumbnails.want(this.#wanted(state));
    // The legend and what was found are known now.
    render(this.#template(state, map), this.element);
  }

  key(action: KeyAction): boolean {
    return mapKey(action, this.#page, this.#scatter);
  }

  focus(): void {
    const target = this.#looks.isTable
      ? this.element.querySelector<HTMLElement>('.map-table button')
      : this.#scatter.element;
    target?.focus({ preventScroll: true });
  }

  #template(state: State, map: ShownMap | undefined): TemplateResult {
    const empty = emptyMap(this.#store, state, this.#page);
    if (empty !== nothing || map === undefined) return html`${empty}`;
    const bar = this.#bar();
    const { isTable, hasSide } = this.#looks;
    this.element.classList.toggle('has-side', hasSide);
    this.#plot.classList.toggle('is-behind', isTable);
    return html`${mapToolbar(bar)}
      <div class="map-middle">
        <div class="map-stage">
          ${this.#plot} ${isTable ? this.#table(state, map) : nothing} ${mapState(bar)}
          ${selectionActs(this.#page, () => this.#scatter.fit(selectedRows(this.#page.state())))}
          ${this.#missing(state, map)}
        </div>
        ${hasSide ? this.#side(map) : nothing}
      </div>`;
  }

  /** The legend and the clusters. */
  #side({ notes }: ShownMap): TemplateResult {
    const looks = this.#looks;
    const { coloring, colors } = this.#picture;
    const keys = coloring.entries.map(({ key }) => key);
    return html`<div class="map-side">
      ${legend(coloring, {
        colorOf: colors.of,
        hidden: looks.hidden,
        query: looks.legendQuery,
        listsAll: looks.listsAll,
        onToggle: (key) => this.#set(toggled(looks, key)),
        onOnly: (key) => this.#set(only(looks, key, keys)),
        onShowAll: () => this.#set({ ...looks, hidden: new Set() }),
        onQuery: (legendQuery) => this.#set({ ...looks, legendQuery }),
        onListAll: () => this.#set({ ...looks, listsAll: true }),
      })}
      ${this.#clusterList.element}
      ${notes.length > 0 ? html`<div class="map-notes">${notes.map((note) => html`<p class="hint">${note}</p>`)}</div>` : nothing}
    </div>`;
  }

  #bar(): MapBar {
    const looks = this.#looks;
    const { work, share } = this.#store;
    const { found } = this.#picture;
    return {
      ...looks,
      // Before there are clusters, nothing is named.
      hasNames: looks.hasNames && this.#clusters.clustering !== undefined,
      found: found && sum(found),
      drawn: this.#drawn,
      work,
      share,
      onTool: (tool) => this.#set({ ...looks, tool }),
      onColor: (by) => {
        this.#set(coloredBy(looks, by));
      },
      onDensity: () => this.#set({ ...looks, hasDensity: !looks.hasDensity }),
      onNames: () => {
        if (!looks.hasNames || this.#clusters.clustering === undefined) this.#group();
        this.#set({ ...looks, hasNames: this.#clusters.clustering === undefined || !looks.hasNames });
      },
      onSide: () => this.#set({ ...looks, hasSide: !looks.hasSide }),
      onTable: () => {
        this.#set({ ...looks, isTable: !looks.isTable });
        this.#page.actions.focusView();
      },
      onSearch: (search) => this.#set({ ...looks, search }),
      onTakeFound: () => this.#take(rowsOfMarks(found), 'replace'),
      onTakeVisible: () => this.#take(this.#rowsInView(), 'replace'),
      onFit: () => this.#scatter.fit(),
      onZoom: (direction) => this.#scatter.zoom(zoomStep ** direction),
      onStop: () => this.#store.stop(),
      onGoOn: () => this.#store.goOn(),
    };
  }

  #table(state: State, { points }: ShownMap): TemplateResult {
    const row = state.shown[state.cursor] ?? -1;
    const { x, y } = this.#scatter.view;
    const isSomewhere = row >= 0 && !Number.isNaN(points[2 * row]);
    const place = isSomewhere ? ([points[2 * row], points[2 * row + 1]] as const) : ([x, y] as const);
    return mapTable({
      state,
      points,
      clustering: this.#clusters.clustering,
      near: nearest(points, place, tableRows, this.#picture.hidden),
      onPick: (picked) => this.#pick(picked, 'replace'),
      onOpen: (opened) => this.#open(opened),
    });
  }

  /** What is not on the map, and the way to have it there. */
  #missing({ unreadable, job }: State, { missing }: ShownMap): TemplateResult | typeof nothing {
    const toEmbed = this.#store.work === 'none' ? missing - unreadable.size : 0;
    if (toEmbed <= 0 || job !== null) return nothing;
    return html`<p class="map-missing">
      ${t('{0} images are not embedded yet and lie nowhere.', formatted(toEmbed))}
      ${textButton({ label: t('Embed Folder'), title: t('Embed what is not embedded yet'), onPress: () => this.#page.actions.run('embedFolder') })}
    </p>`;
  }

  #described({ selection, paths }: State, { missing }: ShownMap): string {
    const count = formatted(paths.length - missing);
    const chosen = selection === undefined ? '' : ` ${t('{0} selected.', formatted(selection.count))}`;
    return t('Map of {0} images. Arrow keys go from image to image, Enter opens one.', count) + chosen;
  }

  #wanted(state: State): readonly string[] {
    const { clustering } = this.#clusters;
    const path = (row: number): string | undefined => state.paths[row];
    const wanted = [
      path(this.#card.row),
      currentPath(state),
      nearestPath(state),
      ...(clustering?.clusters ?? []).slice(0, 80).map(({ medoid }) => path(medoid)),
      ...this.#clusterList.wanted,
      ...state.recent.map((act) => act.path),
    ];
    const known = wanted.filter((entry): entry is string => entry !== undefined && entry !== '');
    return [...new Set(known)].filter((entry) => !state.unreadable.has(entry));
  }

  /** Sizes and dates, asked for when the map is colored by them. */
  #factsOf({ paths }: State): PanelFileFacts | undefined {
    const { by } = this.#looks;
    if (this.#facts?.of === paths) return this.#facts.facts;
    if (by !== 'size' && by !== 'date') return undefined;
    this.#facts = { of: paths, facts: undefined };
    this.#page.host.fileFacts(null).then((facts) => {
      if (this.#page.state().paths !== paths) return;
      this.#facts = { of: paths, facts };
      this.#ask();
    }, failed(this.#page));
    return undefined;
  }

  #group(): void {
    const { clustering, work, error } = this.#clusters;
    if (clustering === undefined && work === undefined && error === undefined)
      void this.#clusters.group('auto');
  }

  #rowsInView(): Int32Array {
    const { x, y, scale } = this.#scatter.view;
    const { clientWidth, clientHeight } = this.#scatter.element;
    const [across, up] = [clientWidth / 2 / scale, clientHeight / 2 / scale];
    const box = { minX: x - across, maxX: x + across, minY: y - up, maxY: y + up };
    return rowsInside(this.#store.map?.points ?? new Float32Array(0), box, this.#picture.hidden);
  }

  #hover(row: number, x: number, y: number): void {
    const state = this.#page.state();
    this.#card.at(row, x, y, state);
    if (row >= 0) this.#page.thumbnails.want(this.#wanted(state));
  }

  #pick(row: number, how: SelectHow): void {
    const { dispatch, actions, state } = this.#page;
    if (row < 0) {
      if (how === 'replace') dispatch({ type: 'clearSelection' });
    } else if (how === 'replace') actions.goToPath(state().paths[row]);
    else this.#take(Int32Array.of(row), how);
  }

  #open(row: number): void {
    if (row < 0) return;
    const { dispatch, state } = this.#page;
    dispatch({ type: 'goToPath', path: state().paths[row] });
    dispatch({ type: 'single', on: true });
  }

  #take(rows: Int32Array, how: SelectHow): void {
    const { dispatch, state, actions } = this.#page;
    dispatch({ type: 'selectRows', rows, how });
    const count = state().selection?.count ?? Math.min(1, rows.length);
    say(
      this.#page,
      count === 0
        ? t('No image lies there; nothing is selected.')
        : t('{0} selected. A class key labels them all.', formatted(count)),
    );
    actions.focusView();
  }

  #set(looks: Looks): void {
    this.#looks = looks;
    this.#page.dispatch({ type: 'looks', view: 'map', looks: keptLooks(looks) });
    this.#ask();
  }

  /** Draws soon: the page draws at most once per frame. */
  #ask(): void {
    if (this.#isAsked || !this.#isShown) return;
    this.#isAsked = true;
    requestAnimationFrame(() => {
      this.#isAsked = false;
      if (this.#isShown) this.show(this.#page.state());
    });
  }
}

/** Makes the view. */
const createMapView: CreateView = (page) => new MapView(page);
export default createMapView;
