import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { atOnce } from '../../../src/dataset/files/slices.ts';
import { LabelsDocument } from '../../../src/dataset/labels/document.ts';
import type { Annotation } from '../../../src/dataset/types.ts';

const labeled = (label: string, more: Partial<Annotation> = {}): Annotation => ({
  label,
  skipped: false,
  flagged: false,
  source: '',
  ...more,
});
const skipped = labeled('', { skipped: true });

function parse(text: string): LabelsDocument {
  return readBytes(Buffer.from(text));
}

function readBytes(bytes: Buffer): LabelsDocument {
  return atOnce(LabelsDocument.read(bytes, 'labels.csv'));
}

/** Makes the file say exactly `wanted`; false if nothing had to change. */
function apply(document: LabelsDocument, wanted: ReadonlyMap<string, Annotation>): boolean {
  const paths = new Set([...wanted.keys(), ...document.annotations.keys()]);
  const changes = atOnce(document.differences(wanted, paths));
  if (changes.size === 0) return false;
  atOnce(document.edit(changes)).commit();
  return true;
}

function bytesOf(document: LabelsDocument): Buffer {
  return atOnce(document.bytes());
}

/** The file after the annotations of some paths were changed. */
function edit(text: string, changes: Record<string, Annotation | undefined>): string {
  const document = parse(text);
  const wanted = new Map(document.annotations);
  for (const [path, annotation] of Object.entries(changes))
    if (annotation === undefined) wanted.delete(path);
    else wanted.set(path, annotation);
  apply(document, wanted);
  return bytesOf(document).toString();
}

describe('a labels.csv that is read', () => {
  it('takes byte order mark, CRLF, quotes, column order and Unicode as they come', () => {
    const document = parse('\ufeffwho,label,path\r\n"x","Käse, alt","ordner/ä ""1"".jpg"\r\nx,cat,b.jpg\r\n');
    expect([...document.annotations]).toEqual([
      ['ordner/ä "1".jpg', labeled('Käse, alt')],
      ['b.jpg', labeled('cat')],
    ]);
    expect(document.problems).toEqual([]);
  });

  it('reads state, flag and source', () => {
    const document = parse('path,label,state,flag,source\na,,skip,,\nb,cat,,1,import\nc,,,1,\nd,,,,\n');
    expect([...document.annotations]).toEqual([
      ['a', skipped],
      ['b', labeled('cat', { flagged: true, source: 'import' })],
      ['c', labeled('', { flagged: true })],
    ]);
  });

  it('reads path and label where the header is missing, and says so', () => {
    const document = parse('a.jpg,cat\nb.jpg,dog\n');
    expect(document.annotations.get('a.jpg')).toEqual(labeled('cat'));
    expect(document.problems).toEqual([expect.objectContaining({ kind: 'bad-row', line: 1 })]);
  });

  it('reports different rows of one path with the line that counts, and not equal ones', () => {
    const document = parse('path,label\na,cat\nb,cat\na,dog\nb,cat\n');
    expect(document.annotations.get('a')).toEqual(labeled('dog'));
    expect(document.problems).toEqual([
      expect.objectContaining({ kind: 'duplicate-row', path: 'a', line: 4 }),
    ]);
  });

  it('reports rows it cannot read by their line, uses the others, and keeps all', () => {
    const text = 'path,label\nonly\n,cat\n"a,cat\n\nb,dog\n';
    const document = parse(text);
    expect(document.problems.map(({ kind, line }) => [kind, line])).toEqual([
      ['bad-row', 2],
      ['bad-row', 3],
      ['bad-row', 4],
    ]);
    expect([...document.annotations.keys()]).toEqual(['b']);
    expect(document.hasBadRows).toBe(true);
    expect(bytesOf(document).toString()).toBe(text);
  });

  it('reports bytes that are not UTF-8 and keeps them', () => {
    const bytes = Buffer.from('path,label\nK\u00e4se.jpg,cat\nb,dog\n', 'latin1');
    const document = readBytes(bytes);
    expect(document.problems).toEqual([expect.objectContaining({ kind: 'bad-row', line: 2 })]);
    apply(document, new Map([['b', labeled('cow')]]));
    expect(bytesOf(document)).toEqual(Buffer.from('path,label\nK\u00e4se.jpg,cat\nb,cow\n', 'latin1'));
  });

  it('takes __proto__, markup and a cell of 1 MB as plain text', () => {
    const long = 'x'.repeat(1_000_000);
    const document = parse(`path,label\n__proto__,__proto__\na,<img src=x onerror=alert(1)>\nb,${long}\n`);
    expect(document.annotations.get('__proto__')).toEqual(labeled('__proto__'));
    expect(document.annotations.get('a')).toEqual(labeled('<img src=x onerror=alert(1)>'));
    expect(document.annotations.get('b')).toEqual(labeled(long));
  });

  it('reports a class that holds a line break once', () => {
    const document = parse('path,label\na,"b\nc"\nd,"b\nc"\n');
    expect(document.problems).toEqual([expect.objectContaining({ kind: 'bad-class', line: 2 })]);
  });
});

