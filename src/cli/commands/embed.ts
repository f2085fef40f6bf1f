import type { Command, Positional } from '../command.ts';
import { sayNotes } from '../encoderNotes.ts';
import { folderFlags, settingFlags } from '../flags.ts';
import { encoderOf, openImages } from '../inputs/folder.ts';
import { sayUnreadable } from '../unreadable.ts';

export const folderPositional: Positional = {
  name: 'folder',
  description: 'The image folder. Default: the current folder.',
  isOptional: true,
};

export const embed: Command = {
  name: 'embed',
  summary:
    'Embed the images of a folder that are not embedded yet. Can be stopped and run again: it goes on where it stopped.',
  positionals: [folderPositional],
  flags: [...settingFlags('encoder', 'thumbnails', 'executionProvider', 'threads'), ...folderFlags],
  examples: [
    'embed photos',
    'embed photos --encoder dinov2.onnx',
    'embed photos --encoder downloads/dinov2-small',
  ],
  async run(call) {
    const { terminal, signal } = call;
    const { folder, settings, dataset } = await openImages(call);
    try {
      const { images, paths } = dataset;
      const encoder = encoderOf(settings, folder);
      const request = { images, encoder, cache: paths.cache, thumbnails: settings.thumbnails };
      const result = await call
        .engine(settings.threads)
        .embed(request, { signal, progress: terminal.progress });
      sayNotes(result.encoder, terminal);
      sayUnreadable(result.unreadable, terminal);
      const hashes = new Map(images.map((image, row) => [image.path, result.hashes[row]]));
      for (const { path } of result.unreadable) hashes.delete(path);
      await dataset.scan({ signal, hashes });
      for (const { kind, message } of dataset.problems) if (kind === 'renamed') terminal.say(message);
      const { embedded, reused, unreadable, seconds } = result;
      const rate = embedded > 0 && seconds > 0 ? ` (${Math.round(embedded / seconds)} images/s)` : '';
      return {
        json: {
          folder,
          encoder: result.encoder,
          images: images.length,
          embedded,
          reused,
          unreadable,
          seconds,
          version: call.version,
        },
        text: `Embedded ${embedded} of ${images.length} images with ${result.encoder.name} in ${seconds.toFixed(1)} s${rate}; ${reused} were there already, ${unreadable.length} cannot be read.`,
      };
    } finally {
      await dataset.close();
    }
  },
};
