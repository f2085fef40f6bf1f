/** The views of the Activity Bar. Written into package.json by scripts/contributes.mjs. */
interface ViewRow {
  readonly title: string;
  /** What stands in it while there is nothing to list; a link on a line of its own is a button. */
  readonly welcome: readonly { readonly when: string; readonly text: string }[];
}

/** A folder is open in a panel. */
const isOpen = 'nextBatch.panelOpen';

/** Opens the walkthrough, whose id is that of the extension and `start`. */
const walkthrough = `command:workbench.action.openWalkthrough?${encodeURIComponent(JSON.stringify('next-batch.next-batch#start'))}`;

/** THE TABLE of views. A view is one row here and one tree in trees.ts; its id is `nextBatch.<name>`. */
export const viewTable = {
  batches: {
    title: 'Batches',
    welcome: [
      {
        when: `!${isOpen}`,
        text: `Choose the images whose labels teach a model most, and label each with one key.\n[Open Image Folder](command:nextBatch.openImageFolder)\nNew here? See [how it works](${walkthrough}) in six steps.`,
      },
      {
        when: isOpen,
        text: 'No batch was selected in this folder yet.\n[Select Next Batch](command:nextBatch.selectNextBatch)',
      },
    ],
  },
  classes: {
    title: 'Classes',
    welcome: [
      {
        when: `!${isOpen}`,
        text: 'The classes of an open image folder stand here, with their keys and counts.',
      },
      { when: isOpen, text: 'There is no class yet. Type the name of the first one in the panel.' },
    ],
  },
} as const satisfies Readonly<Record<string, ViewRow>>;

export type ViewName = keyof typeof viewTable;
