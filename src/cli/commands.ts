import type { Command } from './command.ts';
import { advise } from './commands/advise.ts';
import { cacheClear, cacheShow } from './commands/cache.ts';
import { compare } from './commands/compare.ts';
import { embed } from './commands/embed.ts';
import { encoderInspect } from './commands/encoderInspect.ts';
import { exportLabels } from './commands/exportLabels.ts';
import { importFiles } from './commands/importFile.ts';
import { importLabels } from './commands/importLabels.ts';
import { insights } from './commands/insights.ts';
import { labelsCheck } from './commands/labelsCheck.ts';
import { map } from './commands/map.ts';
import { relationsAnswer } from './commands/relationsAnswer.ts';
import { relationsExport } from './commands/relationsExport.ts';
import { relationsNext } from './commands/relationsNext.ts';
import { relationsResolve } from './commands/relationsResolve.ts';
import { relationsStatus } from './commands/relationsStatus.ts';
import { replay } from './commands/replay.ts';
import { review } from './commands/review.ts';
import { select } from './commands/select.ts';
import { similar } from './commands/similar.ts';
import { simulate } from './commands/simulate.ts';

/** Every command, in the order of the help. Adding one is one file and one line here. */
export const commands: readonly Command[] = [
  embed,
  select,
  advise,
  insights,
  compare,
  simulate,
  map,
  similar,
  review,
  relationsNext,
  relationsAnswer,
  relationsStatus,
  relationsResolve,
  relationsExport,
  labelsCheck,
  importLabels,
  ...importFiles,
  exportLabels,
  replay,
  encoderInspect,
  cacheShow,
  cacheClear,
];
