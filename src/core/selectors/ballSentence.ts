/** Why an image was picked in whose ball lie so many images, itself among them, that no other stands for. */
export function ballSentence(images: number): string {
  if (images <= 1) return 'Stands for itself only: no labeled or picked image is like it.';
  const many = images === 2 ? 'one image that looks' : `${images - 1} images that look`;
  return `Stands for ${many} like it, and that no labeled or picked image stands for yet.`;
}
