import { PointerTrail } from './trail.ts';

export type SelectHow = 'replace' | 'add' | 'remove';
/** What dragging does. */
export type Tool = 'pan' | 'lasso' | 'rectangle';

/** What a person does with a mouse, a pen or fingers; all places in CSS pixels from the corner of the element. */
export interface GestureEvents {
  readonly onPan: (dx: number, dy: number) => void;
  readonly onZoom: (factor: number, x: number, y: number) => void;
  readonly onHover: (x: number, y: number) => void;
  readonly onLeave: () => void;
  readonly onClick: (x: number, y: number, how: SelectHow) => void;
  readonly onDoubleClick: (x: number, y: number) => void;
  /** The line drawn so far, closed; undefined = there is none any longer. */
  readonly onLine: (line: readonly number[] | undefined) => void;
  readonly onSelect: (line: readonly number[], how: SelectHow) => void;
}

/** What moves less is a click. */
const slack = 4;
const pixelsPerLine = 16;

interface Drag {
  readonly pointer: number;
  readonly tool: Tool;
  readonly how: SelectHow;
  readonly trail: PointerTrail;
  isMoving: boolean;
}

/** Turns pointer events on an element into what they mean. */
export class Gestures {
  tool: Tool = 'pan';
  readonly #element: HTMLElement;
  readonly #events: GestureEvents;
  readonly #fingers = new Map<number, readonly [x: number, y: number]>();
  #drag: Drag | undefined;

  constructor(element: HTMLElement, events: GestureEvents) {
    this.#element = element;
    this.#events = events;
    element.addEventListener('pointerdown', (event) => this.#down(event));
    element.addEventListener('pointermove', (event) => this.#move(event));
    element.addEventListener('pointerup', (event) => this.#up(event));
    element.addEventListener('pointercancel', (event) => this.#cancel(event.pointerId));
    element.addEventListener('lostpointercapture', (event) => this.#cancel(event.pointerId));
    element.addEventListener('pointerleave', () => events.onLeave());
    element.addEventListener('wheel', (event) => this.#wheel(event), { passive: false });
    element.addEventListener('dblclick', (event) => {
      if (howOf(event) === 'replace') events.onDoubleClick(...this.#placeOf(event));
    });
  }

  /** Whether something is being dragged. */
  get isDragging(): boolean {
    return this.#drag !== undefined || this.#fingers.size > 0;
  }

  /** Gives up the line that is being drawn. */
  cancel(): void {
    const drag = this.#drag;
    if (drag === undefined) return;
    this.#cancel(drag.pointer);
  }

  #down(event: PointerEvent): void {
    if (event.button > 1) return;
    // The middle button would scroll.
    if (event.button === 1) event.preventDefault();
    this.#element.focus({ preventScroll: true });
    this.#element.setPointerCapture(event.pointerId);
    const place = this.#placeOf(event);
    if (event.pointerType === 'touch') {
      this.#fingers.set(event.pointerId, place);
      if (this.#fingers.size > 1) {
        this.#drop();
        return;
      }
    }
    if (this.#drag !== undefined) return;
    const tool = event.button === 1 ? 'pan' : this.tool === 'pan' && event.shiftKey ? 'rectangle' : this.tool;
    this.#drag = {
      pointer: event.pointerId,
      tool,
      how: howOf(event),
      trail: new PointerTrail(place),
      isMoving: false,
    };
    if (tool !== 'pan') addEventListener('keydown', this.#escape, true);
    this.#events.onLeave();
  }

  #move(event: PointerEvent): void {
    if (this.#fingers.size > 1) {
      this.#pinch(event);
      return;
    }
    const drag = this.#drag;
    if (drag === undefined) {
      if (event.pointerType !== 'touch') this.#events.onHover(...this.#placeOf(event));
      return;
    }
    if (drag.pointer !== event.pointerId) return;
    if (event.pointerType === 'touch') this.#fingers.set(event.pointerId, this.#placeOf(event));
    // Between two frames a quick hand goes far: the line goes through every place on its way.
    const passed = event.getCoalescedEvents();
    for (const each of passed.length > 0 ? passed : [event]) this.#follow(drag, this.#placeOf(each));
    if (drag.isMoving && drag.tool !== 'pan') this.#events.onLine(this.#lineOf(drag));
  }

  /** Goes on with what is dragged to a place. */
  #follow(drag: Drag, place: readonly [number, number]): void {
    drag.isMoving ||= drag.trail.distanceTo(place) > slack;
    if (!drag.isMoving) return;
    const [dx, dy] = drag.trail.go(place);
    if (drag.tool === 'pan') this.#events.onPan(dx, dy);
  }

  #up(event: PointerEvent): void {
    this.#fingers.delete(event.pointerId);
    const drag = this.#drag;
    if (drag?.pointer !== event.pointerId) return;
    const place = this.#placeOf(event);
    // There may have been no move between the press and this.
    this.#follow(drag, place);
    this.#drop();
    if (!drag.isMoving) {
      if (event.button === 0) this.#events.onClick(...place, howOf(event));
    } else if (drag.tool !== 'pan') this.#events.onSelect(this.#lineOf(drag), drag.how);
    if (event.pointerType !== 'touch') this.#events.onHover(...place);
  }

  #cancel(pointer: number): void {
    this.#fingers.delete(pointer);
    if (this.#drag?.pointer === pointer) this.#drop();
  }

  /** Ends what is dragged. */
  #drop(): void {
    const drag = this.#drag;
    this.#drag = undefined;
    removeEventListener('keydown', this.#escape, true);
    if (drag !== undefined && drag.tool !== 'pan') this.#events.onLine(undefined);
  }

  readonly #escape = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return;
    // Escape gives up the line, and nothing else on the page.
    event.stopPropagation();
    event.preventDefault();
    this.cancel();
  };

  #lineOf({ tool, trail }: Drag): readonly number[] {
    return tool === 'lasso' ? trail.line : trail.rectangle;
  }

  #pinch(event: PointerEvent): void {
    const before = this.#fingers.get(event.pointerId);
    const other = [...this.#fingers].find(([id]) => id !== event.pointerId)?.[1];
    if (before === undefined || other === undefined) return;
    const now = this.#placeOf(event);
    this.#fingers.set(event.pointerId, now);
    const spread = ([x, y]: readonly [number, number]): number => Math.hypot(x - other[0], y - other[1]);
    this.#events.onPan((now[0] - before[0]) / 2, (now[1] - before[1]) / 2);
    const factor = Math.max(1, spread(now)) / Math.max(1, spread(before));
    this.#events.onZoom(factor, (now[0] + other[0]) / 2, (now[1] + other[1]) / 2);
  }

  #wheel(event: WheelEvent): void {
    event.preventDefault();
    if (this.#drag !== undefined) return;
    const pixels =
      event.deltaMode === WheelEvent.DOM_DELTA_PIXEL ? event.deltaY : event.deltaY * pixelsPerLine;
    // A pinch on a touch pad comes as small steps with Ctrl.
    const factor = Math.exp(-pixels / (event.ctrlKey ? 100 : 400));
    this.#events.onZoom(factor, ...this.#placeOf(event));
  }

  #placeOf(event: MouseEvent): readonly [x: number, y: number] {
    const { left, top } = this.#element.getBoundingClientRect();
    return [event.clientX - left - this.#element.clientLeft, event.clientY - top - this.#element.clientTop];
  }
}

function howOf(event: MouseEvent): SelectHow {
  if (event.altKey) return 'remove';
  return event.shiftKey || event.ctrlKey || event.metaKey ? 'add' : 'replace';
}
