import type { Command } from './command.ts';
import { cacheClear, cacheShow } from './commands/cache.ts';
import { embed } from './commands/embed.ts';
import { exportLabels } from './commands/exportLabels.ts';
import { importLabels } from './commands/importLabels.ts';
import { labelsCheck } from './commands/labelsCheck.ts';
import { replay } from './commands/replay.ts';
import { select } from './commands/select.ts';
import { simulate } from './commands/simulate.ts';

/** Every command, in the order of the help. Adding one is one file and one line here. */
export const commands: readonly Command[] = [
  embed,
  select,
  simulate,
  labelsCheck,
  importLabels,
  exportLabels,
  replay,
  cacheShow,
  cacheClear,
];
