import { statSync } from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { openCrashNotes } from '../../src/engine/crashNotes.ts';
import { openViews } from '../../src/engine/decode/viewFiles.ts';
import { createSlots } from '../../src/engine/slots.ts';
import { viewOf } from '../../src/engine/views.ts';
import type { View } from '../../src/protocol/engine.ts';
import { put, temporaryFolder } from '../support/datasets.ts';

async function view(name: string, make: (file: string) => Promise<unknown>): Promise<View> {
  const folder = temporaryFolder();
  const file = path.join(folder, name);
  await make(file);
  const { size, mtimeMs } = statSync(file);
  const notes = openCrashNotes(path.join(folder, 'cache'), undefined);
  const tools = { slots: createSlots(1), notes, views: openViews(path.join(folder, 'cache')) };
  const { signal } = new AbortController();
  return viewOf({ path: name, file, size, mtimeMs }, tools, { signal, progress: () => {} });
}

const blank = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: '#336699' } });

test('what a browser can show is shown as it is', async () => {
  expect(await view('a.jpg', (file) => blank(300, 200).toFile(file))).toEqual({ kind: 'original' });
});

test('a TIFF becomes a picture of the same size', async () => {
  const shown = await view('a.tif', (file) => blank(300, 200).toFile(file));
  expect(shown).toMatchObject({ kind: 'reduced', width: 300, height: 200 });
  if (shown.kind !== 'reduced') return;
  expect(await sharp(shown.file).metadata()).toMatchObject({ format: 'jpeg', width: 300, height: 200 });
});

test('an image of 20,000 pixels becomes one that a browser can draw, upright, and its own size is told', async () => {
  const shown = await view('wide.jpg', (file) =>
    blank(20_000, 40).withMetadata({ orientation: 6 }).toFile(file),
  );
  expect(shown).toMatchObject({ kind: 'reduced', width: 40, height: 20_000 });
  if (shown.kind !== 'reduced') return;
  expect(await sharp(shown.file).metadata()).toMatchObject({ width: 16, height: 8192 });
});

test('what is no image says why', async () => {
  const shown = await view('a.jpg', async (file) => put(path.dirname(file), ['a.jpg', 'no image at all']));
  expect(shown).toMatchObject({ kind: 'unreadable' });
});
