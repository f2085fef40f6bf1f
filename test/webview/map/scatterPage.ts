import path from 'node:path';
import { build } from 'esbuild';
import { type Browser, chromium, type Page } from 'playwright-core';
import { createNonce, panelHtml } from '../../../src/extension/html.ts';
import type { Scatter } from '../../../webview/map/scatter.ts';
import { findChromium } from '../../e2e/chromium.mjs';
import type { Heard } from './scatterHarness.ts';

const origin = 'https://panel.test';

/** What the page of a plot has in its window. */
export interface ScatterWindow {
  readonly plot: Scatter;
  readonly heard: Heard;
  readonly make: (renderer: 'auto' | 'cpu' | 'webgl2') => void;
}

export interface ScatterPage {
  readonly page: Page;
  /** Warnings, errors and policy violations of the page. */
  readonly complaints: readonly string[];
}

/** The script and the styles of the page. */
export async function bundleScatter(): Promise<ReadonlyMap<string, Uint8Array>> {
  const { outputFiles } = await build({
    entryPoints: {
      webview: 'test/webview/map/scatterHarness.ts',
      scatter: 'webview/map/scatter.css',
    },
    bundle: true,
    write: false,
    platform: 'browser',
    target: 'chrome120',
    format: 'esm',
    outdir: '/dist',
    logLevel: 'warning',
  });
  return new Map(outputFiles.map((file) => [path.basename(file.path), file.contents]));
}

/** Flags for a browser that draws WebGL by the processor. */
export const softwareWebgl = ['--use-gl=angle', '--use-angle=swiftshader', '--enable-unsafe-swiftshader'];

/** A browser without a GPU. */
export function launchWithoutGpu(flags: readonly string[] = []): Promise<Browser> {
  const args = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', ...flags];
  return chromium.launch({ executablePath: findChromium() ?? '', args });
}

/** A plot as large as its page, under the policy of the panel. */
export async function openScatter(
  browser: Browser,
  assets: ReadonlyMap<string, Uint8Array>,
  { width = 800, height = 600, ratio = 1, renderer = 'auto' as 'auto' | 'cpu' | 'webgl2' } = {},
): Promise<ScatterPage> {
  const page = await browser.newPage({ viewport: { width, height }, deviceScaleFactor: ratio });
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  const html = panelHtml({
    cspSource: origin,
    nonce: createNonce(),
    title: 'map',
    language: 'en',
    bundle: {},
    script: `${origin}/webview.js`,
    style: `${origin}/scatter.css`,
    icons: `${origin}/scatter.css`,
  });
  const types: Record<string, string> = { '.js': 'text/javascript', '.css': 'text/css' };
  await page.route('**/*', (route) => {
    const name = new URL(route.request().url()).pathname.slice(1);
    if (name === 'panel') return route.fulfill({ contentType: 'text/html', body: html });
    const asset = assets.get(name);
    if (asset === undefined) return route.fulfill({ status: 404, body: '' });
    return route.fulfill({ contentType: types[path.extname(name)], body: Buffer.from(asset) });
  });
  await page.addInitScript(`
    globalThis.__name = (work) => work;
    addEventListener('securitypolicyviolation', (event) => console.error('policy: ' + event.violatedDirective));`);
  await page.goto(`${origin}/panel`);
  await page.evaluate((name) => {
    document.documentElement.style.height = '100%';
    document.body.style.cssText = 'height: 100%; margin: 0';
    (window as unknown as ScatterWindow).make(name);
  }, renderer);
  return { page, complaints };
}
