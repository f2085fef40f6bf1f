import { readClassTree, writeClassTree } from './classTree.ts';
import type { Format } from './format.ts';

/** One sub-folder per class with its images in it, as torchvision's ImageFolder and Keras read it. */
export const classFolders: Format = {
  id: 'class-folders',
  title: 'Class folders',
  detail: 'One folder per class with its images; torchvision ImageFolder, Keras and fastai read it.',
  import: { takes: 'folder', read: readClassTree },
  export: {
    makes: 'folder',
    holdsImages: true,
    write: (content, target) => writeClassTree(content, target, (side) => side ?? ''),
  },
};
