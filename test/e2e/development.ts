import type { Page } from 'playwright-core';

/** What a workbench loads from source. Absolute paths on the server's machine. */
export interface Development {
  readonly extensions: readonly string[];
  /** A CommonJS module that exports `run(): Promise<void>`; the workbench reports its end to `codeAutomationExit`. */
  readonly tests?: string;
}

/**
 * Makes the page load extensions (and a test suite) from source, by adding `developmentOptions` to the configuration in
 * the workbench's own HTML. An init script, not a changed response: Chromium takes a fulfilled document for a foreign one
 * and refuses its WebSocket to this machine.
 */
export async function develop(page: Page, authority: string, development: Development): Promise<void> {
  const uri = (path: string) => ({ $mid: 1, scheme: 'vscode-remote', authority, path });
  const options = {
    extensions: development.extensions.map(uri),
    ...(development.tests === undefined ? {} : { extensionTestsPath: uri(development.tests) }),
  };
  await page.addInitScript((added) => {
    if (window !== window.top) return;
    const original = Element.prototype.getAttribute;
    Element.prototype.getAttribute = function (name) {
      const value = original.call(this, name);
      if (value === null || name !== 'data-settings' || this.id !== 'vscode-workbench-web-configuration')
        return value;
      const settings = JSON.parse(value);
      settings.developmentOptions = { ...settings.developmentOptions, ...added };
      return JSON.stringify(settings);
    };
  }, options);
}
