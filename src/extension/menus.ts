/** Where commands can stand, besides the palette. Written into package.json by scripts/contributes.mjs. */
interface Place {
  readonly menu: 'explorer/context' | 'editor/title' | 'view/title' | 'view/item/context';
  readonly when: string;
  /** Commands of one group stand together, in the order of the command table. */
  readonly group: string;
}

const inPanel = "activeWebviewPanelId == 'nextBatch.panel'";
const inBatches = 'view == nextBatch.batches';
const inClasses = 'view == nextBatch.classes';
/** What the engine reads (core lists the formats; VS Code wants a pattern). */
const isImage = String.raw`resourceExtname =~ /^\.(jpe?g|png|webp|gif|bmp|tiff?|avif)$/i`;

/** On the disk of the machine that runs the extension: over SSH, in a container or in WSL the editor names it so. */
const isOnDisk = 'resourceScheme =~ /^(file|vscode-remote)$/';

/** THE TABLE of places. */
export const places = {
  folder: {
    menu: 'explorer/context',
    when: `explorerResourceIsFolder && ${isOnDisk}`,
    group: '7_nextBatch',
  },
  image: {
    menu: 'explorer/context',
    when: `!explorerResourceIsFolder && ${isOnDisk} && ${isImage}`,
    group: '7_nextBatch',
  },
  panelTitle: { menu: 'editor/title', when: inPanel, group: 'navigation' },
  panelStrategy: { menu: 'editor/title', when: inPanel, group: '1_strategy' },
  panelData: { menu: 'editor/title', when: inPanel, group: '2_data' },
  panelMore: { menu: 'editor/title', when: inPanel, group: '3_more' },
  batchesTitle: {
    menu: 'view/title',
    when: `${inBatches} && nextBatch.panelOpen`,
    group: 'navigation',
  },
  batch: { menu: 'view/item/context', when: `${inBatches} && viewItem == batch`, group: '1_batch' },
  classesTitle: {
    menu: 'view/title',
    when: `${inClasses} && nextBatch.panelOpen`,
    group: 'navigation',
  },
  class: { menu: 'view/item/context', when: `${inClasses} && viewItem == class`, group: '1_class' },
  classOrder: { menu: 'view/item/context', when: `${inClasses} && viewItem == class`, group: '2_order' },
  classEnd: { menu: 'view/item/context', when: `${inClasses} && viewItem == class`, group: '3_end' },
} as const satisfies Readonly<Record<string, Place>>;

export type PlaceName = keyof typeof places;
