import { parentPort, workerData } from 'node:worker_threads';
import { UserError } from '../../core/errors.ts';
import { atOnce } from '../files/slices.ts';
import { type PackedList, packList } from './packedList.ts';
import { type ListRequest, walk } from './walk.ts';

/** What the thread says, once: the list, or the error to be told. */
export type ListAnswer =
  | { readonly list: PackedList }
  | { readonly error: Pick<UserError, 'code' | 'message' | 'file'> };

if (parentPort === null) throw new Error('lister.ts is started by listFolder, as a thread.');

/** Lists the images of one folder, then ends. */
function answer(request: ListRequest): ListAnswer {
  try {
    return { list: packList(atOnce(walk(request))) };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const { code, message, file } = error;
    return { error: { code, message, file } };
  }
}

const said = answer(workerData as ListRequest);
parentPort.postMessage(said, 'list' in said ? [said.list.sizes.buffer, said.list.times.buffer] : []);
