// Several tasks at once: ticked by mouse, touch or x, a range with shift; the bar at the foot acts on all of them.
import { all, find } from "./dom";

const picked = new Set<string>();
let anchor: string | null = null;

export function startSelecting(): void {
  const list = find<HTMLElement>("#list");
  if (!list || !find("#bulk")) return;
  document.addEventListener("click", (event) => {
    const at = event.target instanceof Element ? event.target : null;
    if (at?.closest("[data-select]")) {
      event.preventDefault();
      if (isSelecting()) endSelecting();
      else begin();
    } else if (at?.closest("[data-pick-all]")) pickAll();
    else if (at instanceof HTMLInputElement && at.matches(".pick input")) choose(at, at.checked, event.shiftKey);
  });
  document.addEventListener("acted", () => {
    find<HTMLFormElement>("#bulk")?.reset();
    endSelecting();
  });
  new MutationObserver(show).observe(list, { childList: true, subtree: true });
  show();
}

/** Tick this row, or untick it; with `isRange` all from the one before up to it. */
export function pick(row: HTMLElement | null, isRange = false): boolean {
  const box = row && find<HTMLInputElement>(".pick input", row);
  if (!box) return false;
  choose(box, isRange || !box.checked, isRange);
  return true;
}

export function pickAll(): boolean {
  const found = boxes();
  for (const box of found) picked.add(box.value);
  if (found.length) begin();
  return found.length > 0;
}

export function endSelecting(): boolean {
  if (!isSelecting()) return false;
  const isInBar = find("#bulk")?.contains(document.activeElement);
  picked.clear();
  anchor = null;
  find("#main")?.classList.remove("is-selecting");
  show();
  find("#bulk details")?.removeAttribute("open");
  if (isInBar) find<HTMLElement>(".task")?.focus();
  return true;
}

function begin(): void {
  find("#main")?.classList.add("is-selecting");
  show();
}

function isSelecting(): boolean {
  return find("#main")?.classList.contains("is-selecting") ?? false;
}

function boxes(): HTMLInputElement[] {
  return all<HTMLInputElement>(".pick input");
}

function choose(box: HTMLInputElement, isPicked: boolean, isRange: boolean): void {
  const found = boxes();
  const from = isRange ? found.findIndex((one) => one.value === anchor) : -1;
  const to = found.indexOf(box);
  const range = from < 0 ? [box] : found.slice(Math.min(from, to), Math.max(from, to) + 1);
  for (const one of range) {
    if (isPicked) picked.add(one.value);
    else picked.delete(one.value);
  }
  anchor = box.value;
  begin();
}

/** The boxes as they are ticked, after every refresh too; what isn't shown any more isn't selected. */
function show(): void {
  const found = boxes();
  const shown = new Set(found.map((box) => box.value));
  for (const value of picked) if (!shown.has(value)) picked.delete(value);
  for (const box of found) {
    box.checked = picked.has(box.value);
    box.closest(".task")?.classList.toggle("is-picked", box.checked);
  }
  const count = find<HTMLElement>("[data-picked]");
  const text = `${picked.size} selected`;
  if (count && count.textContent !== text) count.textContent = text;
  for (const button of all<HTMLButtonElement>("#bulk button[name]")) button.disabled = picked.size === 0;
  const gone = find<HTMLElement>("#bulk [data-confirm]");
  if (gone) gone.dataset["confirm"] = picked.size === 1 ? "Put the selected task into the trash?" : `Put ${picked.size} tasks into the trash?`;
}
