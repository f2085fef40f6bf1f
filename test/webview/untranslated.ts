import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';

/** A language that no message is in by itself: each stands between these brackets. */
export const spoken = (message: string): string => `⟦${message}⟧`;

/** What is no message: names of the folder, of classes, strategies and keys. */
const data =
  /\b(?:pool|cat|dog|first|Alt|Ctrl|Cmd|Shift|Esc|Space|Enter|Backspace|Delete|Page (?:Up|Down)|Home|End)\b/g;

/** All messages in that language. */
export function bracketed(): Readonly<Record<string, string>> {
  const english: Record<string, string> = JSON.parse(readFileSync('l10n/bundle.l10n.json', 'utf8'));
  return Object.fromEntries(Object.keys(english).map((message) => [message, spoken(message)]));
}

/** Texts and labels of the page with a word that did not come from the bundle and is none of the names. */
export async function untranslated(page: Page, names: readonly string[]): Promise<readonly string[]> {
  const texts = await page.evaluate(() => {
    const found: string[] = [];
    const walk = (node: Node): void => {
      if (node instanceof Text) found.push(node.data);
      if (node instanceof HTMLStyleElement || node instanceof HTMLScriptElement) return;
      if (node instanceof Element)
        for (const name of ['title', 'aria-label', 'placeholder', 'alt', 'aria-description'])
          found.push(node.getAttribute(name) ?? '');
      if (node instanceof Element && node.shadowRoot) walk(node.shadowRoot);
      for (const child of node.childNodes) walk(child);
    };
    walk(document.body);
    return found;
  });
  return texts.filter((text) => {
    let rest = text;
    for (const name of names) rest = rest.replaceAll(name, '');
    // From the inside out: a message may be part of another one.
    for (let before = ''; before !== rest; ) {
      before = rest;
      rest = rest.replace(/⟦[^⟦⟧]*⟧/g, '');
    }
    return /\p{L}{2,}/u.test(rest.replace(data, ''));
  });
}
