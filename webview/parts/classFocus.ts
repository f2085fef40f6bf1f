/** Does something with an element that was just made, once it stands in the page. */
export function whenDrawn<T extends Element>(element: Element | undefined, work: (element: T) => void): void {
  if (element === undefined) return;
  queueMicrotask(() => {
    if (element.isConnected) work(element as T);
  });
}

/** The row of a class in the palette. */
export function rowOf(name: string): HTMLElement | null {
  return document.querySelector(`.class-row[data-row="${CSS.escape(name)}"]`);
}

export function focusClass(name: string): void {
  rowOf(name)?.querySelector<HTMLElement>('.class-button')?.focus();
}
