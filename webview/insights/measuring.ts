import { html, nothing, type TemplateResult } from 'lit-html';
import type { Progress } from '../../src/core/types.ts';
import { labelsToBegin } from '../../src/protocol/insightsPanel.ts';
import { t } from '../l10n.ts';
import type { Summary } from '../summary.ts';
import { button, progressBar } from '../widgets.ts';
import { whole } from './numbers.ts';

/** How far measuring is. */
export type Measuring =
  | { readonly state: 'off' | 'done' }
  | { readonly state: 'running'; readonly progress: Progress | undefined }
  | { readonly state: 'failed'; readonly message: string };

export interface MeasuringHost {
  readonly measure: () => void;
  readonly stop: () => void;
  readonly embed: () => void;
  readonly selectNextBatch: () => void;
}

/** What stands where the curves are, will be, or cannot be yet. */
export function measuringLine(
  { isEmbedded, labeledThen }: { readonly isEmbedded: boolean; readonly labeledThen: number },
  measuring: Measuring,
  { labeled, perClass }: Summary,
  host: MeasuringHost,
): TemplateResult | typeof nothing {
  const line = (text: string, act?: TemplateResult): TemplateResult =>
    html`<div class="measuring"><p>${text}</p>${act ?? nothing}</div>`;
  if (!isEmbedded)
    return line(
      t(
        'The curves compare embeddings, and no labeled image of this folder is embedded with this encoder yet.',
      ),
      button({ label: t('Embed Folder'), onPress: host.embed }),
    );
  const classes = [...perClass.values()].filter((count) => count > 0).length;
  const isEarly = labeled < labelsToBegin || classes < 2;
  if (measuring.state === 'failed')
    return line(
      measuring.message,
      button({ label: t('Try Again'), isSecondary: true, onPress: host.measure }),
    );
  if (measuring.state === 'running') {
    const { done = 0, total = 0 } = measuring.progress ?? {};
    return html`<div class="measuring" role="status">
      <p>${total > 1 ? t('Measuring: {0} of {1} …', whole(done), whole(total)) : t('Measuring …')}</p>
      ${button({ label: t('Stop'), isSecondary: true, onPress: host.stop })}
      ${progressBar(t('Measuring'), done, total > 1 ? total : 0)}
    </div>`;
  }
  if (measuring.state === 'off')
    return line(
      t('Nothing is measured.'),
      button({ label: t('Measure'), isSecondary: true, onPress: host.measure }),
    );
  if (labeled !== labeledThen)
    return line(
      t('Measured with {0} labels; there are {1} now.', whole(labeledThen), whole(labeled)),
      button({ label: t('Measure Again'), isSecondary: true, onPress: host.measure }),
    );
  if (isEarly)
    return line(
      classes < 2
        ? t(
            'The learning curve begins with labels of two classes, {0} in all; there are {1}, of one class.',
            labelsToBegin,
            whole(labeled),
          )
        : t('The learning curve begins with {0} labels; there are {1}.', labelsToBegin, whole(labeled)),
    );
  return nothing;
}

/** What stands in the view before there is a label. */
export function emptyInsights(
  hasBatch: boolean,
  host: MeasuringHost & { readonly label: () => void },
): TemplateResult {
  return html`<div class="empty">
    <p>
      ${t('Once images are labeled, this shows how accuracy and coverage rise with your labels, how fast you are, and when to stop.')}
    </p>
    ${
      hasBatch
        ? button({ label: t('Label the Batch'), onPress: host.label })
        : button({ label: t('Select Next Batch'), onPress: host.selectNextBatch })
    }
  </div>`;
}
