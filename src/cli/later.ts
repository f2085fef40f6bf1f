/** Words of the product's design that this version does not know yet: a person who uses one is told so plainly. */
export const laterCommands: readonly string[] = ['advise', 'review', 'map', 'relations'];

export const laterFlags: readonly string[] = [
  'probabilities',
  'scores',
  'exclude-duplicates',
  'balance',
  'max-per-group',
];
