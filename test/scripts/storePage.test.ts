import { expect, test } from 'vitest';
import { storePage } from '../../scripts/storePage.mjs';

test('a packaged page shows and links only what can be reached from it', () => {
  const page = [
    '# Title',
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
