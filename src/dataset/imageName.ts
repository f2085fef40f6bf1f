const extension = /\.(?:jpe?g|png|webp|gif|bmp|tiff?|avif)$/i;

/** Whether a file is an image, by its name. */
export function isImageName(name: string): boolean {
  return extension.test(name);
}
