// The extension host with 100,000 answers in 10,000 groups without a name: how long it is busy at a stretch.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openDataset } from '../../src/dataset/dataset.ts';
import type { Act, Dataset } from '../../src/dataset/types.ts';
import { FolderRelations } from '../../src/extension/relations/folderRelations.ts';
import type { Related } from '../../src/extension/relations/relateImages.ts';
import type { RelationAct } from '../../src/protocol/relationsPanel.ts';
import { isSmall } from '../support/bench.ts';
import { optionsFor } from '../support/datasetOptions.ts';
import { report } from '../support/measurement.ts';
import { longestPause, type Pause } from '../support/pauses.ts';

const groups = isSmall ? 100 : 10_000;
const perGroup = 6;
const answers = isSmall ? 1000 : 100_000;
const images = groups * perGroup;
const folders = 100;
const mostMs = 50;

const nameOf = (image: number): string => `${image % folders}/image-${String(image).padStart(6, '0')}.jpg`;

function pair(anchor: number, other: number, isSame: boolean): Act {
  const [same, different] = isSame ? [[nameOf(other)], []] : [[], [nameOf(other)]];
  return { kind: 'relation', id: '', query: 'pair', anchor: nameOf(anchor), same, different, unsure: [] };
}

/** As many answers as groups need, and others that tell images of two groups apart. */
function givenAnswers(): readonly Act[] {
  const acts: Act[] = [];
  for (let image = 0; image < images; image++)
    if (image % perGroup > 0) acts.push(pair(image - (image % perGroup), image, true));
  for (let n = 0; acts.length < answers; n++) {
    const [a, b] = [(n * 7919) % images, (n * 104_729 + 13) % images];
    if (Math.floor(a / perGroup) !== Math.floor(b / perGroup)) acts.push(pair(a, b, false));
  }
  return acts;
}

/** Questions about images of groups of their own. */
function related(dataset: Dataset): Related {
  const { rows, relations } = dataset;
  // What an engine would be told is worked out, too.
  relations.statements(rows);
  const row = (image: number): number => rows.get(nameOf(image)) ?? 0;
  const queries = Array.from({ length: 12 }, (_, n) => ({
    kind: 'grid' as const,
    purpose: 'merge' as const,
    anchor: row(n * 10 * perGroup),
    candidates: Array.from({ length: 9 }, (_, i) => row((n * 10 + i + 1) * perGroup)),
    expected: 9,
    why: '',
  }));
  const paths = dataset.images.map((image) => image.path);
  return { queries, model: { kind: 'none', why: '' }, notes: [], seconds: 0, paths };
}

async function main(): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'next-batch-stretch-'));
  try {
    for (let n = 0; n < folders; n++) mkdirSync(path.join(folder, String(n)));
    for (let image = 0; image < images; image++) writeFileSync(path.join(folder, nameOf(image)), '');
    const first = await openDataset(optionsFor(folder));
    await first.act(givenAnswers());
    await first.close();
    const dataset = await openDataset(optionsFor(folder));
    const relations = new FolderRelations({
      dataset: () => dataset,
      embeddings: () => '',
      relate: async () => related(dataset),
      copies: () => [],
      act: (acts) => dataset.act(acts),
      changed: () => {},
      failed: (error) => {
        throw error;
      },
    });
    dataset.onChange(() => relations.datasetChanged());
    relations.show(true);
    await measure(dataset, relations);
    relations.show(false);
    await dataset.close();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measure(dataset: Dataset, relations: FolderRelations): Promise<void> {
  /** The questions after it are part of an answer. */
  const worked = async (): Promise<void> => {
    while (relations.panel?.isThinking !== false) await sleep(1);
  };
  const answer = async (): Promise<void> => {
    const [query] = relations.panel?.queries ?? [];
    if (query?.kind !== 'grid') throw new Error('There is no question.');
    const [one, ...others] = query.candidates;
    const what: RelationAct = {
      kind: 'relation',
      query: 'grid',
      anchor: query.anchor,
      same: [one],
      different: others,
      unsure: [],
    };
    await dataset.act([{ ...what, id: '' }]);
    await worked();
  };
  await worked();
  await answer();
  const told = relations.panel;
  console.error(
    `${told?.answers} answers, ${told?.groups.count} groups, ${told?.conflicts.count} contradictions`,
  );
  const pauses: Pause[] = [];
  for (let n = 0; n < 10; n++) pauses.push(await longestPause(answer));
  const most = (of: keyof Pause): number => Math.max(...pauses.map((pause) => pause[of]));
  tell('an answer, the longest of ten', { workMs: most('workMs'), clockMs: most('clockMs') }, mostMs);
  const name = relations.panel?.groups.shown[0]?.id ?? '';
  const label = (): Promise<void> => dataset.act([{ kind: 'label', path: name, label: 'cat' }]);
  tell('a group gets a name', await longestPause(label));
  tell('undo of an answer', await longestPause(() => dataset.undo().then(() => dataset.undo())));
}

function tell(what: string, { workMs, clockMs }: Pause, most?: number): void {
  const where = `relations in the extension host, ${answers} answers, ${groups} groups`;
  report({
    item: `${where}: longest stretch of work (processor time of the thread): ${what}`,
    value: Number(workMs.toPrecision(3)),
    unit: 'ms',
    target: most === undefined ? '' : `<= ${most}`,
    pass: most === undefined || isSmall ? null : workMs <= most,
  });
  report({
    item: `${where}: the same by the clock: ${what}`,
    value: Number(clockMs.toPrecision(3)),
    unit: 'ms',
    target: '',
    pass: null,
  });
}

void main();
