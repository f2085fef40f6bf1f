import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { throwIfAborted } from '../../core/errors.ts';
import { checkEncoding } from '../files/bytes.ts';
import { readError } from '../files/fileErrors.ts';
import { inSlices } from '../files/slices.ts';
import { LabelsDocument } from '../labels/document.ts';
import { quote } from '../labels/records.ts';
import { orderedClasses, readClassList } from './classList.ts';
import { classesFile } from './destination.ts';
import {
  allWritten,
  type Content,
  type Format,
  type Imported,
  type ImportRequest,
  type Written,
} from './format.ts';
import { matchLabels } from './imageNames.ts';
import { writeText } from './textFile.ts';

/** A CSV file with the columns `path` and `label`. */
export const labelsCsv: Format = {
  id: 'labels-csv',
  title: 'labels.csv',
  detail: 'One line per image with path and label; pandas and every spreadsheet read it.',
  import: { takes: ['csv'], read },
  export: { makes: 'file', extension: '.csv', holdsImages: false, classesBeside: true, write },
};

async function read({ dataset, from, signal }: ImportRequest): Promise<Imported> {
  const bytes = await readFile(from).catch((error: unknown) => {
    throw readError(error, from);
  });
  throwIfAborted(signal);
  checkEncoding(bytes, from);
  const document = await inSlices(LabelsDocument.read(bytes, path.basename(from)), signal);
  const labels = [...document.annotations].flatMap(([name, { label }]) =>
    label === '' ? [] : [{ name, label }],
  );
  const listed = await readClassList(classesFile(from));
  const { rows, problems, missing } = await matchLabels(
    { dataset, from, signal },
    path.dirname(from),
    labels,
  );
  return {
    rows,
    classes: orderedClasses(listed, labels),
    problems: [...document.problems, ...problems],
    missing,
  };
}

async function write({ samples, sides, step }: Content, target: string): Promise<Written> {
  const isSplit = sides.length > 1;
  const isFlagged = samples.some(({ flagged }) => flagged);
  const hasImplied = samples.some(({ isImplied }) => isImplied);
  function* lines(): Generator<string> {
    yield `path,label${isSplit ? ',split' : ''}${isFlagged ? ',flag' : ''}${hasImplied ? ',source' : ''}\n`;
    for (const [i, { image, label, side, flagged, isImplied }] of samples.entries()) {
      const cells = [
        image.path,
        label,
        ...(isSplit ? [side ?? ''] : []),
        ...(isFlagged ? [flagged ? '1' : ''] : []),
        ...(hasImplied ? [isImplied ? 'relation' : ''] : []),
      ];
      yield `${cells.map(quote).join(',')}\n`;
      step(i + 1);
    }
  }
  await writeText(target, lines());
  return allWritten;
}
