import { classFolders } from './classFolders.ts';
import type { Format } from './format.ts';
import { labelsCsv } from './labelsCsv.ts';

/** Every format, in the order in which they are offered. Adding one is one file and one line here. */
export const formats: readonly Format[] = [labelsCsv, classFolders];
