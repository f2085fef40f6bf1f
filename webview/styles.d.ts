/** Style sheets are bundled beside the script (esbuild.mjs). */
declare module '*.css';
