import { UserError } from '../core/errors.ts';
import type { FolderSource } from '../protocol/engine.ts';
import type { CallContext } from '../protocol/rpc.ts';
import type { SimulateRequest, SimulateResult } from '../protocol/simulate.ts';
import type { EmbeddedFolder } from './embed.ts';

/** Tries strategies on images whose classes are known. */
export async function simulateStrategies(
  _request: SimulateRequest,
  _tools: {
    readonly workerFile: string;
    readonly threads: number;
    /** Embeds what is missing of a folder. */
    readonly embed: (source: FolderSource) => Promise<EmbeddedFolder>;
  },
  _context: CallContext,
): Promise<SimulateResult> {
  throw new UserError('internal', 'The simulation is not built yet.');
}
