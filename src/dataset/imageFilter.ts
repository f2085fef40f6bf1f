import picomatch from 'picomatch';
import { isImageName } from './imageName.ts';

/** What of a folder counts, by name alone; paths are relative to the image folder, with `/`. */
export interface ImageFilter {
  isImage(relative: string): boolean;
  /** Whether a folder can be passed over because a glob excludes all that is in it. */
  isClosed(relative: string): boolean;
}

/** Names may hold line breaks, which `s` lets a star stand for. */
const globOptions = { dot: true, flags: 's' };

export function imageFilter(include: readonly string[], exclude: readonly string[]): ImageFilter {
  const included = globMatcher(include);
  const excluded = globMatcher(exclude);
  const closed = globMatcher(exclude.filter((glob) => glob.endsWith('/**')));
  return {
    isImage: (relative) => isImageName(relative) && included(relative) && !excluded(relative),
    isClosed: (relative) => closed(`${relative}/any`),
  };
}

/** Whether a path with `/` matches one of the globs. */
export function globMatcher(globs: readonly string[]): (relative: string) => boolean {
  return globs.length === 0 ? () => false : picomatch([...globs], globOptions);
}
