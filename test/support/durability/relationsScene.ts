import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const writers = ['first', 'second'] as const;
const classes = ['cat', 'dog', 'cow'] as const;

export const imagesPerWriter = 30;

/** All images, those that one writer labels and those of the other. */
export const relationImages = writers.flatMap((writer) =>
  Array.from({ length: imagesPerWriter }, (_, i) => `${writer}/${i}.jpg`),
);

/** What an image shows. */
export function classOf(image: string): string {
  return classes[Number.parseInt(path.basename(image), 10) % classes.length];
}

/** A folder of images about which nothing is known. */
export function setRelationsScene(folder: string): void {
  for (const writer of writers) mkdirSync(path.join(folder, writer), { recursive: true });
  for (const image of relationImages) writeFileSync(path.join(folder, image), '');
}
