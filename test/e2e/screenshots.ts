// npm run screenshots [-- view …]: pictures of every view in three themes, in docs/screenshots.
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';
import { pickTheme, themes } from './themes.ts';
import { firstViews, inScene, labelSome, type Scene, type View, views } from './views.ts';
import { root } from './workbench.ts';

const folder = path.join(root, 'docs/screenshots');
const mostBytes = 300_000;
const asked = process.argv.slice(2);

async function main(): Promise<void> {
  mkdirSync(folder, { recursive: true });
  await inScene('screenshots', async (scene) => {
    await takeAll(scene, firstViews);
    await labelSome(scene);
    await takeAll(scene, views);
  });
}

async function takeAll(scene: Scene, list: readonly View[]): Promise<void> {
  const chosen = list.filter(({ name }) => asked.length === 0 || asked.includes(name));
  if (chosen.length === 0) return;
  for (const theme of themes) {
    await pickTheme(scene.page, theme);
    for (const { name, show, leave } of chosen) {
      await show(scene);
      // Where the mouse was for the view before, something would be pointed at.
      await scene.page.mouse.move(700, 895);
      const png = await scene.page.screenshot();
      await keep(png, path.join(folder, `${name}-${theme.name}.png`));
      await leave(scene);
    }
  }
}

/** With as many colors as fit into the size. */
async function keep(png: Buffer, file: string): Promise<void> {
  for (const colours of [256, 128, 64]) {
    const { data } = await sharp(png)
      .png({ palette: true, colours, effort: 8 })
      .toBuffer({ resolveWithObject: true });
    if (data.length >= mostBytes && colours > 64) continue;
    await sharp(data).toFile(file);
    console.log(`${path.relative(root, file)} ${Math.round(data.length / 1000)} kB`);
    return;
  }
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
