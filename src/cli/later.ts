/** Words of the product's design that this version does not know yet: a person who uses one is told so plainly. */
export const laterCommands: readonly string[] = ['relations'];
