/** How a command shows up in VS Code. Written into package.json by scripts/contributes.mjs. */
export interface CommandRow {
  readonly title: string;
  readonly icon?: string;
  /** Greys the command out everywhere while false. */
  readonly enablement?: string;
  /** Hides it from the palette while false. */
  readonly palette?: string;
  /** In the Explorer's menu of a folder. */
  readonly folderMenu?: true;
  /** Among the buttons of the panel's title bar. */
  readonly titleBar?: true;
  readonly keys?: { readonly key: string; readonly mac: string };
}

const panelOpen = 'nextBatch.panelOpen';

/** When a contributed key belongs to the panel: it is in front, and no text field of it has the focus. */
export const panelKeys = "activeWebviewPanelId == 'nextBatch.panel' && !nextBatch.typing";

/** What a command is given when a key of the panel has run it. */
export const fromKey = 'key';

/** THE TABLE. A command is one row here and one handler in commands.ts; its id is `nextBatch.<name>`. */
export const commandTable = {
  openImageFolder: { title: 'Open Image Folder', icon: '$(folder-opened)', folderMenu: true },
  selectNextBatch: { title: 'Select Next Batch', icon: '$(sparkle)', folderMenu: true },
  showPanel: { title: 'Show Panel' },
  embedFolder: { title: 'Embed Folder', folderMenu: true },
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
  chooseStrategy: { title: 'Choose Strategy' },
  adviseStrategy: { title: 'Advise Strategy', icon: '$(lightbulb)' },
  simulateStrategies: { title: 'Simulate Strategies', icon: '$(graph-line)' },
  importPredictions: { title: 'Import Predictions' },
  importEmbeddings: { title: 'Import Embeddings' },
  copyTrainingLoader: { title: 'Copy Training Loader', icon: '$(copy)', titleBar: true },
  importLabels: { title: 'Import Labels' },
  exportDataset: { title: 'Export Dataset' },
  clearCache: { title: 'Clear Cache' },
  showLog: { title: 'Show Log' },
} as const satisfies Readonly<Record<string, CommandRow>>;

export type CommandName = keyof typeof commandTable;

export const commandNames = Object.keys(commandTable) as CommandName[];
