import type { PlaceName } from './menus.ts';

/** How a command shows up in VS Code. Written into package.json by scripts/contributes.mjs. */
export interface CommandRow {
  readonly title: string;
  readonly icon?: string;
  /** Greys the command out everywhere while false. */
  readonly enablement?: string;
  /** Hides it from the palette while false. */
  readonly palette?: string;
  /** In which menus it stands. */
  readonly in?: readonly PlaceName[];
  readonly keys?: { readonly key: string; readonly mac: string };
}

const panelOpen = 'nextBatch.panelOpen';

/** When a contributed key belongs to the panel: it is in front, and no text field of it has the focus. */
export const panelKeys = "activeWebviewPanelId == 'nextBatch.panel' && !nextBatch.typing";

/** What a command is given when a key of the panel has run it. */
export const fromKey = 'key';

/** THE TABLE. A command is one row here and one handler in commands.ts; its id is `nextBatch.<name>`. */
export const commandTable = {
  openImageFolder: {
    title: 'Open Image Folder',
    icon: '$(folder-opened)',
    in: ['folder', 'batchesTitle'],
  },
  selectNextBatch: {
    title: 'Select Next Batch',
    icon: '$(sparkle)',
    in: ['folder', 'batchesTitle'],
  },
  showPanel: { title: 'Show Panel' },
  showInNextBatch: { title: 'Show in Next Batch', palette: 'false', in: ['image'] },
  showBatch: { title: 'Show Batch', in: ['batch'] },
  findSimilarImages: { title: 'Find Similar Images', in: ['image'] },
  openClusterMap: { title: 'Open Cluster Map', icon: '$(map)', in: ['folder', 'panelStrategy'] },
  answerRelations: { title: 'Answer Relations', icon: '$(link)', in: ['folder', 'panelStrategy'] },
  embedFolder: { title: 'Embed Folder', in: ['folder'] },
  cancelRunningJob: { title: 'Cancel Running Job', enablement: 'nextBatch.jobRunning' },
  undoLastAct: {
    title: 'Undo Last Act',
    icon: '$(discard)',
    enablement: panelOpen,
    keys: { key: 'ctrl+z', mac: 'cmd+z' },
  },
  redo: { title: 'Redo', enablement: panelOpen, keys: { key: 'ctrl+shift+z', mac: 'cmd+shift+z' } },
  selectAllImages: {
    title: 'Select All Shown Images',
    palette: "activeWebviewPanelId == 'nextBatch.panel'",
    keys: { key: 'ctrl+a', mac: 'cmd+a' },
  },
  addClass: { title: 'Add Class', icon: '$(add)', palette: panelOpen, in: ['classesTitle'] },
  renameClass: { title: 'Rename Class', palette: panelOpen, in: ['class'] },
  mergeClass: { title: 'Merge Class', palette: panelOpen, in: ['class'] },
  changeClassColor: { title: 'Change Class Color', palette: panelOpen, in: ['class'] },
  changeClassKey: { title: 'Change Class Key', palette: panelOpen, in: ['class'] },
  moveClassUp: { title: 'Move Class Up', palette: panelOpen, in: ['classOrder'] },
  moveClassDown: { title: 'Move Class Down', palette: panelOpen, in: ['classOrder'] },
  removeClass: { title: 'Remove Class', palette: panelOpen, in: ['classEnd'] },
  showInsights: { title: 'Show Insights', icon: '$(graph)', in: ['panelStrategy'] },
  chooseStrategy: { title: 'Choose Strategy', in: ['panelStrategy'] },
  adviseStrategy: { title: 'Advise Strategy', icon: '$(lightbulb)', in: ['panelStrategy'] },
  compareStrategies: { title: 'Compare Strategies', icon: '$(git-compare)', in: ['panelStrategy'] },
  simulateStrategies: { title: 'Simulate Strategies', icon: '$(graph-line)', in: ['panelStrategy'] },
  replayBatch: { title: 'Replay Batch', icon: '$(debug-restart)', in: ['panelStrategy', 'batch'] },
  reviewDataset: { title: 'Review Dataset', icon: '$(checklist)', in: ['folder', 'panelData'] },
  chooseEncoder: { title: 'Choose Encoder', icon: '$(chip)', in: ['panelData'] },
  importPredictions: { title: 'Import Predictions', in: ['panelData'] },
  importEmbeddings: { title: 'Import Embeddings', in: ['panelData'] },
  copyTrainingLoader: { title: 'Copy Training Loader', icon: '$(copy)', in: ['panelTitle'] },
  importLabels: { title: 'Import Labels', in: ['panelData'] },
  exportDataset: { title: 'Export Dataset', in: ['panelData'] },
  clearCache: { title: 'Clear Cache', in: ['panelMore'] },
  showLog: { title: 'Show Log', in: ['panelMore'] },
} as const satisfies Readonly<Record<string, CommandRow>>;

export type CommandName = keyof typeof commandTable;

export const commandNames = Object.keys(commandTable) as CommandName[];
