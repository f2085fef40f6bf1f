import { noConstraints } from '../core/constraints/constraints.ts';
import { UserError } from '../core/errors.ts';
import type { Imports } from '../core/types.ts';
import type { BatchManifest } from './types.ts';

/** What was chosen anew, as far as it can be compared with a manifest. */
export interface Replayed {
  readonly picks: readonly { readonly index: number }[];
  readonly inputs: BatchManifest['inputs'];
  readonly encoder: { readonly key: string; readonly name: string } | undefined;
}

/**
 * What the batch of a manifest was chosen from, all but the images themselves: with these inputs, the same images and the same
 * encoder the same picks come out. `names`: of the pool as it is now. Rejects with `input-differs` if that is another pool.
 */
export function replayInputs(manifest: BatchManifest, names: readonly string[], file: string) {
  const { budget, selector, parameters, seed, classes, excluded } = manifest;
  const { head = 'auto', totalBudget = 0, constraints = noConstraints } = manifest;
  return {
    classes,
    ...labelsOf(manifest, names, file),
    excluded: Int32Array.from(excluded),
    ...importsOf(manifest),
    head,
    totalBudget,
    constraints,
    selector,
    parameters,
    budget,
    seed,
  } as const;
}

/** Throws `input-differs` with a sentence that names the first input that is not what it was; returns if the picks are the same. */
export function compareReplay(manifest: BatchManifest, result: Replayed, file: string): void {
  const { inputs, picks, version } = manifest;
  if (inputs.pool !== result.inputs.pool) throw differs(file, 'pool', 'other images are there now');
  if (inputs.embeddings !== result.inputs.embeddings)
    throw differs(file, 'embeddings', encoders(manifest, result));
  if (inputs.labels !== result.inputs.labels)
    throw differs(file, 'labels', 'those in the manifest were edited');
  if (inputs.relations !== result.inputs.relations)
    throw differs(file, 'relations', 'answers were given or withdrawn since');
  for (const kind of ['predictions', 'scores'] as const)
    if (inputs[kind] !== result.inputs[kind])
      throw differs(file, kind, `${manifest.imports?.[kind]?.file} says something else now`);
  const at = Array.from({ length: Math.max(picks.length, result.picks.length) }, (_, i) => i).find(
    (i) => picks[i]?.index !== result.picks[i]?.index,
  );
  if (at === undefined) return;
  throw new UserError(
    'input-differs',
    `All inputs of ${file} are the same, but pick ${at + 1} is not; it was made by version ${version} or on another machine.`,
    { file },
  );
}

/** The files of the person's own that were used beside embeddings. */
function importsOf({ imports = {}, source }: BatchManifest): Omit<Imports, 'embeddings'> {
  const { embeddings: _, ...others } = imports;
  return source.clusters === undefined ? others : { ...others, clusters: { file: source.clusters } };
}

/** The labels of that time: the manifest holds them, because the folder has more by now. */
function labelsOf(
  { poolSize, labeled, classes }: BatchManifest,
  names: readonly string[],
  file: string,
): { readonly labels: Int32Array; readonly given: Int32Array } {
  const isSame = names.length === poolSize && labeled.every(({ index, path: name }) => names[index] === name);
  if (!isSame) throw differs(file, 'pool', `it had ${poolSize} images, now there are ${names.length}`);
  const labels = new Int32Array(poolSize).fill(-1);
  const given = new Int32Array(poolSize).fill(-1);
  for (const row of labeled) {
    if (classes[row.class] === undefined)
      throw differs(file, 'labels', `row ${row.index} has a class that is not listed`);
    labels[row.index] = row.class;
    if (row.source === undefined) given[row.index] = row.class;
  }
  return { labels, given };
}

function encoders({ encoder }: BatchManifest, { encoder: now }: Replayed): string {
  if (encoder === null || now === undefined || encoder.key === now.key)
    return 'images or embeddings were changed';
  return `they were made by ${encoder.name}, now by ${now.name}`;
}

function differs(
  file: string,
  input: 'pool' | 'embeddings' | 'labels' | 'relations' | 'predictions' | 'scores',
  how: string,
): UserError {
  return new UserError(
    'input-differs',
    `The ${input} of ${file} ${input === 'pool' ? 'is' : 'are'} not the same: ${how}.`,
    { file },
  );
}
