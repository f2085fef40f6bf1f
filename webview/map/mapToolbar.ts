import { html, nothing, type TemplateResult } from 'lit-html';
import { segments, select, textButton } from '../controls.ts';
import { t } from '../l10n.ts';
import { iconButton, searchField } from '../widgets.ts';
import { formatted } from '../words.ts';
import { type ColoringName, colorings } from './coloring.ts';
import type { MapWork } from './mapStore.ts';
import type { Tool } from './scatter.ts';

export interface MapBar {
  readonly tool: Tool;
  readonly by: ColoringName;
  readonly hasDensity: boolean;
  readonly hasNames: boolean;
  readonly hasSide: boolean;
  readonly isTable: boolean;
  readonly search: string;
  /** Images that were found; undefined = none are looked for. */
  readonly found: number | undefined;
  readonly drawn: readonly [drawn: number, of: number];
  readonly work: MapWork;
  /** 0 to 1. */
  readonly share: number;
  readonly onTool: (tool: Tool) => void;
  readonly onColor: (by: ColoringName) => void;
  readonly onDensity: () => void;
  readonly onNames: () => void;
  readonly onSide: () => void;
  readonly onTable: () => void;
  readonly onSearch: (text: string) => void;
  readonly onTakeFound: () => void;
  readonly onTakeVisible: () => void;
  readonly onFit: () => void;
  readonly onZoom: (direction: 1 | -1) => void;
  readonly onStop: () => void;
  readonly onGoOn: () => void;
}

/** All that changes how the map is looked at. */
export function mapToolbar(bar: MapBar): TemplateResult {
  const tools = [
    { value: 'pan', label: t('Move') },
    { value: 'lasso', label: t('Lasso') },
    { value: 'rectangle', label: t('Rectangle') },
  ] as const;
  return html`<div class="map-bar" role="toolbar" aria-label=${t('Map')}>
    ${segments(t('What dragging does'), tools, bar.tool, bar.onTool)}
    <div class="map-color">${select(t('Color by'), colorChoices(), bar.by, (value) => bar.onColor(readColoring(value)))}</div>
    ${textButton({ label: t('Density'), title: t('Contours of how dense the points lie'), isPressed: bar.hasDensity, onPress: bar.onDensity })}
    ${textButton({ label: t('Names'), title: t('Name the clusters on the map: by their labels, else by a picture'), isPressed: bar.hasNames, onPress: bar.onNames })}
    ${searchField({ label: t('Find file names'), placeholder: t('Find file names'), value: bar.search, onInput: bar.onSearch })}
    ${
      bar.found === undefined
        ? nothing
        : textButton({
            label: t('Select {0}', formatted(bar.found)),
            title: t('Select all that were found'),
            onPress: bar.onTakeFound,
          })
    }
    <span class="map-bar-rest"></span>
    ${textButton({ label: t('Select in view'), title: t('Select all points that are in view'), onPress: bar.onTakeVisible })}
    ${iconButton({ icon: 'zoom-out', label: t('Zoom out'), onPress: () => bar.onZoom(-1) })}
    ${iconButton({ icon: 'zoom-in', label: t('Zoom in'), onPress: () => bar.onZoom(1) })}
    ${iconButton({ icon: 'screen-full', label: t('Show the whole map'), onPress: bar.onFit })}
    ${textButton({ label: t('Legend'), title: t('Legend and clusters beside the map'), isPressed: bar.hasSide, onPress: bar.onSide })}
    ${textButton({ label: t('Table'), title: t('Show the images near the cursor as a table'), isPressed: bar.isTable, onPress: bar.onTable })}
  </div>`;
}

/** "drawing 12,340 of 50,000 · refining 42 %" */
export function mapState({ drawn: [drawn, of], work, share, onStop, onGoOn }: MapBar): TemplateResult {
  const percent = Math.floor(100 * share);
  return html`<div class="map-state">
    <span>${t('drawing {0} of {1}', formatted(drawn), formatted(of))}</span>
    ${
      work === 'running'
        ? html`<span>${t('refining {0} %', percent)}</span>
            ${textButton({ label: t('Stop'), title: t('Leave the map as it is; it can go on later'), onPress: onStop })}`
        : nothing
    }
    ${
      work === 'stopped'
        ? html`<span>${t('stopped')}</span> ${textButton({ label: t('Go on'), title: t('Refine the map further'), onPress: onGoOn })}`
        : nothing
    }
  </div>`;
}

function colorChoices(): readonly { readonly value: ColoringName; readonly label: string }[] {
  const labels: Readonly<Record<ColoringName, string>> = {
    class: t('Color: class'),
    predicted: t('Color: predicted class'),
    cluster: t('Color: cluster'),
    labeled: t('Color: labeled or not'),
    batch: t('Color: batch'),
    score: t('Color: score in the batch'),
    confidence: t('Color: confidence'),
    folder: t('Color: folder'),
    size: t('Color: file size'),
    date: t('Color: date of the file'),
  };
  return colorings.map((value) => ({ value, label: labels[value] }));
}

function readColoring(value: string): ColoringName {
  return colorings.find((name) => name === value) ?? 'class';
}
