import type { TemplateResult } from 'lit-html';
import type { Acts } from '../actions/acts.ts';
import { say } from '../actions/page.ts';
import { labeledAs } from '../annotations.ts';
import type { KeyAction } from '../keys.ts';
import { t } from '../l10n.ts';
import type { KeptChoice, RelationPart } from '../state/relations.ts';
import type { State } from '../state/state.ts';
import type { ViewPage } from '../views/view.ts';
import type { Pictures } from './pictures.ts';

/** What a part of the view works with. */
export interface PartHost {
  readonly page: ViewPage;
  readonly acts: Acts;
  readonly pictures: Pictures;
  readonly draw: () => void;
  readonly goTo: (part: RelationPart) => void;
  /** Keeps what was chosen for when the page is loaded anew. */
  readonly keep: (choice: KeptChoice | undefined) => void;
  /** Keys go to the part that is shown. */
  readonly focus: () => void;
}

/** The questions, the groups or the contradictions. */
export interface Part {
  /** Takes in what the host told. */
  follow(state: State): void;
  /** Does what a key means here; those that mean the same everywhere do not come. */
  key(action: KeyAction): void;
  /** Gives a class to what is under the cursor. */
  label(name: string): void;
  template(state: State): TemplateResult;
  /** Thumbnails, the most urgent first. */
  wanted(state: State): readonly string[];
}

/** Labels an image, as one undo unit. */
export function labelImage({ acts }: PartHost, path: string, label: string, status: string): void {
  acts.do({
    acts: [{ kind: 'label', paths: [path], label }],
    changes: acts.changesOf([path], (old) => labeledAs(old, label)),
    advance: false,
    status,
  });
}

/** Says that a class cannot be given here. */
export function nothingAsked({ page }: PartHost): void {
  say(page, t('No image is asked about here.'));
}
