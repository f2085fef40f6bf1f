import type { PanelAct } from '../../src/protocol/panel.ts';
import { type Annotation, isDecided, labeledAs } from '../annotations.ts';
import { t } from '../l10n.ts';
import { annotationOf, type Prediction, predictionOf } from '../state/image.ts';
import { selectedPaths } from '../state/selection.ts';
import { formatted } from '../words.ts';
import type { Acts } from './acts.ts';
import { type Page, say } from './page.ts';

/** What is done with the predicted classes of the selected images. */
export interface PredictionActions {
  /** Labels each selected image with the class that is predicted for it; one undo unit. */
  readonly accept: () => void;
  /** Hides the predictions of the selected images, or shows them again. Nothing is written, and no model hears of it. */
  readonly reject: () => void;
}

export function predictionActions(page: Page, acts: Acts): PredictionActions {
  return { accept: () => accept(page, acts), reject: () => reject(page) };
}

function accept(page: Page, acts: Acts): void {
  const predicted = predictedPaths(page).filter(([, { isRejected }]) => !isRejected);
  if (predicted.length === 0) {
    sayNoPrediction(page);
    return;
  }
  const changes = new Map<string, Annotation>();
  const paths = new Map<string, string[]>();
  for (const [path, { label }] of predicted) {
    changes.set(path, labeledAs(acts.annotation(path), label));
    const ofLabel = paths.get(label);
    if (ofLabel) ofLabel.push(path);
    else paths.set(label, [path]);
  }
  const [[path, { label }]] = predicted;
  acts.do({
    acts: [...paths].map(([name, ofLabel]): PanelAct => ({ kind: 'label', paths: ofLabel, label: name })),
    changes,
    advance: true,
    status:
      predicted.length === 1
        ? t('{0} is {1}, as predicted.', path, label)
        : t('{0} images: each is what was predicted.', formatted(predicted.length)),
  });
}

function reject(page: Page): void {
  const predicted = predictedPaths(page);
  if (predicted.length === 0) {
    sayNoPrediction(page);
    return;
  }
  const on = predicted.some(([, { isRejected }]) => !isRejected);
  const changes = new Map(predicted.map(([path, { label }]) => [path, on ? label : null]));
  page.dispatch({ type: 'rejected', changes, advance: on });
  const [[path, { label }]] = predicted;
  const one = on
    ? t('Not {0}: hidden for {1}. Still unlabeled.', label, path)
    : t('{0}: {1} again.', path, label);
  const count = formatted(predicted.length);
  const many = on
    ? t('{0} predictions hidden; the images are still unlabeled.', count)
    : t('{0} predictions shown again.', count);
  say(page, predicted.length === 1 ? one : many);
}

/** The selected images that a class is predicted for. */
function predictedPaths(page: Page): (readonly [path: string, prediction: Prediction])[] {
  const state = page.state();
  return selectedPaths(state).flatMap((path) => {
    const prediction = predictionOf(state, state.rowOf.get(path) ?? -1);
    return prediction ? [[path, prediction] as const] : [];
  });
}

function sayNoPrediction(page: Page): void {
  const state = page.state();
  if (state.predictions !== null) {
    const isDecidedHere = selectedPaths(state).every((path) =>
      isDecided(annotationOf(state, state.rowOf.get(path) ?? -1)),
    );
    say(
      page,
      isDecidedHere
        ? t('This is decided already; predictions are for other images.')
        : t('Nothing is predicted here.'),
    );
  } else if (state.saved.counts.perClass.size < 2)
    say(page, t('There is no prediction yet: label two classes with the digits first.'));
  else if (state.job !== null)
    say(page, t('There is no prediction yet; it comes when the work that runs is done.'));
  else say(page, t('There is no prediction yet: it needs embeddings, which Select Next Batch makes.'));
}
