import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';

/** What VS Code puts into a webview for a theme: classes of the body, and the variables that the page uses. */
interface Theme {
  readonly body: string;
  readonly vars: Readonly<Record<string, string>>;
}

export const themes: Readonly<Record<string, Theme>> = JSON.parse(
  readFileSync(path.join(__dirname, 'fixtures/themes.json'), 'utf8'),
);

/** VS Code's own style sheet for webviews, as far as it matters here. */
const defaults = 'body { padding: 0 20px; } img, video { max-width: 100%; max-height: 100%; }';

/** Dresses a page as VS Code does. */
export async function wear(page: Page, { body, vars }: Theme): Promise<void> {
  await page.evaluate(
    ({ classes, variables, sheet }) => {
      document.body.className = classes;
      document.documentElement.style.cssText = '';
      for (const [name, value] of Object.entries(variables))
        document.documentElement.style.setProperty(name, value);
      if (document.adoptedStyleSheets.length > 0) return;
      const style = new CSSStyleSheet();
      style.replaceSync(`@layer vscode-default { ${sheet} }`);
      document.adoptedStyleSheets = [style];
    },
    { classes: body, variables: vars, sheet: defaults },
  );
}
