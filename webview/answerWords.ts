import { t } from './l10n.ts';
import { formatted } from './words.ts';

/** Of how many images an answer said what. */
export interface AnswerCounts {
  readonly same: number;
  readonly different: number;
  readonly unsure: number;
}

/** "3 the same, 6 different" */
export function answerWords({ same, different, unsure }: AnswerCounts): string {
  const parts = [
    same > 0 ? t('{0} the same', formatted(same)) : '',
    different > 0 ? t('{0} different', formatted(different)) : '',
    unsure > 0 ? t('{0} unsure', formatted(unsure)) : '',
  ];
  return parts.filter((part) => part !== '').join(', ');
}
