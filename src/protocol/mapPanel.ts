import type { ProjectionFrame } from './projection.ts';
import { request } from './rpc.ts';

/** Where the images lie, over the rows of the image list sent last (NaN = nowhere yet), at one moment of the work. */
export type PanelMapFrame = ProjectionFrame;

/** The map when it does not move any more. */
export interface PanelMap extends PanelMapFrame {
  /** Images that have no place because they are not embedded yet, or cannot be read. */
  readonly missing: number;
  /** Sentences for the person who looks at it. */
  readonly notes: readonly string[];
}

/** What must be embedded before there is a map of all images. */
export interface PanelMapNeed {
  readonly images: number;
  /** Seconds that will take at most; 0 = it cannot be told. */
  readonly secondsLeft: number;
  /** Another encoder, or another file of embeddings, has been used here before: what it has embedded counts no longer. */
  readonly isOtherEncoder: boolean;
  /** The encoder's name; '' = it cannot be told. */
  readonly encoder: string;
}

/** File facts of the images, over the rows of the image list sent last. */
export interface PanelFileFacts {
  /** Bytes. */
  readonly sizes: Float64Array;
  /** When they were last changed, in milliseconds since 1970. */
  readonly times: Float64Array;
}

/** What the page asks of the host for the map. */
export const MapPanelApi = {
  /** The map of the images that are embedded, told again as it refines. Aborted, it stays where it was and goes on from there. */
  map: request<null, PanelMap, PanelMapFrame>(),
  /** Tries the encoder on a few images, and keeps nothing of it. */
  mapNeed: request<null, PanelMapNeed>(),
  fileFacts: request<null, PanelFileFacts>(),
} as const;
