import { cpSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './workbench.ts';

/** The pictures of the demo folder (665 of 8 classes, 4 files that are no pictures), copied to `folder`; the true class by path. */
export async function copyDemo(folder: string): Promise<ReadonlyMap<string, string>> {
  const script = pathToFileURL(path.join(root, 'scripts/demo/demo.mjs')).href;
  const { ensureDemo } = (await import(script)) as {
    ensureDemo: (home: string, options: { say: (line: string) => void }) => Promise<string>;
  };
  const photos = await ensureDemo(path.join(root, 'demo'), { say: console.error });
  cpSync(photos, folder, { recursive: true, filter: (from) => !/labels\.csv$|\.next-batch/.test(from) });
  const rows = readFileSync(path.join(root, 'demo/truth.csv'), 'utf8').trim().split('\n').slice(1);
  return new Map(rows.map((line) => line.split(',') as [image: string, label: string]));
}
