import { type KindColor, rampSteps } from './kinds.ts';
import { mutedColor, sequentialColors, slotColors } from './palette.ts';

const classColors = 10;

/** The colors of the map in the theme there is now, as CSS writes them. */
export interface MapColors {
  readonly of: (color: KindColor) => string;
}

/** Reads the theme's colors. */
export function mapColors(): MapColors {
  const probe = document.createElement('i');
  // What is not on the page has no colors.
  document.body.append(probe);
  const computed = (value: string): string => {
    probe.style.setProperty('color', value);
    return getComputedStyle(probe).color;
  };
  const background = computed('var(--vscode-editor-background)');
  const own = Array.from({ length: classColors }, (_, number) => computed(`var(--class-${number})`));
  probe.remove();
  const sets = {
    class: slotColors(classColors, own, background),
    ramp: sequentialColors(rampSteps, background),
    none: [mutedColor(background)],
  };
  return { of: ({ of, number }) => sets[of][number] ?? sets.none[0] };
}

/** Calls back when the theme is another. Returns the way to stop. */
export function onThemeChange(listener: () => void): () => void {
  const observer = new MutationObserver(listener);
  observer.observe(document.documentElement, { attributeFilter: ['style', 'class'] });
  observer.observe(document.body, { attributeFilter: ['class', 'data-vscode-theme-id'] });
  return () => observer.disconnect();
}
