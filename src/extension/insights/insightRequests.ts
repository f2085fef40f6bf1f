import { dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { UserError } from '../../core/errors.ts';
import type { InsightsPanelApi } from '../../protocol/insightsPanel.ts';
import type { Handlers } from '../../protocol/rpc.ts';
import type { Session } from '../session.ts';

/** What the view of insights asks, answered. */
export function insightRequests(session: Session): Handlers<typeof InsightsPanelApi> {
  return {
    insightFacts: (_, { signal }) => session.views.insights.facts({ signal }),
    insights: (_, { signal, progress, part }) =>
      session.views.insights.measure({
        signal: signal as globalThis.AbortSignal,
        onProgress: progress,
        ...(part && { onPart: part }),
      }),
    batchAct: async ({ id, act }) => {
      const given = { folder: session.folder, batch: checked(id) };
      if (act === 'manifest') await openManifest(session, given.batch);
      else await vscode.commands.executeCommand(`nextBatch.${act}Batch`, given);
    },
    copyText: async (text) => vscode.env.clipboard.writeText(text),
    saveSvg: async ({ name, svg }) => {
      const file = vscode.Uri.file(join(dirname(session.folder), `${name}.svg`));
      const to = await vscode.window.showSaveDialog({ defaultUri: file, filters: { SVG: ['svg'] } });
      if (to === undefined) return false;
      await vscode.workspace.fs.writeFile(to, Buffer.from(svg));
      return true;
    },
  };
}

/** The page names a batch; it names no file. */
function checked(id: string): string {
  if (!/^\d{4,}$/.test(id)) throw new UserError('usage', vscode.l10n.t('There is no batch {0}.', id));
  return id;
}

async function openManifest({ dataset }: Session, id: string): Promise<void> {
  const file = vscode.Uri.file(join(dataset.paths.batches, `${id}.json`));
  await vscode.window.showTextDocument(file, { viewColumn: vscode.ViewColumn.Beside, preview: true });
}
