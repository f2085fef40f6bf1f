import { readFileSync } from 'node:fs';
import path from 'node:path';
import { build, type Plugin } from 'esbuild';
import { type Browser, chromium, type Page } from 'playwright-core';
import { webviewBuild } from '../../scripts/webviewBuild.mjs';
import { createNonce, panelHtml } from '../../src/extension/html.ts';
import { createPage } from '../../src/extension/page.ts';
import { Pictures } from '../../src/extension/pictures.ts';
import type { Session } from '../../src/extension/session.ts';
import { findChromium } from '../e2e/chromium.mjs';

const origin = 'https://panel.test';

/** Why there is no browser to test in; undefined = there is one. */
export function noBrowser(): string | undefined {
  return findChromium() === undefined ? 'there is no Chromium; `npm test` installs it' : undefined;
}

export interface BrowserPanel {
  readonly page: Page;
  /** Warnings, errors and policy violations of the page. */
  readonly complaints: string[];
  /** What the page keeps for a reload. */
  readonly kept: () => Promise<unknown>;
}

/** The page's script and styles, bundled as esbuild.mjs does. */
export async function bundlePage(plugin?: Plugin): Promise<ReadonlyMap<string, Uint8Array>> {
  const plugins = [...(webviewBuild.plugins ?? []), ...(plugin ? [plugin] : [])];
  const { outputFiles } = await build({ ...webviewBuild, plugins, write: false, outdir: '/dist' });
  return new Map(outputFiles.map((file) => [path.basename(file.path), file.contents]));
}

export function launch(): Promise<Browser> {
  const args = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'];
  return chromium.launch({ executablePath: findChromium() ?? '', args });
}

/** The real page under its real policy in a real browser, linked to a real session; only VS Code is left out. */
export function openPanel(
  browser: Browser,
  assets: ReadonlyMap<string, Uint8Array>,
  session: Session,
  messages: Readonly<Record<string, string>> = {},
): Promise<BrowserPanel> {
  return openLinked(
    browser,
    assets,
    { folder: session.folder, link: (page) => linkTo(page, session) },
    messages,
  );
}

/** A message of a load of the page, which names itself. */
export interface Told {
  readonly page: string;
  readonly message: unknown;
}

/** The folder whose images the page may load, and the host's end of its link. */
export interface LinkedFolder {
  readonly folder: string;
  readonly link: (page: Page) => (told: Told) => void;
}

/** The address of an image of the folder, for the page. */
export function addressOf(image: string): string {
  return `${origin}/pool/${image}`;
}

/** The real page under its real policy in a real browser, linked to any host. */
export async function openLinked(
  browser: Browser,
  assets: ReadonlyMap<string, Uint8Array>,
  { folder, link }: LinkedFolder,
  messages: Readonly<Record<string, string>> = {},
): Promise<BrowserPanel> {
  const page = await browser.newPage({ viewport: { width: 1100, height: 760 } });
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  await serveFiles(page, assets, folder, html(messages));
  await page.exposeFunction('toHost', link(page));
  await page.addInitScript(`
    let kept;
    addEventListener('securitypolicyviolation', (event) => console.error('policy: ' + event.violatedDirective));
    window.acquireVsCodeApi = () => ({
      postMessage: (message) => window.toHost(message),
      getState: () => kept ?? window.keptBefore,
      setState: (state) => { kept = state; },
    });
    window.keptState = () => kept;`);
  await page.goto(`${origin}/panel`);
  return { page, complaints, kept: () => page.evaluate('window.keptState()') };
}

async function serveFiles(
  page: Page,
  assets: ReadonlyMap<string, Uint8Array>,
  folder: string,
  document: string,
): Promise<void> {
  const types: Record<string, string> = { '.js': 'text/javascript', '.css': 'text/css', '.ttf': 'font/ttf' };
  await page.route('**/*', (route) => {
    const url = new URL(route.request().url());
    const name = decodeURIComponent(url.pathname).slice(1);
    if (name === 'panel') return route.fulfill({ contentType: 'text/html', body: document });
    const asset = assets.get(name);
    if (asset) return route.fulfill({ contentType: types[path.extname(name)], body: Buffer.from(asset) });
    if (!name.startsWith('pool/')) return route.fulfill({ status: 404, body: '' });
    const file = path.join(folder, name.slice('pool/'.length));
    return route.fulfill({ contentType: 'image/png', body: readFileSync(file) });
  });
}

function html(bundle: Readonly<Record<string, string>>): string {
  const address = (name: string): string => `${origin}/${name}`;
  const files = {
    script: address('webview.js'),
    style: address('webview.css'),
    icons: address('codicon.css'),
  };
  return panelHtml({
    cspSource: origin,
    nonce: createNonce(),
    title: 'pool',
    language: 'en',
    bundle,
    ...files,
  });
}

/** What VS Code does: passes messages between the page and its host. */
function linkTo(page: Page, session: Session): (told: Told) => void {
  let id = '';
  const source = () => ({
    image: (path: string) => session.dataset.image(path),
    cache: session.dataset.paths.cache,
    thumbnails: session.engine.thumbnails,
    view: session.engine.view,
  });
  const host = createPage({
    session,
    pictures: new Pictures(source, [{ folder: session.folder, url: `${origin}/pool` }]),
    post: (message) => {
      const told = { page: id, message };
      page.evaluate((data) => window.postMessage(data, '*'), told).catch(() => undefined);
    },
    run: async () => {},
    typing: () => {},
    fault: () => {},
  });
  session.onChange(host.tell);
  return ({ page: sender, message }) => {
    id = sender;
    host.receive(message);
  };
}
