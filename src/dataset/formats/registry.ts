import { classFolders } from './classFolders.ts';
import { coco } from './coco.ts';
import { embeddingsNpy } from './embeddingsNpy.ts';
import type { Format } from './format.ts';
import { huggingFace } from './huggingFace.ts';
import { jsonLines } from './jsonLines.ts';
import { labelsCsv } from './labelsCsv.ts';
import { parquet } from './parquet.ts';
import { yolo } from './yolo.ts';

/** Every format, in the order in which they are offered. Adding one is one file and one line here. */
export const formats: readonly Format[] = [
  labelsCsv,
  classFolders,
  jsonLines,
  coco,
  yolo,
  huggingFace,
  parquet,
  embeddingsNpy,
];
