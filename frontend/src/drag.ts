// A row taken by a pointer and let go elsewhere. A mouse takes it anywhere but where it does something else; a finger scrolls, so it takes the grip.
import { all, find } from "./dom";
import { hold, release } from "./live";

/** Where a row would go: beside another of its list, or into what lists rows. */
export interface Spot { beside: HTMLElement; where: "before" | "after" | "in" }

interface Kind {
  rows: string;
  /** Where it goes when it is let go at this height of the window; null leaves it where it is. */
  spot: (row: HTMLElement, y: number) => Spot | null;
  drop: (row: HTMLElement, spot: Spot) => void;
}

interface Held { row: HTMLElement; pointer: number; from: number; y: number; spot: Spot | null; isMoving: boolean }

const SLACK = 6; // pixels; less is a click
const EDGE = 60; // pixels from the window's edge in which it scrolls along
const STEP = 12; // pixels that it scrolls in a frame
const BUSY = "button, input, textarea, select, label, summary, dialog, .note, .acts";

export function startDragging(kind: Kind): void {
  new Hand(kind).start();
}

/** The rows among which a row has its place: those of its list, and of its parent where a list shows several. */
export function siblings(row: HTMLElement, rows: string): HTMLElement[] {
  return all<HTMLElement>(rows).filter((one) => one.parentElement === row.parentElement && one.dataset["parent"] === row.dataset["parent"]);
}

/** Beside which of these the row would stand at this height; null where it stands. */
export function beside(row: HTMLElement, rows: string, y: number): Spot | null {
  const found = siblings(row, rows);
  const at = found.indexOf(row);
  const others = found.filter((one) => one !== row);
  const next = others.findIndex((one) => y < middle(one));
  const to = next < 0 ? others.length : next;
  const neighbour = others[to] ?? others.at(-1);
  return to === at || !neighbour ? null : { beside: neighbour, where: next < 0 ? "after" : "before" };
}

function middle(row: HTMLElement): number {
  const box = row.getBoundingClientRect();
  return box.top + box.height / 2;
}

class Hand {
  private held: Held | null = null;

  constructor(private readonly kind: Kind) {}

  start(): void {
    document.addEventListener("pointerdown", (event) => this.take(event));
    document.addEventListener("pointermove", (event) => this.move(event));
    document.addEventListener("pointerup", (event) => {
      if (event.pointerId !== this.held?.pointer) return;
      if (this.held.isMoving) noClick();
      this.letGo(true);
    });
    document.addEventListener("pointercancel", () => this.letGo(false));
    document.addEventListener("dragstart", (event) => {
      if (this.held) event.preventDefault(); // a link isn't dragged away
    });
    document.addEventListener("contextmenu", (event) => {
      if (this.held && event.target instanceof Element && event.target.closest(".grip")) event.preventDefault(); // a long press
    });
    document.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      if (this.held?.isMoving) document.addEventListener("pointerup", noClick, { once: true });
      this.letGo(false);
    });
  }

  private take(event: PointerEvent): void {
    const at = event.target instanceof Element ? event.target : null;
    const row = at?.closest<HTMLElement>(this.kind.rows);
    const isGrip = at?.closest(".grip") || (event.pointerType === "mouse" && !at?.closest(BUSY));
    if (!row || !isGrip || event.button !== 0 || find("#main.is-selecting")) return;
    this.held = { row, pointer: event.pointerId, from: event.clientY + window.scrollY, y: event.clientY, spot: null, isMoving: false };
  }

  private move(event: PointerEvent): void {
    const held = this.held;
    if (event.pointerId !== held?.pointer) return;
    held.y = event.clientY;
    if (held.isMoving || Math.abs(held.y + window.scrollY - held.from) < SLACK) return;
    held.isMoving = true;
    held.row.setPointerCapture(held.pointer);
    held.row.classList.add("is-held");
    window.getSelection()?.removeAllRanges();
    hold();
    this.follow();
  }

  /** The row goes with the pointer, frame by frame, and the window scrolls along at its edges. */
  private follow(): void {
    const held = this.held;
    if (!held) return;
    if (held.y < EDGE) window.scrollBy(0, -STEP);
    if (held.y > window.innerHeight - EDGE) window.scrollBy(0, STEP);
    held.row.style.translate = `0 ${held.y + window.scrollY - held.from}px`;
    held.spot = this.kind.spot(held.row, held.y);
    mark(held.spot);
    window.requestAnimationFrame(() => this.follow());
  }

  private letGo(isKept: boolean): void {
    const held = this.held;
    this.held = null;
    if (!held?.isMoving) return;
    held.row.classList.remove("is-held");
    held.row.style.translate = "";
    mark(null);
    const spot = isKept ? this.kind.spot(held.row, held.y) : null;
    if (spot) this.kind.drop(held.row, spot);
    release();
  }
}

/** Letting go isn't a click on what lies there. */
function noClick(): void {
  document.addEventListener("click", stop, { capture: true, once: true });
  window.setTimeout(() => document.removeEventListener("click", stop, true));
}

function stop(event: Event): void {
  event.preventDefault();
  event.stopPropagation();
}

/** A line, or a frame, where it would go. */
function mark(spot: Spot | null): void {
  for (const where of ["before", "after", "in"] as const) {
    for (const one of all(`.drops-${where}`)) if (one !== spot?.beside || where !== spot.where) one.classList.remove(`drops-${where}`);
  }
  spot?.beside.classList.add(`drops-${spot.where}`);
}
