import type { EncoderInfo } from '../protocol/engine.ts';
import type { Terminal } from './terminal.ts';

/** Says what a person should know of the encoder that ran: that it is slow, or not where it was meant to run. */
export function sayNotes(encoder: EncoderInfo | undefined, terminal: Terminal): void {
  for (const note of encoder?.notes ?? []) terminal.say(note);
}
