import path from 'node:path';
import { noConstraints } from '../../core/constraints/constraints.ts';
import { UserError } from '../../core/errors.ts';
import type { Imports } from '../../core/types.ts';
import { readManifest } from '../../dataset/batches.ts';
import { ownFolder } from '../../dataset/paths.ts';
import type { BatchManifest } from '../../dataset/types.ts';
import type { SelectRequest, SelectResult } from '../../protocol/engine.ts';
import type { Call, Command } from '../command.ts';
import { folderFlags, settingFlags } from '../flags.ts';
import { encoderOf, folderSource, mustHaveImages, openFolder } from '../inputs/folder.ts';
import { readRowNames } from '../inputs/names.ts';
import { countUnreadable } from '../unreadable.ts';

/** The pool as it is now. */
interface Pool {
  readonly names: readonly string[];
  readonly source: SelectRequest['source'];
  readonly threads: number;
}

export const replay: Command = {
  name: 'replay',
  summary:
    'Choose a batch again from what its manifest says. Exit code 3 if an input is not what it was; it is named.',
  positionals: [
    { name: 'manifest', description: 'A file of .next-batch/batches, or one that select --manifest wrote.' },
    {
      name: 'folder',
      description: 'The image folder. Default: the one the manifest lies in.',
      isOptional: true,
    },
  ],
  flags: [...settingFlags('encoder', 'threads'), ...folderFlags],
  examples: ['replay photos/.next-batch/batches/0001.json', 'replay batch.json photos'],
  async run(call) {
    const { terminal, signal, words, directory } = call;
    const file = path.resolve(directory, words.positionals[0]);
    const manifest = await readManifest(file);
    const { source } = manifest;
    const pool = await (source.kind === 'folder'
      ? folderPool(call, file, source, manifest.imports)
      : filePool(call, source));
    const { budget, selector, parameters, seed, classes, excluded } = manifest;
    const { head = 'auto', totalBudget = 0, constraints = noConstraints } = manifest;
    const request: SelectRequest = {
      source: pool.source,
      classes,
      labels: labelsOf(manifest, pool.names, file),
      excluded: Int32Array.from(excluded),
      ...importsOf(manifest),
      head,
      totalBudget,
      constraints,
      selector,
      parameters,
      budget,
      seed,
    };
    const result = await call.engine(pool.threads).select(request, { signal, progress: terminal.progress });
    countUnreadable(result.unreadable, terminal);
    compare(manifest, result, file);
    return {
      json: {
        manifest: file,
        same: true,
        selector,
        picks: manifest.picks,
        inputs: result.inputs,
        version: call.version,
      },
      text: `The same ${manifest.picks.length} images, in the same order.`,
    };
  },
};

type Source = BatchManifest['source'];
type FolderSource = Extract<Source, { kind: 'folder' }>;

async function folderPool(
  call: Call,
  file: string,
  source: FolderSource,
  imports: Imports = {},
): Promise<Pool> {
  const folder = replayFolder(call, file);
  const settings = await call.settings(folder);
  const dataset = await openFolder(folder, settings, call.signal);
  try {
    mustHaveImages(dataset);
    // With embeddings of the person's own no encoder is loaded.
    const isOwn = imports.embeddings !== undefined || call.words.text('encoder') !== undefined;
    const encoder = isOwn ? encoderOf(settings, folder) : trusted(call, source, file);
    return {
      names: dataset.images.map((image) => image.path),
      source: folderSource(dataset, encoder, imports),
      threads: settings.threads,
    };
  } finally {
    await dataset.close();
  }
}

function replayFolder({ words, directory }: Call, file: string): string {
  const given = words.positionals[1];
  if (given !== undefined) return path.resolve(directory, given);
  const own = path.resolve(file, '../..');
  return path.basename(own) === ownFolder ? path.dirname(own) : directory;
}

/** The encoder a manifest names. One that is a file is a model from a place nobody vouched for. */
function trusted({ words }: Call, { encoder }: FolderSource, file: string): { readonly model: string } {
  if (encoder.model === 'builtin' || words.isOn('trust')) return encoder;
  throw new UserError(
    'usage',
    `${file} was made with the encoder ${encoder.model}; name it with --encoder, or add --trust to load it as it stands there.`,
    { file },
  );
}

async function filePool(call: Call, source: Exclude<Source, FolderSource>): Promise<Pool> {
  const names = await readRowNames(source.embeddings, source.names);
  const { threads } = await call.settings(undefined);
  return { names, source: { kind: 'file', embeddings: source.embeddings, names }, threads };
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
): Int32Array {
  const isSame = names.length === poolSize && labeled.every(({ index, path: name }) => names[index] === name);
  if (!isSame) throw differs(file, 'pool', `it had ${poolSize} images, now there are ${names.length}`);
  const labels = new Int32Array(poolSize).fill(-1);
  for (const row of labeled) {
    if (classes[row.class] === undefined)
      throw differs(file, 'labels', `row ${row.index} has a class that is not listed`);
    labels[row.index] = row.class;
  }
  return labels;
}

function compare(manifest: BatchManifest, result: SelectResult, file: string): void {
  const { inputs, picks, version } = manifest;
  if (inputs.pool !== result.inputs.pool) throw differs(file, 'pool', 'other images are there now');
  if (inputs.embeddings !== result.inputs.embeddings)
    throw differs(file, 'embeddings', encoders(manifest, result));
  if (inputs.labels !== result.inputs.labels)
    throw differs(file, 'labels', 'those in the manifest were edited');
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

function encoders({ encoder }: BatchManifest, { encoder: now }: SelectResult): string {
  if (encoder === null || now === undefined || encoder.key === now.key)
    return 'images or embeddings were changed';
  return `they were made by ${encoder.name}, now by ${now.name}`;
}

function differs(
  file: string,
  input: 'pool' | 'embeddings' | 'labels' | 'predictions' | 'scores',
  how: string,
): UserError {
  return new UserError(
    'input-differs',
    `The ${input} of ${file} ${input === 'pool' ? 'is' : 'are'} not the same: ${how}.`,
    {
      file,
    },
  );
}
