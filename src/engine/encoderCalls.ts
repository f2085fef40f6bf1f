import type { EngineApi } from '../protocol/engine.ts';
import type { CallContext, Handlers } from '../protocol/rpc.ts';
import { encoderInfo } from './embed.ts';
import type { EncoderFinder } from './encoder/encoder.ts';
import { tryEncoder } from './encoder/trial.ts';
import { writeDescription } from './encoder/writeDescription.ts';
import { createHub } from './hub/hub.ts';
import type { NativeWorker } from './native/nativeWorker.ts';
import type { Slots } from './slots.ts';

type EncoderCalls = Pick<
  Handlers<typeof EngineApi>,
  | 'inspectEncoder'
  | 'describeEncoder'
  | 'writeDescription'
  | 'tryEncoder'
  | 'listModels'
  | 'lookUpModel'
  | 'downloadModel'
>;

/** What the engine answers about encoders: looking at them, describing them, trying them, fetching them. */
export function encoderCalls({
  encoders,
  native,
  slots,
  job,
  untilClosed,
  hubAddress,
}: {
  readonly encoders: EncoderFinder;
  readonly native: NativeWorker;
  readonly slots: Slots;
  readonly job: <T>(context: CallContext, work: (context: CallContext) => Promise<T>) => Promise<T>;
  /** A context whose signal also fires when the engine is closed. */
  readonly untilClosed: (context: CallContext) => CallContext & { readonly signal: AbortSignal };
  readonly hubAddress: string | undefined;
}): EncoderCalls {
  const hub = createHub(hubAddress);
  return {
    inspectEncoder: async (choice, { signal }) => {
      const encoder = await encoders.find(choice);
      return encoderInfo(encoder, await native.api().openEncoder(encoder, { signal }));
    },
    describeEncoder: (request) => encoders.describe(request),
    writeDescription,
    tryEncoder: (request, context) =>
      job(context, async (own) => {
        const encoder = await encoders.find(request.encoder, request.description);
        return tryEncoder(request, encoder, { native, slots }, own);
      }),
    listModels: ({ folder }) => hub.list(folder),
    lookUpModel: ({ id }, context) => hub.lookUp(id, untilClosed(context)),
    downloadModel: (request, context) => hub.download(request, untilClosed(context)),
  };
}
