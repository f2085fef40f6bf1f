const reserved = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:$|\.)/i;

/**
 * A class as the name of a folder on any system: what a folder name may not hold is written as `%` and two digits per
 * UTF-8 byte. The empty class has no folder.
 */
export function folderName(label: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  let name = label.replaceAll(/[%/\\:*?"<>|\u0000-\u001f\u007f]/g, escapeBytes);
  name = name.replace(/^[. ]|[. ]$/g, escapeBytes);
  return reserved.test(name) ? escapeBytes(name.charAt(0)) + name.slice(1) : name;
}

/** The class that a folder name stands for; a name that was not written by `folderName` stands for itself. */
export function classOfFolder(name: string): string {
  let label: string;
  try {
    label = decodeURIComponent(name.replaceAll(/%(?![0-9A-F]{2})/g, '%25'));
  } catch {
    return name; // Not UTF-8 behind the % signs, so somebody else's name.
  }
  return folderName(label) === name ? label : name;
}

function escapeBytes(text: string): string {
  return [...Buffer.from(text)]
    .map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`)
    .join('');
}
