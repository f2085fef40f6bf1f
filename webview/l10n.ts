/** Messages in the display language by their English text; empty in English. The host puts them into the page. */
const bundle = readBundle();

/** Of the editor: 'en', 'de', 'zh-cn'. */
export const language = globalThis.document?.documentElement.lang || 'en';

/**
 * A message in the display language, with `{0}`, `{1}` … replaced by the arguments. The first argument is a literal:
 * `npm run fix` collects it into l10n/bundle.l10n.json.
 */
export function t(message: string, ...values: readonly (string | number)[]): string {
  return (bundle[message] ?? message).replace(/\{(\d+)\}/g, (place, index) => String(values[index] ?? place));
}

function readBundle(): Readonly<Record<string, string>> {
  const text = globalThis.document?.getElementById('l10n')?.textContent;
  return text ? JSON.parse(text) : {};
}
