import { isAbsolute, relative, sep } from 'node:path';

/** A folder the page may load from, and the address VS Code gave it. */
export interface ResourceRoot {
  readonly folder: string;
  readonly url: string;
}

/**
 * The address of a file below one of the roots, each segment of its name encoded by itself, so that `#`, `%`, `?`,
 * quotes and angle brackets stay part of the name; undefined if it lies below none.
 */
export function resourceUrl(roots: readonly ResourceRoot[], file: string): string | undefined {
  for (const root of roots) {
    const inside = relative(root.folder, file);
    if (inside === '' || isAbsolute(inside) || inside.split(sep)[0] === '..') continue;
    return `${root.url.replace(/\/$/, '')}/${inside.split(sep).map(encodeURIComponent).join('/')}`;
  }
  return undefined;
}
