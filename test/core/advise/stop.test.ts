import { describe, expect, it } from 'vitest';
import { type StopEvidence, stopHint } from '../../../src/core/advise/stop.ts';
import type { Estimate } from '../../../src/core/model/predictions.ts';

const accuracies = (...means: readonly number[]): readonly Estimate[] =>
  means.map((mean) => ({ mean, standardError: 0.012 }));
const settled: StopEvidence = {
  accuracies: accuracies(0.9, 0.902, 0.903),
  changed: 0.004,
  unsure: 0.02,
  coverage: 0.97,
};

describe('the stop hint', () => {
  it('says nothing where nothing was measured', () => {
    expect(stopHint({})).toBeUndefined();
    expect(stopHint({ accuracies: accuracies(0.9, 0.9) })).toBeUndefined();
  });

  it('stops when accuracy and predictions stand still and nothing is left to learn', () => {
    expect(stopHint(settled)).toMatchObject({
      shouldStop: true,
      why: 'More labels would change little: accuracy no longer rises, and predictions stay as they are.',
    });
    expect(stopHint({ ...settled, labelsLeft: 40 })?.shouldStop).toBe(true);
  });

  it.each([
    ['accuracy still rises', { accuracies: accuracies(0.9, 0.905, 0.91) }],
    ['the last batch changed many predictions', { changed: 0.03 }],
    ['the model is unsure of many images', { unsure: 0.2 }],
    ['groups of images have no label', { coverage: 0.8 }],
  ] satisfies [string, StopEvidence][])('goes on when %s', (_, evidence) => {
    expect(stopHint({ ...settled, ...evidence })?.shouldStop).toBe(false);
  });

  it('does not stop on accuracy alone, nor on coverage and certainty alone', () => {
    expect(stopHint({ accuracies: accuracies(0.9, 0.9, 0.89) })?.shouldStop).toBe(false);
    expect(stopHint({ unsure: 0, coverage: 1 })?.shouldStop).toBe(false);
  });

  it('stops when the labels that were meant to be given are given, whatever else', () => {
    const hint = stopHint({ changed: 0.5, labelsLeft: 0 });
    expect(hint).toMatchObject({ shouldStop: true, why: 'All the labels you meant to give are given.' });
    expect(stopHint({ changed: 0.5, labelsLeft: 1 })).toMatchObject({ shouldStop: false });
  });

  it('compares with two batches ago, and gives its numbers in sentences', () => {
    const texts = stopHint({
      accuracies: accuracies(0.1, 0.9, 0.95, 0.891),
      changed: 0.004,
      unsure: 0.061,
      coverage: 0.97,
      labelsLeft: 1,
    })?.signals.map(({ name, isMet, text }) => `${name} ${isMet}: ${text}`);
    expect(texts).toEqual([
      'accuracy true: Accuracy on held-out labels fell by 0.9 points with the last 2 batches, to 89.1 % ± 1.2.',
      'predictions true: The last batch changed the predicted class of 0.4 % of the images without a label.',
      'uncertainty false: The model is unsure of 6.1 % of the images without a label.',
      'coverage true: 97.0 % of the images lie in a group with a label.',
      'budget false: 1 of the labels you meant to give is left.',
    ]);
  });
});
