/**
 * A Markdown page as a package carries it. VS Code shows an extension's page without its folder, and pictures only from
 * an address: while there is none, pictures are left out, and links to files that are not shipped become plain text.
 * @param {string} text
 * @param {(link: string) => boolean} isShipped
 */
export declare function storePage(text: string, isShipped: (link: string) => boolean): string;
