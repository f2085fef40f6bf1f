/** What stands in for VS Code outside of it: messages in English, and a person who chooses nothing. */
export const env = { language: 'en', clipboard: { writeText: async (): Promise<void> => {} } };
export const window = { showSaveDialog: async (): Promise<undefined> => undefined };
export const workspace = { fs: { writeFile: async (): Promise<void> => {} } };
export const commands = { executeCommand: async (): Promise<void> => {} };
export const Uri = { file: (fsPath: string) => ({ scheme: 'file', fsPath }) };

export const l10n = {
  t: (message: string, ...values: readonly (string | number | boolean)[]): string =>
    message.replace(/\{(\d+)\}/g, (place, index) => String(values[index] ?? place)),
};
