import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { UserError } from '../../../src/core/errors.ts';
import { openDataset } from '../../../src/dataset/dataset.ts';
import type { Act, Dataset } from '../../../src/dataset/types.ts';
import { optionsFor } from '../../support/datasetOptions.ts';
import { put } from '../../support/datasets.ts';
import { answer, shownBy } from '../../support/relationStory.ts';

const images = ['a.jpg', 'b.jpg', 'c.jpg', 'd.jpg', 'e.jpg'] as const;
const anyImage = fc.constantFrom(...images);

type Step =
  | { readonly kind: 'act'; readonly act: Act }
  | { readonly kind: 'retract' | 'line less' | 'line other'; readonly which: number }
  | { readonly kind: 'row less'; readonly which: number }
  | { readonly kind: 'row other'; readonly which: number; readonly label: string; readonly source: string }
  | { readonly kind: 'undo' | 'redo' | 'save' | 'reopen' | 'line more' };

const anyAnswer = fc
  .tuple(fc.uniqueArray(anyImage, { minLength: 2, maxLength: 3 }), fc.boolean())
  .map(([[anchor, ...others], isSame]) =>
    answer('', anchor, isSame ? { same: others } : { different: others }),
  );

const anyStep: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: anyAnswer.map((act) => ({ kind: 'act' as const, act })) },
  {
    weight: 4,
    arbitrary: fc
      .record({
        kind: fc.constant('label' as const),
        path: anyImage,
        label: fc.constantFrom('cat', 'dog', ''),
      })
      .map((act) => ({ kind: 'act' as const, act })),
  },
  fc.record({
    kind: fc.constantFrom('retract' as const, 'line less' as const, 'line other' as const),
    which: fc.nat(9),
  }),
  fc.record({ kind: fc.constant('row less' as const), which: fc.nat(9) }),
  fc.record({
    kind: fc.constant('row other' as const),
    which: fc.nat(9),
    label: fc.constantFrom('cat', 'dog', 'cow'),
    source: fc.constantFrom('', 'relation'),
  }),
  {
    weight: 6,
    arbitrary: fc
      .constantFrom(
        'undo' as const,
        'redo' as const,
        'save' as const,
        'reopen' as const,
        'line more' as const,
      )
      .map((kind) => ({ kind })),
  },
);

/** Two windows on one folder, and somebody who edits its files by hand, as careful as one who saved before and after. */
class Desk {
  readonly folder = mkdtempSync(path.join(tmpdir(), 'next-batch-test-'));
  readonly windows: Dataset[] = [];

  static async open(): Promise<Desk> {
    const desk = new Desk();
    put(desk.folder, ...images);
    for (const window of ['0', '1']) desk.windows.push(await desk.window(window));
    return desk;
  }

  window(name: string): Promise<Dataset> {
    return openDataset(optionsFor(this.folder, { window: name }));
  }

  async step(at: number, step: Step): Promise<void> {
    const dataset = this.windows[at];
    switch (step.kind) {
      case 'act':
        return dataset.act([step.act]);
      case 'retract': {
        const { answers } = dataset.relations;
        const of = answers[step.which % Math.max(1, answers.length)]?.id;
        return of === undefined ? undefined : dataset.act([{ kind: 'retract', of }]);
      }
      case 'undo':
      case 'redo':
        await dataset[step.kind]();
        return;
      case 'save':
        return dataset.flush();
      case 'reopen':
        await dataset.close();
        this.windows[at] = await this.window(`${at}`);
        return;
      default:
        return this.edit(step);
    }
  }

  /** Edits a file that holds all that was acknowledged. */
  async edit(
    step: Exclude<Step, { readonly kind: 'act' | 'retract' | 'undo' | 'redo' | 'save' | 'reopen' }>,
  ): Promise<void> {
    await this.settle();
    const file = path.join(this.folder, step.kind.startsWith('row') ? 'labels.csv' : 'relations.jsonl');
    const lines = existsSync(file) ? readFileSync(file, 'utf8').trimEnd().split('\n') : [];
    const first = step.kind.startsWith('row') ? 1 : 0;
    const at = 'which' in step ? first + (step.which % Math.max(1, lines.length - first)) : lines.length;
    if (step.kind === 'line more') lines.push('{"kind":"pair","anchor":"a.jpg","same":["e.jpg"]}');
    else if (lines.length <= first + 1 || lines[at] === undefined)
      return; // A file that is emptied is one that was lost.
    else if (step.kind === 'line less' || step.kind === 'row less') lines.splice(at, 1);
    else if (step.kind === 'line other') lines[at] = lines[at].replaceAll('"b.jpg"', '"x.jpg"');
    else if (step.kind === 'row other') {
      const width = lines[0].split(',').length;
      const cells = [lines[at].split(',')[0], step.label, step.source].slice(0, width);
      lines[at] = [...cells, ...Array.from({ length: width - cells.length }, () => '')].join(',');
    }
    writeFileSync(file, lines.map((line) => `${line}\n`).join(''));
    await this.settle();
  }

  async settle(): Promise<void> {
    for (let turn = 0; turn < 2; turn++)
      for (const dataset of this.windows) {
        await dataset.refresh();
        await dataset.flush();
      }
  }

  async close(): Promise<void> {
    for (const dataset of this.windows) await dataset.close();
    rmSync(this.folder, { recursive: true });
  }
}

function stateOf(dataset: Dataset): unknown {
  const { relations, counts } = dataset;
  return {
    shown: shownBy(dataset),
    counts: new Map([...counts].sort()),
    answers: relations.answers.map(({ id: _, ...said }) => said),
  };
}

it('two windows and an editor of both files agree in the end with each other and with who opens the folder', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(fc.nat(1), anyStep), { maxLength: 25 }), async (steps) => {
      const desk = await Desk.open();
      try {
        for (const [at, step] of steps)
          await desk.step(at, step).catch((error: unknown) => {
            if (!(error instanceof UserError)) throw error; // Undo of what the other window changed, say.
          });
        await desk.settle();
        const [one, other] = desk.windows.map(stateOf);
        expect(other).toEqual(one);
        expect(desk.windows[0].problems).toEqual([]);
        const third = await desk.window('third');
        expect(stateOf(third)).toEqual(one);
        await third.close();
      } finally {
        await desk.close();
      }
    }),
    { numRuns: 25 },
  );
}, 120_000);
