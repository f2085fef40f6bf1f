/** A learning rate that rises linearly for `warmUp` steps and falls to 0 along half a cosine by the last of `steps`. */
export function cosine(peak: number, steps: number, warmUp = 0): (step: number) => number {
  return (step) => {
    if (step < warmUp) return (peak * (step + 1)) / warmUp;
    const share = (step - warmUp) / Math.max(1, steps - warmUp);
    return (peak * (1 + Math.cos(Math.PI * Math.min(1, share)))) / 2;
  };
}
