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
export function keep(kept: unknown): void {
  vscode.setState(kept);
}

/** What was kept; of any type. */
export function kept(): unknown {
  return vscode.getState();
}
