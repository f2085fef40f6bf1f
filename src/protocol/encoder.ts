import type { EncoderChoice, EncoderInfo, ImageRef, Unreadable } from './engine.ts';

/** An encoder description as it is written in JSON (docs/encoders.md), whole or in part. */
export interface WrittenDescription {
  readonly name?: string;
  /** Path of the ONNX file, relative to the description, where the two do not lie side by side. */
  readonly model?: string;
  /** Where the ONNX file was downloaded from. */
  readonly source?: string;
  readonly input?: {
    readonly name?: string;
    readonly layout?: 'NCHW' | 'NHWC';
    readonly size?: readonly [width: number, height: number];
    readonly color?: 'RGB' | 'BGR';
    readonly batch?: number;
  };
  readonly resize?: { readonly rule?: 'squash' | 'crop' | 'pad'; readonly shorterSide?: number };
  readonly pixels?: {
    readonly range?: readonly [number, number];
    readonly mean?: readonly [number, number, number];
    readonly std?: readonly [number, number, number];
  };
  readonly output?: {
    readonly name?: string;
    readonly pooling?: 'none' | 'mean' | 'cls';
    readonly normalize?: boolean;
  };
}

export interface DescribeRequest {
  /** Absolute path of an ONNX file, of a Hugging Face folder, or of a description. */
  readonly model: string;
  /** What the person has answered so far. */
  readonly given: WrittenDescription;
}

/** Something neither the files nor the person have said yet. */
export interface EncoderQuestion {
  readonly about: 'layout' | 'size' | 'resize' | 'pixels' | 'output' | 'pooling';
  /** One question, to be shown above the choices. */
  readonly text: string;
  /** The usual one first. */
  readonly choices: readonly {
    readonly label: string;
    readonly detail: string;
    readonly given: WrittenDescription;
  }[];
}

/** One input or output of a graph; a text stands for a length that is known only when it runs. */
export interface ModelPort {
  readonly name: string;
  readonly type: string;
  readonly shape: readonly (number | string)[];
}

export interface EncoderDraft {
  /** Absolute path of the ONNX file. */
  readonly file: string;
  /** The description that is there already: nothing is asked, and it is never written over. */
  readonly existing?: string;
  readonly inputs: readonly ModelPort[];
  readonly outputs: readonly ModelPort[];
  /** All that is known; complete where there is no question. */
  readonly description: WrittenDescription;
  readonly question?: EncoderQuestion;
  /** Where each fact was taken from, one sentence each. */
  readonly notes: readonly string[];
}

export interface WriteDescriptionRequest {
  /** Absolute path of the ONNX file. */
  readonly file: string;
  readonly description: WrittenDescription;
  /** Where it is written if nobody may write beside the ONNX file. */
  readonly otherwise: string;
}

export interface TrialRequest {
  readonly encoder: EncoderChoice;
  /** In place of the one beside the model, which may not be written yet. */
  readonly description?: WrittenDescription;
  /** All images of the folder. */
  readonly images: readonly ImageRef[];
  /** Absolute cache folder; it is read, not written. */
  readonly cache: string;
  readonly seed: number;
  /** Colours of the contact sheet. */
  readonly theme: 'dark' | 'light';
}

export interface TrialResult {
  readonly encoder: EncoderInfo;
  /** Images that were embedded, and of each the most alike of the others, best first (cosine, -1 to 1). */
  readonly images: readonly {
    readonly path: string;
    readonly nearest: readonly { readonly path: string; readonly similarity: number }[];
  }[];
  readonly unreadable: readonly Unreadable[];
  /** Of one image, decoded and embedded, with nothing done side by side: an upper bound. 0 where none could be. */
  readonly secondsPerImage: number;
  /** Images of the folder that this encoder has not embedded yet, and how long they will take. */
  readonly remaining: number;
  readonly secondsLeft: number;
  /** The images with their nearest neighbors, as an SVG; '' where there are fewer than two. */
  readonly sheet: string;
}

/** A model that can be downloaded by name. */
export interface HubModel {
  readonly id: string;
  readonly title: string;
  /** What it is good for, one sentence. */
  readonly summary: string;
  readonly licence: string;
  /** What its page says, for a person; the hub tells the exact number. */
  readonly megabytes: number;
  readonly repository: string;
  readonly revision: string;
  /** The ONNX file in the repository. */
  readonly file: string;
  /** Known beforehand: the hub must name the same. */
  readonly sha256?: string;
}

/** A model that can be downloaded, or was. */
export interface HubOffer extends HubModel {
  /** The ONNX file, where it was downloaded already. */
  readonly there?: string;
}

/** What the hub says of a model: nothing but this has been fetched. */
export interface HubListing {
  readonly model: HubModel;
  /** Commit that all files are taken from. */
  readonly commit: string;
  readonly licence: string;
  readonly files: readonly HubFile[];
}

export interface HubFile {
  readonly name: string;
  readonly bytes: number;
  /** Of the file, or of the Git object where the hub knows no other. */
  readonly hash: { readonly kind: 'sha256' | 'git'; readonly hex: string };
}

export interface DownloadRequest {
  readonly listing: HubListing;
  /** Absolute folder that models are kept in; each has a folder of its own there. */
  readonly folder: string;
}
