import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';

type StorePage = (text: string, isShipped: (link: string) => boolean) => string;

test('a packaged page shows and links only what can be reached from it', async () => {
  const file = pathToFileURL(path.resolve('scripts/storePage.mjs')).href;
  const { storePage } = (await import(file)) as { readonly storePage: StorePage };
  const page = [
    '# Title',
    '',
    '<!-- repository only -->',
    '## Build it',
    '<!-- end -->',
    '',
    '![Beside the page](docs/images/panel.png)',
    '',
    '![With an address](https://example.org/a.png)',
    '[Shipped](LICENSE), [not shipped](docs/x.md), [a place](#title), [the web](https://example.org).',
  ];
  expect(storePage(page.join('\n'), (link) => link === 'LICENSE')).toBe(
    [
      '# Title',
      '',
      '![With an address](https://example.org/a.png)',
      '[Shipped](LICENSE), not shipped, [a place](#title), [the web](https://example.org).',
    ].join('\n'),
  );
});
