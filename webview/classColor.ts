/** Colors in the palette of style.css; later classes use them again with an outline, told apart by key and name. */
const colors = 10;

/** CSS classes for the color of a class; '' for no class. */
export function colorClass(classNumber: number): string {
  if (classNumber < 0) return '';
  const isAgain = Math.floor(classNumber / colors) % 2 === 1;
  return `class-color-${classNumber % colors}${isAgain ? ' is-again' : ''}`;
}
