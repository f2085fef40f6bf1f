// Commands that a person asks for now and then, as one file that VS Code loads with the first of them.
export { chooseEncoder } from './chooseEncoder.ts';
export { exportDataset } from './exportDataset.ts';
export { importEmbeddings } from './importEmbeddings.ts';
export { importLabels } from './importLabels.ts';
export { importPredictions } from './importPredictions.ts';
export { simulateStrategies } from './simulateStrategies.ts';
export { trainingLoaders } from './trainingLoader.ts';
