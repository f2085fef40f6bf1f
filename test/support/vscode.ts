/** What stands in for VS Code outside of it: messages in English. */
export const env = { language: 'en' };

export const l10n = {
  t: (message: string, ...values: readonly (string | number | boolean)[]): string =>
    message.replace(/\{(\d+)\}/g, (place, index) => String(values[index] ?? place)),
};
