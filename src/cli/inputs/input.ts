import type { PastRound } from '../../core/insights/pastRound.ts';
import type { Settings } from '../../core/settings.ts';
import type { Imports } from '../../core/types.ts';
import type { PoolLabels } from '../../dataset/poolLabels.ts';
import type { BatchManifest } from '../../dataset/types.ts';
import type { PoolRelations, SelectRequest } from '../../protocol/engine.ts';

/** The pool a batch is chosen from, whether an image folder or files with embeddings. */
export interface Input {
  readonly settings: Settings;
  /** Name of each row. */
  readonly names: readonly string[];
  readonly pool: PoolLabels;
  /** Absolute file that the labels come from, there or not; none for rows without labels. */
  readonly labelsFile: string | undefined;
  readonly source: SelectRequest['source'];
  /** What was said of which images show the same. */
  relations(): PoolRelations;
  /** Files of the person's own that are used. */
  readonly imports: Imports;
  /** How the manifest says where the numbers came from. */
  readonly origin: BatchManifest['source'];
  /** Keeps the batch with the folder, and returns the file of its manifest; nothing to keep it with: undefined. */
  keep(manifest: Omit<BatchManifest, 'id' | 'time'>): Promise<string | undefined>;
  /** Rows that were labeled when each of the last batches was chosen, the oldest first. */
  rounds(): Promise<readonly Int32Array[]>;
  /** All batches, the oldest first. */
  pastRounds(): Promise<readonly PastRound[]>;
  close(): Promise<void>;
}
