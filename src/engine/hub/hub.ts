import { UserError } from '../../core/errors.ts';
import type { DownloadRequest, HubListing, HubModel, HubOffer } from '../../protocol/encoder.ts';
import type { CallContext } from '../../protocol/rpc.ts';
import { isFile } from '../encoder/modelPlace.ts';
import { createConnection } from './connection.ts';
import { downloadModel, modelFile } from './download.ts';
import { hubModels } from './hubModels.ts';
import { lookUp } from './listing.ts';

type Context = CallContext & { readonly signal: AbortSignal };

/** Where models come from. Opens a connection only in `lookUp` and `download`, which only a person asks for. */
export interface Hub {
  list(folder: string): Promise<readonly HubOffer[]>;
  lookUp(id: string, context: Context): Promise<HubListing>;
  download(request: DownloadRequest, context: Context): Promise<{ readonly file: string }>;
}

/** `address`: for tests, a server on this machine. */
export function createHub(address?: string, models: readonly HubModel[] = hubModels): Hub {
  const connection = createConnection(address);
  return {
    list: (folder) =>
      Promise.all(
        models.map(async (model) => {
          const file = modelFile(folder, model);
          return (await isFile(file)) ? { ...model, there: file } : model;
        }),
      ),
    lookUp: async (id, { signal }) => {
      const model = models.find((one) => one.id === id);
      if (model !== undefined) return lookUp(model, connection, signal);
      throw new UserError(
        'usage',
        `There is no model "${id}" to download; there are ${models.map((one) => one.id).join(', ')}.`,
      );
    },
    download: (request, context) => downloadModel(request, connection, context),
  };
}
