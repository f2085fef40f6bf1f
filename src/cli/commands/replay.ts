import path from 'node:path';
import { UserError } from '../../core/errors.ts';
import { readManifest } from '../../dataset/batches.ts';
import { ownFolder } from '../../dataset/paths.ts';
import { compareReplay, replayInputs } from '../../dataset/replay.ts';
import type { BatchManifest } from '../../dataset/types.ts';
import type { EncoderChoice, PoolRelations, SelectRequest } from '../../protocol/engine.ts';
import type { Call, Command } from '../command.ts';
import { folderFlags, settingFlags } from '../flags.ts';
import { noRelations } from '../inputs/files.ts';
import { encoderOf, folderSource, mustHaveImages, openFolder, poolRelations } from '../inputs/folder.ts';
import { readRowNames } from '../inputs/names.ts';
import { countUnreadable } from '../unreadable.ts';

/** The pool as it is now. */
interface Pool {
  readonly names: readonly string[];
  readonly source: SelectRequest['source'];
  /** Where the manifest was made with them. */
  readonly relations?: PoolRelations;
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
  flags: [...settingFlags('encoder', 'executionProvider', 'threads'), ...folderFlags],
  examples: ['replay photos/.next-batch/batches/0001.json', 'replay batch.json photos'],
  async run(call) {
    const { terminal, signal, words, directory } = call;
    const file = path.resolve(directory, words.positionals[0]);
    const manifest = await readManifest(file);
    const { source } = manifest;
    const pool = await (source.kind === 'folder'
      ? folderPool(call, file, source, manifest)
      : filePool(call, source, manifest));
    const { names, threads, ...now } = pool;
    const request = { ...now, ...replayInputs(manifest, names, file) };
    const result = await call.engine(threads).select(request, { signal, progress: terminal.progress });
    countUnreadable(result.unreadable, terminal);
    compareReplay(manifest, result, file);
    return {
      json: {
        manifest: file,
        same: true,
        selector: manifest.selector,
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
  { imports = {}, features }: BatchManifest,
): Promise<Pool> {
  const folder = replayFolder(call, file);
  const settings = await call.settings(folder);
  const dataset = await openFolder(folder, settings, call.signal);
  try {
    mustHaveImages(dataset);
    // With embeddings of the person's own no encoder is loaded.
    const isOwn = imports.embeddings !== undefined || call.words.text('encoder') !== undefined;
    const encoder = isOwn
      ? encoderOf(settings, folder)
      : { ...encoderOf(settings, folder), ...trusted(call, source, file) };
    return {
      names: dataset.images.map((image) => image.path),
      source: folderSource(dataset, encoder, imports),
      ...(features === 'relations' && { relations: poolRelations(dataset) }),
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
function trusted({ words }: Call, { encoder }: FolderSource, file: string): Omit<EncoderChoice, 'provider'> {
  const { model, description } = encoder;
  if (model === 'builtin' || words.isOn('trust')) return { model, ...(description && { description }) };
  throw new UserError(
    'usage',
    `${file} was made with the encoder ${encoder.model}; name it with --encoder, or add --trust to load it as it stands there.`,
    { file },
  );
}

async function filePool(
  call: Call,
  source: Exclude<Source, FolderSource>,
  { features }: BatchManifest,
): Promise<Pool> {
  const names = await readRowNames(source.embeddings, source.names);
  const { threads } = await call.settings(undefined);
  return {
    names,
    source: { kind: 'file', embeddings: source.embeddings, names },
    ...(features === 'relations' && { relations: noRelations }),
    threads,
  };
}
