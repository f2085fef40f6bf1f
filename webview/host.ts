import { PanelApi } from '../src/protocol/panel.ts';
import { type Client, connect, type Listeners, type Port } from '../src/protocol/rpc.ts';

const vscode = acquireVsCodeApi();

/** Names this load of the page, so that no answer to an earlier load is taken for one to this. */
const page = crypto.randomUUID();

const port: Port = {
  post: (message) => vscode.postMessage({ page, message }),
  onMessage: (listener) => {
    window.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
      if (typeof data === 'object' && data !== null && 'page' in data && data.page === page)
        listener((data as { readonly message?: unknown }).message);
    });
  },
  onClose: () => {},
};

export type Host = Client<typeof PanelApi>;

/** The link to the extension; every call settles. */
export function connectHost(listeners: Listeners<typeof PanelApi>): Host {
  return connect(PanelApi, port, listeners);
}

/** What VS Code keeps for this panel while it is hidden and over a reload of the window. */
export interface Kept {
  readonly folder: string;
  readonly window: string;
  readonly filter: string;
  readonly path: string;
  readonly cellSize: number;
  /** Paths with the predicted class that was turned down for them. */
  readonly rejected: readonly (readonly [path: string, name: string])[];
}

export function keep(kept: Kept): void {
  vscode.setState(kept);
}

/** What was kept, as far as it has the right types. */
export function kept(): Partial<Kept> {
  const state: unknown = vscode.getState();
  return typeof state === 'object' && state !== null ? state : {};
}
