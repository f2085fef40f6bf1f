// What a shell needs of the formats, as one file that VS Code loads when a person first asks for one.
export { classFolders } from './classFolders.ts';
export { freePlace, isFree } from './destination.ts';
export { exportLabels, makesFolder } from './exportLabels.ts';
export { importActs } from './importActs.ts';
export { labelsCsv } from './labelsCsv.ts';
export { formats } from './registry.ts';
