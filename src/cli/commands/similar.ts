import { stat } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../../core/errors.ts';
import type { Call, Command } from '../command.ts';
import { sayNotes } from '../encoderNotes.ts';
import { folderFlags, settingFlags } from '../flags.ts';
import { importFlags } from '../inputs/imports.ts';
import type { Input } from '../inputs/input.ts';
import { poolRequest, withPool } from '../inputs/poolInput.ts';
import { printable } from '../printable.ts';
import { countUnreadable } from '../unreadable.ts';
import { folderPositional } from './embed.ts';

const usualCount = 20;

export const similar: Command = {
  name: 'similar',
  summary: 'List the images of a folder that are most like an image, of the folder or from anywhere.',
  positionals: [
    { name: 'image', description: 'The image: a file, or a name as in labels.csv.' },
    folderPositional,
  ],
  flags: [
    {
      name: 'count',
      kind: 'text',
      value: 'N',
      description: `How many to list at most. Default: ${usualCount}.`,
    },
    {
      name: 'unlike',
      kind: 'list',
      value: 'IMAGE',
      description: 'An image of the folder that they must be unlike. May be given several times.',
    },
    ...importFlags.filter(({ name }) => name === 'embeddings' || name === 'names'),
    ...settingFlags('features', 'encoder', 'executionProvider', 'threads'),
    ...folderFlags,
  ],
  examples: [
    'similar photos/cat.jpg photos',
    'similar ~/other/cat.jpg photos --count 50 --json',
    'similar a/cat.jpg photos --unlike b/dog.jpg',
  ],
  run(call) {
    const [image, ...positionals] = call.words.positionals;
    const count = readCount(call);
    const rest = { ...call, words: { ...call.words, positionals } };
    return withPool(rest, (input) => similarTo(rest, input, image, count));
  },
};

async function similarTo(call: Call, input: Input, image: string, count: number): ReturnType<Command['run']> {
  const { terminal, signal, version, words } = call;
  const { names, settings, source } = input;
  // Before anything is embedded: a slip of the pen must not cost minutes.
  const row = rowOf(call, input, image);
  const file = row === undefined ? await fileOf(call, image) : undefined;
  const unlike = words.list('unlike').map((name) => {
    const found = rowOf(call, input, name);
    if (found !== undefined) return found;
    throw new UserError('usage', `--unlike is "${name}", which is no image of the folder; name one that is.`);
  });
  const engine = call.engine(settings.threads);
  const context = { signal, progress: terminal.progress };
  if (source.kind === 'folder' && source.embeddings === undefined) {
    const { images, encoder, cache } = source;
    const embedded = await engine.embed({ images, encoder, cache, thumbnails: false }, context);
    sayNotes(embedded.encoder, terminal);
    countUnreadable(embedded.unreadable, terminal);
  }
  const result = await engine.similar(
    {
      ...poolRequest(input),
      like: Int32Array.from(row === undefined ? [] : [row]),
      unlike: Int32Array.from(unlike),
      ...(file !== undefined && { file }),
      count,
    },
    context,
  );
  for (const note of result.notes) terminal.say(note);
  const found = Array.from(result.rows, (at, i) => ({ path: names[at], distance: result.distances[i] }));
  return {
    json: {
      image,
      unlike: unlike.map((at) => names[at]),
      similar: found,
      seconds: result.seconds,
      settings,
      version,
    },
    text: found.map((one) => `${one.distance.toFixed(4)}  ${printable(one.path)}`).join('\n'),
  };
}

/** The row of an image that is named as a file or as in labels.csv; undefined = it is not in the pool. */
function rowOf({ directory }: Call, { names, source }: Input, image: string): number | undefined {
  const file = path.resolve(directory, image);
  const byFile = source.kind === 'folder' ? source.images.findIndex((one) => one.file === file) : -1;
  const row = byFile >= 0 ? byFile : names.indexOf(image);
  return row < 0 ? undefined : row;
}

/** The absolute path of an image from anywhere. */
async function fileOf({ directory }: Call, image: string): Promise<string> {
  const file = path.resolve(directory, image);
  const isThere = await stat(file).then(
    (state) => state.isFile(),
    () => false,
  );
  if (isThere) return file;
  throw new UserError('usage', `"${image}" is no image of the folder and no file; name one that is.`);
}

function readCount({ words }: Call): number {
  const text = words.text('count');
  const count = text === undefined ? usualCount : Number(text);
  if (!Number.isInteger(count) || count < 1 || text?.trim() === '')
    throw new UserError('usage', `--count is "${text}"; it must be a whole number from 1.`);
  return count;
}
