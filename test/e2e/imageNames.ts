/** Names that have broken image tools: a person's folder has them. */
const awkward = [
  'with space.png',
  'sharp #1.png',
  '100 %.png',
  'Grüße 猫.png',
  'sub folder/näh & fern.png',
  "it's.png",
];

export const imageCount = 60;
export const brokenName = 'broken.jpg';

/** A name that is markup; not possible on Windows. */
export const hostileName = '<img src=x onerror=document.title=1>.png';

/** The names of the good pictures. */
export function imageNames(): string[] {
  const plain = Array.from(
    { length: imageCount - awkward.length },
    (_, i) => `image ${String(i).padStart(2, '0')}.jpg`,
  );
  const names = [...awkward, ...plain];
  if (process.platform !== 'win32') names[names.length - 1] = hostileName;
  return names;
}
