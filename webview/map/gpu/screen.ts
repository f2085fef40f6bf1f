import { CpuRenderer } from '../drawing/cpuRenderer.ts';
import type { Frame, Picture } from '../drawing/picture.ts';
import { contextOf } from './context.ts';
import { WebglRenderer } from './webglRenderer.ts';

/** `auto`: by a real GPU where there is one. */
export type RendererName = 'auto' | 'cpu' | 'webgl2';

/** Shows pictures by the GPU while there is one, and by the processor else: a context may be lost at any moment. */
export class Screen {
  readonly element = document.createElement('div');
  readonly #cpu = new CpuRenderer();
  readonly #canvas = document.createElement('canvas');
  readonly #gl: WebGL2RenderingContext | undefined;
  readonly #onChange: () => void;
  #gpu: WebglRenderer | undefined;

  /** `onChange`: the picture is to be drawn again. */
  constructor(name: RendererName, onChange: () => void) {
    this.#onChange = onChange;
    this.element.className = 'scatter-points';
    this.element.setAttribute('aria-hidden', 'true');
    this.element.append(this.#cpu.canvas);
    if (name === 'cpu') return;
    this.#gl = contextOf(this.#canvas, name === 'webgl2');
    if (this.#gl === undefined) return;
    this.#canvas.addEventListener('webglcontextlost', this.#lost);
    this.#canvas.addEventListener('webglcontextrestored', this.#restored);
    this.#begin();
  }

  /** Draws within about `budget` milliseconds; returns how many chunks are drawn. */
  draw(picture: Picture, frame: Frame, budget: number): number {
    return (this.#gpu ?? this.#cpu).draw(picture, frame, budget);
  }

  dispose(): void {
    this.#canvas.removeEventListener('webglcontextlost', this.#lost);
    this.#canvas.removeEventListener('webglcontextrestored', this.#restored);
    this.#gpu?.dispose();
    this.#cpu.dispose();
  }

  readonly #lost = (event: Event): void => {
    // Without this the context never comes back.
    event.preventDefault();
    this.#gpu = undefined;
    this.element.replaceChildren(this.#cpu.canvas);
    this.#onChange();
  };

  readonly #restored = (): void => {
    this.#begin();
    this.#onChange();
  };

  #begin(): void {
    if (this.#gl === undefined) return;
    try {
      this.#gpu = new WebglRenderer(this.#canvas, this.#gl);
      this.element.replaceChildren(this.#canvas);
    } catch (error) {
      // The picture is the same without it; who looks for the reason finds it.
      console.info(error);
    }
  }
}
