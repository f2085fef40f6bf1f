import { randomBytes } from 'node:crypto';

export interface PanelPage {
  readonly cspSource: string;
  readonly nonce: string;
  readonly title: string;
  readonly script: string;
  readonly style: string;
  readonly icons: string;
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

/** The document of the panel; every value is escaped. */
export function panelHtml(page: PanelPage): string {
  const { script, style, icons, title, nonce, cspSource } = escapeAll(page);
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${contentSecurityPolicy(cspSource, nonce)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="stylesheet" href="${style}">
<link rel="stylesheet" href="${icons}" id="vscode-codicon-stylesheet" nonce="${nonce}">
</head>
<body>
<script nonce="${nonce}" src="${script}"></script>
</body>
</html>
`;
}

function escapeAll(page: PanelPage): PanelPage {
  return Object.fromEntries(
    Object.entries(page).map(([name, value]: [string, string]) => [name, escapeHtml(value)]),
  ) as unknown as PanelPage;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
