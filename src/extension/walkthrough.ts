/** The walkthrough. Written into package.json by scripts/contributes.mjs; each step has a picture of its name in media/walkthrough. */
interface StepRow {
  /** Begins with a verb. */
  readonly title: string;
  /** A link on a line of its own is a button. */
  readonly text: string;
  /** What the picture shows, for those who do not see it. */
  readonly altText: string;
  /** What ticks the step off. */
  readonly doneOn: readonly string[];
}

const steps = {
  folder: {
    title: 'Open a folder of images',
    text: 'Any folder will do; right-click it in the Explorer, or choose one here. Everything stays on this machine, and no image is moved or changed.\n[Open Image Folder](command:nextBatch.openImageFolder)',
    altText: 'The menu of a folder in the Explorer with Open Image Folder, and its images in a grid.',
    doneOn: ['onContext:nextBatch.panelOpen'],
  },
  embed: {
    title: 'Embed the images',
    text: 'An encoder on this machine turns each image into numbers, so that images which look alike lie together. It runs once per image; you can cancel at any time and go on later.\n[Embed Folder](command:nextBatch.embedFolder)',
    altText: 'Images become points; points of the same kind lie together. A bar shows the progress.',
    doneOn: ['onCommand:nextBatch.embedFolder', 'onContext:nextBatch.hasBatch'],
  },
  batch: {
    title: 'Select the first batch',
    text: 'Twenty images that stand for the rest. The panel says which strategy chose them and why; each image has its own reason.\n[Select Next Batch](command:nextBatch.selectNextBatch)',
    altText: 'A few of many points are picked, and their images shown.',
    doneOn: ['onContext:nextBatch.hasBatch'],
  },
  label: {
    title: 'Label with one key each',
    text: 'Type the name of each class once. Then the keys 1 to 9 label an image, save it and move on. Space skips, Backspace takes back, ? lists all keys.\n[Show Panel](command:nextBatch.showPanel)',
    altText: 'A batch of images with their classes on them, and a class for each of the keys 1, 2 and 3.',
    doneOn: ['onContext:nextBatch.hasLabels'],
  },
  look: {
    title: 'Look at all of it',
    text: 'The map shows every image as a point: circle a group and label it with one key. Relations ask which images show the same, and labels follow. Review finds likely label errors and copies, Insights say when more labels stop paying.\n[Open Cluster Map](command:nextBatch.openClusterMap)',
    altText: 'Points of the same kind lie together; one group is circled, to be labeled at once.',
    doneOn: ['onCommand:nextBatch.openClusterMap'],
  },
  train: {
    title: 'Use the labels in training',
    text: 'Every label is in labels.csv, one line per image. Copy the lines that read it, train, then select the next batch: it takes your labels into account.\n[Copy Training Loader](command:nextBatch.copyTrainingLoader)',
    altText: 'labels.csv, the code that reads it, and a rising learning curve.',
    doneOn: ['onCommand:nextBatch.copyTrainingLoader'],
  },
} as const satisfies Readonly<Record<string, StepRow>>;

/** THE TABLE of steps, and what stands above them. */
export const walkthrough = {
  title: 'Label the Images That Teach Most',
  text: 'Choose the few images whose labels pay, then label each with one key.',
  steps,
} as const;
