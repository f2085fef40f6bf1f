import { html, nothing, render, type TemplateResult } from 'lit-html';
import type { InsightFacts, PanelInsights } from '../../src/protocol/insightsPanel.ts';
import { failed } from '../actions/page.ts';
import { ChartFigure } from '../charts/chartFigure.ts';
import type { KeyAction } from '../keys.ts';
import { t } from '../l10n.ts';
import type { State } from '../state/state.ts';
import { strategyTitle } from '../state/strategyTitle.ts';
import { type Summary, summaryOf } from '../summary.ts';
import type { CreateView, View, ViewPage } from '../views/view.ts';
import { batchTable } from './batchTable.ts';
import { countedFigures, measuredFigures, type NamedFigure, parameterFigure, radiusName } from './figures.ts';
import { headline, stopCard } from './headline.ts';
import { emptyInsights, type Measuring, measuringLine } from './measuring.ts';

/** Keys that mean here what they mean everywhere: nothing is labeled from a chart. */
const everywhere: ReadonlySet<KeyAction['do']> = new Set(['help', 'escape', 'undo']);
/** How far a key scrolls, in heights of the view; beyond 1, to the end. */
const scrolls: Partial<Readonly<Record<KeyAction['do'], number>>> = {
  up: -0.1,
  down: 0.1,
  pageUp: -0.9,
  pageDown: 0.9,
  first: -1000,
  last: 1000,
};

/** How a labeling went: curves, counts, pace and batches. */
class InsightsView implements View {
  readonly element = document.createElement('div');
  readonly #page: ViewPage;
  readonly #figures = new Map<string, ChartFigure>();
  #facts: InsightFacts | undefined;
  #measured: PanelInsights | undefined;
  #measuring: Measuring = { state: 'off' };
  /** Labels there were when it was measured. */
  #labeledThen = 0;
  #running: AbortController | undefined;
  #isShown = false;
  /** When the view was opened, other labels were there than were measured: while it is open, only who asks has it measured again. */
  #isOld = false;
  #curveOf: string | undefined;
  #isAsking = false;
  /** What the facts were asked for with. */
  #factsOf: readonly unknown[] = [];

  constructor(page: ViewPage) {
    this.#page = page;
    this.element.className = 'view insights';
    this.element.tabIndex = -1;
  }

  show(state: State): void {
    this.#askFacts(state);
    this.#draw();
  }

  /** Whoever goes to label has the machine: measuring begins again when they come back. */
  shown(isShown: boolean): void {
    this.#isShown = isShown;
    this.#isOld = summaryOf(this.#page.state()).labeled !== this.#labeledThen;
    if (isShown) this.#measureIfDue();
    else this.#running?.abort();
  }

  key(action: KeyAction): boolean {
    const pages = scrolls[action.do];
    if (pages !== undefined) this.element.scrollBy({ top: pages * this.element.clientHeight });
    return !everywhere.has(action.do);
  }

  focus(): void {
    this.element.focus({ preventScroll: true });
  }

