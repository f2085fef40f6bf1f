import type { DatasetOptions } from '../../src/dataset/types.ts';

/** The default settings for a folder. */
export function optionsFor(folder: string, options: Partial<DatasetOptions> = {}): DatasetOptions {
  return {
    folder,
    labelsFile: '',
    cacheFolder: '',
    include: ['**'],
    exclude: ['**/.*/**', '**/node_modules/**'],
    respectGitignore: false,
    annotator: '',
    ...options,
  };
}
