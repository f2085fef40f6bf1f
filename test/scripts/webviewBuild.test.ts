import { build } from 'esbuild';
import { expect, test } from 'vitest';
import { webviewBuild } from '../../scripts/webviewBuild.mjs';
import { views } from '../../webview/views/registry.ts';

test('what the page shows first is one file behind its entry, and holds no code of another view', async () => {
  const { outputs } = (await build({ ...webviewBuild, write: false, metafile: true, outdir: '.build/none' }))
    .metafile;
  const entry = Object.keys(outputs).find((name) => outputs[name].entryPoint === 'webview/main.ts') ?? '';
  const first = new Set<string>();
  const follow = (name: string): void => {
    if (first.has(name)) return;
    first.add(name);
    for (const { path, kind } of outputs[name].imports) if (kind === 'import-statement') follow(path);
  };
  follow(entry);
  const scripts = [...first].filter((name) => name.endsWith('.js'));
  expect(scripts.length).toBeLessThanOrEqual(2);
  const inputs = scripts.flatMap((name) => Object.keys(outputs[name].inputs));
  expect(inputs).toContain('webview/batch/grid.ts');
  for (const { name } of views) {
    const view = `webview/${name}/${name}View.ts`;
    expect(inputs).not.toContain(view);
    expect(
      Object.values(outputs).some(({ inputs }) => view in inputs),
      view,
    ).toBe(true);
  }
});
