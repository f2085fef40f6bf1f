import { blurred } from './blurred.ts';
import { bright } from './bright.ts';
import type { Check } from './check.ts';
import { classImbalance } from './classImbalance.ts';
import { conflicts } from './conflicts.ts';
import { coverageHoles } from './coverageHoles.ts';
import { dark } from './dark.ts';
import { exactDuplicates } from './exactDuplicates.ts';
import { labelErrors } from './labelErrors.ts';
import { leakage } from './leakage.ts';
import { nearDuplicates } from './nearDuplicates.ts';
import { oddAspect } from './oddAspect.ts';
import { outliers } from './outliers.ts';
import { tiny } from './tiny.ts';
import { unreadable } from './unreadable.ts';

/** Every check, in the order it is shown. Adding one is one file, one id in finding.ts and one line here. */
export const checks: readonly Check[] = [
  labelErrors,
  conflicts,
  exactDuplicates,
  nearDuplicates,
  leakage,
  outliers,
  coverageHoles,
  classImbalance,
  unreadable,
  dark,
  bright,
  blurred,
  tiny,
  oddAspect,
];
