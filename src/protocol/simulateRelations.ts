import type { RelationStrategy } from '../core/relations/simulate/askers.ts';
import type { SessionPlan, SessionResult } from '../core/relations/simulate/session.ts';
import type { Protocol } from '../core/simulate/simulation.ts';
import type { EncoderInfo, FileSource, FolderSource, Unreadable } from './engine.ts';

/** Sessions of questions about relations, on images whose classes are known. */
export interface SimulateRelationsRequest
  extends Pick<Protocol, 'heldOut' | 'poolSize' | 'heldOutSize'>,
    Pick<SessionPlan, 'marks' | 'candidates' | 'noise'> {
  readonly source: FolderSource | FileSource;
  readonly classes: readonly string[];
  /** Class number per row; -1 = not known, the row is left out. */
  readonly truth: Int32Array;
  readonly strategies: readonly RelationStrategy[];
  readonly seeds: readonly number[];
}

export interface SimulateRelationsResult {
  /** By strategy, then by seed. */
  readonly sessions: readonly SessionResult[];
  readonly unreadable: readonly Unreadable[];
  readonly encoder: EncoderInfo | undefined;
  readonly seconds: number;
}
