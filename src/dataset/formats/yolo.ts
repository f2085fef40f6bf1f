import path from 'node:path';
import { readClassTree, writeClassTree } from './classTree.ts';
import { folderName } from './folderNames.ts';
import type { Content, Format, Written } from './format.ts';
import { writeText } from './textFile.ts';

/** The folders that Ultralytics reads for `task=classify`: train/<class>/ and val/<class>/. */
export const yolo: Format = {
  id: 'yolo',
  title: 'YOLO classification',
  detail: 'Folders train and val with one folder per class; Ultralytics reads it.',
  import: { takes: 'folder', read: readClassTree },
  export: { makes: 'folder', holdsImages: true, write },
};

/** Without a split, all images are in train: Ultralytics holds a part out by itself then. */
async function write(content: Content, target: string): Promise<Written> {
  const written = await writeClassTree(content, target, (side) => side ?? 'train');
  const names = content.classes.map((name, i) => `  ${i}: ${JSON.stringify(folderName(name))}\n`);
  // JSON strings are YAML strings.
  const yaml = `train: train\nval: ${content.sides.includes('val') ? 'val' : 'train'}\nnames:${names.length === 0 ? ' {}' : ''}\n${names.join('')}`;
  await writeText(path.join(target, 'data.yaml'), [yaml]);
  return written;
}