describe('a labels.csv that is written', () => {
  it('begins with path,label in an empty file, sorted by UTF-8 bytes', () => {
    const text = edit('', { '\u{1f600}': labeled('b'), '\uffee': labeled('a'), a: labeled('c') });
    expect(text).toBe('path,label\na,c\n\uffee,a\n\u{1f600},b\n');
  });

  it('gets state, flag and source behind all other columns when each is first needed', () => {
    expect(edit('path,label,who\na,cat,me\n', { b: skipped })).toBe(
      'path,label,who,state\na,cat,me,\nb,,,skip\n',
    );
    expect(edit('label,path\ncat,a\n', { a: labeled('cat', { flagged: true, source: 'rule' }) })).toBe(
      'label,path,flag,source\ncat,a,1,rule\n',
    );
  });

  it('keeps a column called state that is not ours, and uses another name', () => {
    expect(edit('path,label,state\na,cat,TX\n', { a: skipped })).toBe(
      'path,label,state,next_batch_state\na,,TX,skip\n',
    );
    expect([...parse('path,label,state,next_batch_state\na,,TX,skip\n').annotations]).toEqual([
      ['a', skipped],
    ]);
  });

  it('changes one cell and leaves every other byte of the file', () => {
    const before = '\ufeff"path",who,label\r\n"a", "x" ,"cat"\r\n\r\nbroken\r\nb,"y""",dog\r\n';
    expect(edit(before, { b: labeled('co,w') })).toBe(before.replace('dog', '"co,w"'));
  });

  it('keeps the order of a file that is not sorted, and adds to its end', () => {
    expect(edit('path,label\nz,1\na,2\n', { m: labeled('3') })).toBe('path,label\nz,1\na,2\nm,3\n');
    expect(edit('path,label\na,2\nz,1', { zz: labeled('3'), m: labeled('3') })).toBe(
      'path,label\na,2\nm,3\nz,1\nzz,3\n',
    );
  });

  it('drops a row that says nothing any more, unless another program has something in it', () => {
    expect(edit('path,label,who\na,cat,\nb,cat,me\n', { a: undefined, b: undefined })).toBe(
      'path,label,who\nb,,me\n',
    );
  });

  it('sets all rows of a path, so that no contradiction is left', () => {
    expect(edit('path,label\na,cat\na,dog\n', { a: labeled('cow') })).toBe('path,label\na,cow\na,cow\n');
  });

  it('gets a header where it had none', () => {
    expect(edit('a.jpg,cat,x\n', { 'a.jpg': labeled('dog') })).toBe('path,label,column3\na.jpg,dog,x\n');
  });
});

const value = fc.string({
  unit: fc.constantFrom('a', 'b', '"', ',', '\n', ' ', 'é', '\u{1f600}'),
  maxLength: 6,
});
const path = fc.string({ unit: fc.constantFrom('a', 'b', '/', '"', ',', 'é'), minLength: 1, maxLength: 4 });
const annotation = fc.oneof(
  value.map((label) => labeled(label === '' ? 'x' : label)),
  fc.constant(skipped),
  value.map((label) => labeled(label, { flagged: true })),
  fc.constantFrom('relation' as const, 'import' as const).map((source) => labeled('y', { source })),
);

describe('any labels.csv', () => {
  it('is written back byte for byte when nothing changes', () => {
    const junk = fc.string({
      unit: fc.constantFrom('path', 'label', 'state', 'a', '"', ',', '\n', '\r\n'),
      maxLength: 40,
    });
    fc.assert(
      fc.property(junk, (text) => {
        const document = parse(text);
        expect(apply(document, new Map(document.annotations))).toBe(false);
        expect(bytesOf(document).toString()).toBe(text);
      }),
      { numRuns: 2000 },
    );
  });

  it('says exactly what it was told to after any edits, and keeps foreign cells', () => {
    const rows = fc.uniqueArray(fc.tuple(path, value, value), { selector: ([name]) => name, maxLength: 8 });
    const edits = fc.array(fc.tuple(path, fc.option(annotation, { nil: undefined })), { maxLength: 8 });
    const eol = fc.constantFrom('\n', '\r\n');
    fc.assert(
      fc.property(rows, edits, eol, (table, changes, end) => {
        const quoted = (cell: string): string => `"${cell.replaceAll('"', '""')}"`;
        const text = [
          'who,path,label',
          ...table.map(([name, who, label]) => [who, name, label].map(quoted).join(',')),
        ]
          .map((line) => line + end)
          .join('');
        const document = parse(text);
        const wanted = new Map(document.annotations);
        for (const [name, change] of changes)
          if (change === undefined) wanted.delete(name);
          else wanted.set(name, change);
        apply(document, wanted);
        const after = bytesOf(document).toString();
        const again = parse(after);
        expect(new Map(again.annotations)).toEqual(wanted);
        for (const [name, who, label] of table) {
          const isTouched = changes.some(([changed]) => changed === name);
          if (who !== '') expect(after).toContain(`${quoted(who)},${quoted(name)},`);
          if (!isTouched) expect(after).toContain([who, name, label].map(quoted).join(','));
        }
      }),
      { numRuns: 500 },
    );
  });
});
