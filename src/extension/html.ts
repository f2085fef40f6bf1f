import { randomBytes } from 'node:crypto';

export interface PanelPage {
  readonly cspSource: string;
  readonly nonce: string;
  readonly title: string;
  readonly script: string;
  readonly style: string;
  readonly icons: string;
  /** Of the editor: 'en', 'de', 'zh-cn'. */
  readonly language: string;
  /** Messages in that language by their English text. */
  readonly bundle: Readonly<Record<string, string>>;
}

/** A new, unguessable nonce for one page. */
export function createNonce(): string {
  return randomBytes(18).toString('base64url');
}

/** The policy of the panel: nothing but our script, our styles, and pictures and fonts from the resource roots. */
export function contentSecurityPolicy(cspSource: string, nonce: string): string {
  return [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${cspSource} 'nonce-${nonce}'`,
    `img-src ${cspSource} blob:`,
    `font-src ${cspSource}`,
    `connect-src ${cspSource}`,
  ].join('; ');
}

/** The document of the panel; every value is escaped. Its messages are part of it, so that it is never drawn in two languages. */
export function panelHtml(page: PanelPage): string {
  const { bundle, ...texts } = page;
  const { script, style, icons, title, nonce, cspSource, language } = escapeAll(texts);
  return `<!DOCTYPE html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${contentSecurityPolicy(cspSource, nonce)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="stylesheet" href="${style}">
<link rel="stylesheet" href="${icons}" id="vscode-codicon-stylesheet" nonce="${nonce}">
</head>
<body>
${messages(bundle)}<script type="module" nonce="${nonce}" src="${script}"></script>
</body>
</html>
`;
}

function escapeAll<T extends Readonly<Record<string, string>>>(texts: T): T {
  return Object.fromEntries(Object.entries(texts).map(([name, value]) => [name, escapeHtml(value)])) as T;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** Data that the script reads; escaped so that no message can end the element. Nothing in English. */
function messages(bundle: PanelPage['bundle']): string {
  if (Object.keys(bundle).length === 0) return '';
  const data = JSON.stringify(bundle).replaceAll('<', '\\u003c');
  return `<script type="application/json" id="l10n">${data}</script>\n`;
}
