import type { CheckReport, Finding, ReviewCheck } from '../core/review/finding.ts';
import type { PoolRequest } from './engine.ts';

export {
  type CheckReport,
  type Finding,
  type ReviewCheck,
  reviewChecks,
} from '../core/review/finding.ts';

export interface ReviewRequest extends PoolRequest {
  /** Default: all. */
  readonly checks?: readonly ReviewCheck[];
  readonly seed: number;
  /** Number of the split of each pool row, -1 = none; absent: splits are told by folders called train, val, test and the like. */
  readonly splits?: Int32Array;
  readonly splitNames?: readonly string[];
}

export interface ReviewResult {
  /** One for each check that was asked for, in the order of `reviewChecks`. */
  readonly checks: readonly CheckReport[];
  /** By check, then by falling severity. */
  readonly findings: readonly Finding[];
  /** Class names by the numbers in the acts. */
  readonly classes: readonly string[];
  readonly seconds: number;
}
