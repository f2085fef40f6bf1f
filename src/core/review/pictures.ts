/** What is measured of pictures, one number per row of the pool; NaN where none was or could be. */
export interface PictureMeasures {
  /** Upright size of the image itself in pixels. */
  readonly width: Float32Array;
  readonly height: Float32Array;
  /** 0 to 1: what the largest color value of 98 % of the pixels, and the smallest of 2 % of them, stays below. */
  readonly lights: Float32Array;
  readonly shadows: Float32Array;
  /** How fine its details are: standard deviation of the Laplacian over that of the luma; 0 for a picture of one color. */
  readonly sharpness: Float32Array;
  /** Why a picture could not be read, by row. */
  readonly unreadable: ReadonlyMap<number, string>;
}

/** Sides of the squares that outlines are drawn in. */
export const lumaSide = 32;
export const chromaSide = 8;
/** Bytes of one outline's colors: Cb, then Cr. */
export const chromaBytes = 2 * chromaSide ** 2;

/** Pictures squashed to small squares: what they show, without its details. */
export interface PictureOutlines {
  /** Row of the pool per outline; rows whose picture could not be read are missing. */
  readonly rows: Int32Array;
  /** `lumaSide`^2 bytes per outline, row by row. */
  readonly lumas: Uint8Array;
  /** `chromaBytes` per outline. */
  readonly chromas: Uint8Array;
}
