/** What is measured of pictures, one number per row of the pool; NaN where a picture could not be read. */
export interface PictureMeasures {
  /** Upright size of the image itself in pixels. */
  readonly width: Float32Array;
  readonly height: Float32Array;
  /** Mean luma, 0 (black) to 1 (white). */
  readonly brightness: Float32Array;
  /** Luma that 95 % and 5 % of the pixels stay below: the light of its lights, and of its shadows. */
  readonly lights: Float32Array;
  readonly shadows: Float32Array;
  /** Standard deviation of the luma. */
  readonly contrast: Float32Array;
  /** Sharpness of its edges, 0 to 1: energy of its finest details over that of its edges. */
  readonly sharpness: Float32Array;
  /** Why a picture could not be read, by row. */
  readonly unreadable: ReadonlyMap<number, string>;
}
