import { request } from './rpc.ts';

/** Why an image is, or is not, what another one is: a statement that somebody made, told by paths. */
export interface PanelStatement {
  /** The answer it is part of; '' = a label that was given. */
  readonly answer: string;
  readonly a: string;
  /** The other image; '' where the statement is a label of `a`. */
  readonly b: string;
  /** `label`: a was given the class `label`. */
  readonly relation: 'same' | 'different' | 'label';
  /** The class, where the statement is a label; else ''. */
  readonly label: string;
  /** Who said it: '' = a person; else the oracle that answers for free. */
  readonly source: '' | 'folder' | 'burst' | 'duplicate' | 'augmentation';
  /** How often it was said. */
  readonly times: number;
}

/** A contradiction: something that was said and does not apply, for the chain beside it says otherwise. */
export interface PanelConflict {
  /** The same as long as the contradiction is. */
  readonly id: string;
  readonly said: PanelStatement;
  /** The shortest chain of statements that proves the contrary, from `said.a` to `said.b`. */
  readonly chain: readonly PanelStatement[];
  /** The pair whose answer settles it most cheaply. */
  readonly ask: { readonly a: string; readonly b: string };
}

/** Images that are known to show the same and have no class yet. */
export interface PanelGroup {
  /** The path of its first image in pool order: the same as long as that is in it. */
  readonly id: string;
  readonly size: number;
  /** Up to nine of its images; labeling the first names the whole group. */
  readonly paths: readonly string[];
}

/** A question, by paths. */
export type PanelQuery = {
  /** The same while it is the same question. */
  readonly id: string;
  readonly purpose: 'label' | 'merge' | 'new-class' | 'settle' | 'check';
  readonly expected: number;
  readonly why: string;
  /** The class of the anchor, or of `a`; '' = not named yet. */
  readonly label: string;
  /** Images known to show the same as the anchor, or as `a`, itself among them. */
  readonly size?: number;
} & (
  | { readonly kind: 'grid'; readonly anchor: string; readonly candidates: readonly string[] }
  | { readonly kind: 'pair'; readonly a: string; readonly b: string }
);

/** What the view of relations shows; a new object whenever anything in it changes. */
export interface PanelRelations {
  /** Screens that a person answered and did not take back. */
  readonly answers: number;
  /** Images whose label follows from relations alone. */
  readonly implied: number;
  /** Labels that the last answer brought (or, negative, took away); null before the first one here. */
  readonly lastGain: number | null;
  /** Questions to be asked, the first one now. None of their answers follows from what is known. */
  readonly queries: readonly PanelQuery[];
  /** Whether more are being worked out. */
  readonly isThinking: boolean;
  /** Why there is no question, in one sentence; '' while there is one, or one is being worked out. */
  readonly nothing: string;
  /** What is to be made first, where that is why. */
  readonly lacks?: 'embeddings';
  /** What predicts the answers, and why, in one sentence; '' = nothing yet. */
  readonly model: string;
  readonly groups: {
    /** Groups without a name. */
    readonly count: number;
    /** Images in them. */
    readonly images: number;
    /** The largest of them, at most 60. */
    readonly shown: readonly PanelGroup[];
  };
  readonly conflicts: {
    readonly count: number /** At most 60, the newest first. */;
    readonly shown: readonly PanelConflict[];
  };
  /** Free relations that could be taken over with one act, and are not. */
  readonly free: readonly {
    readonly source: 'folder' | 'burst' | 'duplicate';
    readonly groups: number;
    readonly images: number;
  }[];
  /** A component that differs from all classes but one is of that one. */
  readonly eliminate: boolean;
}

/** An answer to a question, as an act of the panel: one undo unit. */
export interface RelationAct {
  readonly kind: 'relation';
  readonly query: 'grid' | 'pair';
  readonly anchor: string;
  readonly same: readonly string[];
  readonly different: readonly string[];
  readonly unsure: readonly string[];
}

/** What the view of relations asks of the host. Answers are acts (`act`), and so is naming a group: a label for one of its images. */
export const RelationsPanelApi = {
  /** The view is shown from now on, or no longer: questions are worked out only while it is. */
  relations: request<boolean, void>(),
  /** Puts the question that settles a contradiction, by its id, in front. */
  settle: request<string, void>(),
  /** Withdraws an answer, by its id; undo brings it back. */
  withdraw: request<string, void>(),
  /** Another question instead of the first one; it may come again later. */
  later: request<string, void>(),
  /** Takes over what is known for free, as one undo unit. */
  takeFree: request<'folder' | 'burst' | 'duplicate', void>(),
  eliminate: request<boolean, void>(),
} as const;
