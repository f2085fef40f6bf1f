import type { BuildOptions } from 'esbuild';

/** What esbuild is told, but for where the files go. */
export declare const webviewBuild: BuildOptions & { readonly splitting: true };
