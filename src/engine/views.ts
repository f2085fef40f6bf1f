import { UserError } from '../core/errors.ts';
import type { ImageRef, View } from '../protocol/engine.ts';
import type { CallContext } from '../protocol/rpc.ts';
import type { CrashNotes } from './crashNotes.ts';
import { contentHash, readImageFile } from './decode/imageFiles.ts';
import { imageKind } from './decode/kind.ts';
import { largePicture } from './decode/largePicture.ts';
import type { ViewFiles } from './decode/viewFiles.ts';
import { unlessAborted } from './jobs.ts';
import type { Slots } from './slots.ts';

interface ViewTools {
  readonly slots: Slots;
  readonly notes: CrashNotes;
  readonly views: ViewFiles;
}

/** What to show of an image that a person looks at closely, ahead of all other decoding. */
export function viewOf(image: ImageRef, tools: ViewTools, { signal }: CallContext): Promise<View> {
  const work = async (): Promise<View> => {
    if (signal.aborted) return { kind: 'unreadable', reason: 'Cancelled.' };
    try {
      return await view(image, tools);
    } catch (error) {
      if (!(error instanceof UserError) || error.code !== 'not-readable') throw error;
      return { kind: 'unreadable', reason: error.message };
    }
  };
  return unlessAborted(signal, tools.slots.run(true, work));
}

async function view(image: ImageRef, { notes, views }: ViewTools): Promise<View> {
  if (notes.isGuilty(image))
    return { kind: 'unreadable', reason: 'The decoder crashed on it; save it again with another program.' };
  const bytes = await readImageFile(image);
  const kind = imageKind(bytes);
  if (typeof kind !== 'string') return { kind: 'unreadable', reason: kind.reason };
  const end = notes.begin(image);
  try {
    const { size, picture } = await largePicture(bytes, kind);
    if (picture === undefined) return { kind: 'original' };
    const hash = contentHash(bytes);
    if (!(await views.has(hash))) {
      await views.write(hash, await picture());
      await views.prune();
    }
    return { kind: 'reduced', file: views.fileOf(hash), ...size };
  } finally {
    end();
  }
}
