/**
 * A Markdown page as a package carries it. VS Code shows an extension's page without its folder, and pictures only from
 * an address: while there is none, pictures are left out, and links to files that are not shipped become plain text. What
 * is for readers of the repository only is left out too.
 * @param {string} text
 * @param {(link: string) => boolean} isShipped
 */
export function storePage(text, isShipped) {
  return text
    .replace(/^<!-- repository only -->\n.*?^<!-- end -->\n+/gms, '')
    .replace(/^!\[[^\]]*\]\((?!https:)[^)]+\)\n+/gm, '')
    .replace(/(?<!!)\[([^\]]*)\]\((?!https?:|#)([^)\s]+)\)/g, (whole, words, link) =>
      isShipped(link) ? whole : words,
    );
}
