import { hasEmbeddings } from '../../dataset/cacheFiles.ts';
import type { MapPanelApi, PanelMapNeed } from '../../protocol/mapPanel.ts';
import type { Handlers } from '../../protocol/rpc.ts';
import { encoderChoice, type RoundParts } from '../roundParts.ts';
import type { Session } from '../session.ts';
import { frameOver, mapOver } from './folderMap.ts';

/** What a page asks about the map of its folder, answered. */
export function mapRequests(session: Session): Handlers<typeof MapPanelApi> {
  const images = () => session.dataset.images;
  return {
    map: async (_, { signal, progress, part }) =>
      mapOver(
        await session.views.map.follow({
          signal,
          onProgress: progress,
          onPart: (map) => part?.(frameOver(map, images())),
        }),
        images(),
      ),
    mapNeed: (_, { signal }) => session.ask((parts) => mapNeed(parts, signal), { signal }),
    fileFacts: () => ({
      sizes: Float64Array.from(images(), ({ size }) => size),
      times: Float64Array.from(images(), ({ mtimeMs }) => mtimeMs),
    }),
  };
}

async function mapNeed(parts: RoundParts, signal: AbortSignal): Promise<PanelMapNeed> {
  const { dataset, engine, settings } = parts;
  const { images, paths } = dataset;
  const isOtherEncoder = await hasEmbeddings(paths.cache);
  const request = { encoder: encoderChoice(parts), images, cache: paths.cache, seed: settings.seed };
  const { encoder, remaining, secondsLeft } = await engine.tryEncoder(
    { ...request, theme: 'dark' },
    { signal },
  );
  return { images: remaining, secondsLeft, isOtherEncoder, encoder: encoder.name };
}