  /** Journal and manifests are read again whenever they may say something else. */
  #askFacts(state: State): void {
    const of = [state.saved, state.batch, state.job === null, state.endedJobs, state.classes];
    if (!state.isAnnotated || this.#isAsking || of.every((part, i) => part === this.#factsOf[i])) return;
    this.#factsOf = of;
    this.#isAsking = true;
    this.#page.host
      .insightFacts(null)
      .then((facts) => {
        this.#facts = facts;
        // Embeddings may be there now.
        this.#isOld ||= this.#measured?.coverage === null;
        this.#measureIfDue();
      }, failed(this.#page))
      .finally(() => {
        this.#isAsking = false;
        if (this.#isShown) this.show(this.#page.state());
      });
  }

  #measureIfDue(): void {
    const { labeled } = summaryOf(this.#page.state());
    const isDue = this.#measuring.state !== 'running' && (this.#measuring.state !== 'done' || this.#isOld);
    if (this.#isShown && isDue && labeled > 0 && this.#facts?.isEmbedded === true) void this.#measure();
  }

  async #measure(): Promise<void> {
    this.#running?.abort();
    const running = new AbortController();
    this.#running = running;
    const labeled = summaryOf(this.#page.state()).labeled;
    const set = (measuring: Measuring, measured = this.#measured): void => {
      if (this.#running !== running) return;
      this.#measuring = measuring;
      this.#measured = measured;
      this.#draw();
    };
    let progress: (Measuring & { readonly state: 'running' })['progress'];
    set({ state: 'running', progress });
    try {
      const measured = await this.#page.host.insights(null, {
        signal: running.signal,
        onProgress: (told) => {
          progress = told;
          set({ state: 'running', progress });
        },
        // What was measured before stays until there is as much of the new.
        onPart: (part) =>
          set({ state: 'running', progress }, part.learning ? part : (this.#measured ?? part)),
      });
      this.#labeledThen = labeled;
      this.#isOld = false;
      set({ state: 'done' }, measured);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      set(running.signal.aborted ? { state: 'off' } : { state: 'failed', message });
    }
  }

  #draw(): void {
    if (!this.#isShown) return;
    render(this.#content(this.#page.state()), this.element);
  }

  #content(state: State): TemplateResult {
    const { actions } = this.#page;
    const facts = this.#facts;
    const summary = summaryOf(state);
    const host = {
      measure: () => void this.#measure(),
      stop: () => this.#running?.abort(),
      embed: () => actions.run('embedFolder'),
      selectNextBatch: () => actions.run('selectNextBatch'),
      label: () => actions.showView('batch'),
    };
    if (facts === undefined)
      return html`<div class="empty is-late"><p>${t('Reading the journal …')}</p></div>`;
    if (summary.labeled === 0 && facts.pace.decisions === 0) return emptyInsights(state.batch !== null, host);
    const hasNothing = this.#measuring.state === 'done' && this.#measured?.coverage === null && !state.job;
    const then = { isEmbedded: facts.isEmbedded && !hasNothing, labeledThen: this.#labeledThen };
    const curve = parameterFigure(facts, this.#curveOf);
    return html`<div class="insights-page">
      ${headline(facts, this.#measured, summary)} ${stopCard(this.#measured)}
      ${measuringLine(then, this.#measuring, summary, host)}
      <div class="figures">
        ${[...measuredFigures(this.#measured), ...countedFigures(facts, allClasses(state, summary))].map((one) => this.#figure(one))}
      </div>
      ${facts.batches.length === 0 ? nothing : html`<h3>${t('Batches')}</h3>`}
      ${
        facts.batches.length === 0
          ? nothing
          : batchTable(facts, this.#measured, {
              titleOf: (id) => strategyTitle(state, id),
              act: (id, act) => this.#page.host.batchAct({ id, act }).catch(failed(this.#page)),
              curveOf: this.#curveOf,
              toggleCurve: (id) => {
                this.#curveOf = this.#curveOf === id ? undefined : id;
                this.#draw();
                this.#figures.get(radiusName(id))?.element.scrollIntoView({ block: 'nearest' });
              },
            })
      }
      ${curve === undefined ? nothing : this.#figure(curve)}
    </div>`;
  }

  #figure({ name, figure }: NamedFigure): HTMLElement {
    const { host, dispatch } = this.#page;
    const say = (text: string) => (): void => dispatch({ type: 'status', text });
    const shown =
      this.#figures.get(name) ??
      new ChartFigure(name, {
        copy: (text) => void host.copyText(text).then(say(t('Copied as CSV.')), failed(this.#page)),
        save: (file, svg) =>
          void host.saveSvg({ name: file, svg }).then((isSaved) => {
            if (isSaved) say(t('Saved.'))();
          }, failed(this.#page)),
      });
    this.#figures.set(name, shown);
    shown.show(figure);
    return shown.element;
  }
}

/** Labels of every class, of those that have none too. */
function allClasses({ classes }: State, { perClass }: Summary): ReadonlyMap<string, number> {
  return new Map([...classes.map(({ name }) => [name, 0] as const), ...perClass]);
}

const create: CreateView = (page) => new InsightsView(page);
export default create;
