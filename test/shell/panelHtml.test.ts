import { describe, expect, test } from 'vitest';
import { contentSecurityPolicy, createNonce, panelHtml } from '../../src/extension/html.ts';

const page = {
  cspSource: 'https://*.vscode-cdn.net',
  nonce: 'abc',
  title: 'cats',
  script: 'https://x/webview.js',
  style: 'https://x/webview.css',
  icons: 'https://x/codicon.css',
  language: 'en',
  bundle: {},
};

describe('the policy of the panel', () => {
  test('is this and no more', () => {
    expect(contentSecurityPolicy('SOURCE', 'N')).toBe(
      "default-src 'none'; script-src 'nonce-N'; style-src SOURCE 'nonce-N'; img-src SOURCE blob:; font-src SOURCE; connect-src SOURCE",
    );
  });

  test('is in the document before anything is loaded', () => {
    const html = panelHtml(page);
    const policy = html.indexOf('Content-Security-Policy');
    expect(policy).toBeGreaterThan(0);
    for (const tag of ['<link', '<script', '<style']) {
      const at = html.indexOf(tag);
      expect(at === -1 || at > policy, tag).toBe(true);
    }
  });

  test('needs no exception: the document has no inline script, style or handler', () => {
    const html = panelHtml(page);
    expect(html).not.toMatch(/<style|style=|\son\w+=/i);
    expect(html.match(/<script[^>]*>/g)).toEqual([
      '<script type="module" nonce="abc" src="https://x/webview.js">',
    ]);
  });
});

test('a title or an address cannot leave its place in the document', () => {
  const html = panelHtml({ ...page, title: '</title><img src=x onerror=alert(1)>', script: 'a"b' });
  expect(html).not.toContain('<img');
  expect(html).toContain('src="a&#34;b"');
});

test('messages of another language are data in the document, and stay inside their element', () => {
  const bundle = { Cancel: '</script><img src=x onerror=alert(1)>' };
  const html = panelHtml({ ...page, language: 'de', bundle });
  expect(html).toContain('<html lang="de">');
  expect(html).not.toContain('<img');
  const [, data] = /<script type="application\/json" id="l10n">(.*?)<\/script>/.exec(html) ?? [];
  expect(JSON.parse(data)).toEqual(bundle);
});

test('each page has a nonce of its own, too long to guess', () => {
  const nonces = new Set(Array.from({ length: 100 }, createNonce));
  expect(nonces.size).toBe(100);
  for (const nonce of nonces) expect(nonce).toMatch(/^[\w-]{24}$/);
});
