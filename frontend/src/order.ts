// The order of the list: a row dragged, or moved by Alt+ArrowUp and Alt+ArrowDown. It is shown at once, written one move
// after the other, and goes back when it is refused.
import { all, announce, find, isWriting } from "./dom";
import { beside, siblings, startDragging, type Spot } from "./drag";
import { hold, release } from "./live";
import { tell } from "./toast";

interface Move { fields: Record<string, string>; back: HTMLElement[] }
interface Answer { ctx: { response?: { status: number } } }

const ROWS = "[data-moves] > .task:not(.editing)";
const STEPS: Record<string, -1 | 1> = { ArrowUp: -1, ArrowDown: 1 };

const waiting: Move[] = [];
let isHolding = false;

export function startOrder(): void {
  const form = find<HTMLFormElement>("#order");
  if (!form) return;
  startDragging({ rows: ROWS, spot: (row, y) => beside(row, ROWS, y), drop: put });
  document.addEventListener("keydown", (event) => {
    const step = STEPS[event.key];
    const row = event.target instanceof Element ? event.target.closest<HTMLElement>(ROWS) : null;
    if (!step || !row || !event.altKey || event.ctrlKey || event.metaKey || isWriting(event.target)) return;
    event.preventDefault();
    shift(row, step);
  });
  form.addEventListener("htmx:before:swap", () => {
    if (waiting.length === 1) holdOn(false); // the list as it is written now has all moves
  });
  form.addEventListener("htmx:finally:request", (event) => {
    const { response } = (event as CustomEvent<Answer>).detail.ctx;
    if (!response) tell("That was not done: the server can’t be reached.", { isProblem: true });
    ended(response !== undefined && response.status < 400);
  });
}

function shift(row: HTMLElement, step: -1 | 1): void {
  const found = siblings(row, ROWS);
  const next = found[found.indexOf(row) + step];
  if (next) put(row, { beside: next, where: step < 0 ? "before" : "after" });
  else announce(step < 0 ? "It is the first already." : "It is the last already.");
}

/** Show it there, and have it written after what still waits. */
function put(row: HTMLElement, spot: Spot): void {
  const back = all<HTMLElement>(ROWS);
  withFocus(() => (spot.where === "before" ? spot.beside.before(row) : spot.beside.after(row)));
  const found = siblings(row, ROWS);
  announce(`${find(".title a", row)?.lastChild?.textContent ?? ""}: now ${found.indexOf(row) + 1} of ${found.length}.`);
  waiting.push({ fields: { task: number(row), beside: number(spot.beside), where: spot.where }, back });
  holdOn(true);
  if (waiting.length === 1) send();
}

/** A row that is put elsewhere loses the focus; it gets it back. */
function withFocus(work: () => void): void {
  const focused = document.activeElement;
  work();
  if (focused instanceof HTMLElement) focused.focus();
}

function number(row: HTMLElement): string {
  return row.id.replace(/\D/g, "");
}

function send(): void {
  const form = find<HTMLFormElement>("#order");
  const next = waiting[0];
  if (!form || !next) return;
  for (const field of all<HTMLInputElement>("input", form)) field.value = next.fields[field.name] ?? "";
  form.requestSubmit();
}

function ended(isDone: boolean): void {
  const move = waiting.shift();
  if (!isDone) {
    waiting.length = 0;
    withFocus(() => move?.back.forEach((row) => row.parentElement?.append(row)));
    announce("That was not done. The order is as it was.");
    find("#list")?.dispatchEvent(new Event("refresh"));
  }
  if (waiting.length) window.setTimeout(send); // the form is free then
  else holdOn(false);
}

/** While moves are on their way, nothing renews the list under them. */
function holdOn(isWanted: boolean): void {
  if (isWanted === isHolding) return;
  isHolding = isWanted;
  if (isWanted) hold();
  else release();
}
