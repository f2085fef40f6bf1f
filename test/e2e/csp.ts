import type { FrameLocator } from 'playwright-core';

/** The lines of a console that tell of a breach of a content security policy by the panel. */
export function cspLines(console: readonly string[]): string[] {
  return console.filter((line) => /content security policy|violates the following/i.test(line));
}

/** Plants an inline script in the panel. True: it did not run. */
export function refusesInlineScript(frame: FrameLocator): Promise<boolean> {
  return frame.locator('body').evaluate((body) => {
    const script = document.createElement('script');
    script.textContent = 'document.body.dataset.planted = "ran"';
    body.append(script);
    return body.dataset.planted === undefined;
  });
}
