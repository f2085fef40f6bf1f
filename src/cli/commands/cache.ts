import { cacheSize, clearCache } from '../../dataset/cacheFiles.ts';
import { datasetPaths } from '../../dataset/paths.ts';
import type { Call, Command } from '../command.ts';
import { settingFlags } from '../flags.ts';
import { folderOf } from '../inputs/folder.ts';
import { folderPositional } from './embed.ts';

const flags = settingFlags('labelsFile', 'cacheFolder');

export const cacheShow: Command = {
  name: 'cache',
  summary: 'Show where the embeddings, thumbnails and maps of a folder are kept, and how large they are.',
  positionals: [folderPositional],
  flags,
  examples: ['cache photos'],
  async run(call) {
    const cache = await cacheOf(call);
    const size = await cacheSize(cache);
    return {
      json: { cache, ...size, version: call.version },
      text: `${cache}: ${size.files} files, ${megabytes(size.bytes)}. It is safe to delete (next-batch cache clear).`,
    };
  },
};

export const cacheClear: Command = {
  name: 'cache clear',
  summary:
    'Delete the embeddings, thumbnails and maps of a folder; they are made again when they are needed.',
  positionals: [folderPositional],
  flags,
  examples: ['cache clear photos'],
  async run(call) {
    const cache = await cacheOf(call);
    const size = await clearCache(cache);
    return {
      json: { cache, cleared: size, version: call.version },
      text: `Deleted ${size.files} files (${megabytes(size.bytes)}) in ${cache}.`,
    };
  },
};

async function cacheOf(call: Call): Promise<string> {
  const folder = folderOf(call);
  const { labelsFile, cacheFolder } = await call.settings(folder);
  return datasetPaths({ folder, labelsFile, cacheFolder }).cache;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
