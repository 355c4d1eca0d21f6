// Another day for a task: t, m and w make the one that is looked at due today, tomorrow or next Monday, and where days
// are listed it is dragged into another. Its row keeps the focus where it goes.
import { all, announce, find, make } from "./dom";
import { startDragging, type Spot } from "./drag";
import { preview } from "./preview";

let moved: { id: string; at: number } | null = null;

export function startRescheduling(): void {
  const list = find<HTMLElement>("#list");
  const form = find<HTMLFormElement>("#reschedule");
  if (!list || !form) return;
  new MutationObserver(() => {
    if (!moved || document.activeElement !== document.body) return;
    const rows = all<HTMLElement>(".task", list);
    (rows.find((row) => row.id === moved?.id) ?? rows[Math.min(moved.at, rows.length - 1)])?.focus();
  }).observe(list, { childList: true, subtree: true });
  document.addEventListener("focusin", (event) => {
    if (moved && event.target instanceof Element && event.target.id !== moved.id) moved = null;
  });
  form.addEventListener("htmx:finally:request", (event) => {
    const { response } = (event as CustomEvent<{ ctx: { response?: { status: number } } }>).detail.ctx;
    if (!response || response.status >= 400) list.dispatchEvent(new Event("refresh")); // it is where it was
  });
  startDragging({ rows: ".day .task:not(.editing)", spot: dayAt, drop: put });
  startAdding();
}

export function reschedule(row: HTMLElement | null, day: string, isLook = false): boolean {
  const form = find<HTMLFormElement>("#reschedule");
  const field = form && find<HTMLInputElement>("input", form);
  if (!row || !field) return false;
  moved = { id: row.id, at: all(".task").indexOf(row) };
  field.value = day;
  form.setAttribute("hx-post", `/tasks/${row.id.replace("task-", "")}`);
  if (isLook) return preview(form);
  form.requestSubmit();
  return true;
}

/** The day that is listed at this height, unless it is the row's own. */
function dayAt(row: HTMLElement, y: number): Spot | null {
  const day = all<HTMLElement>(".day").filter((one) => one.getBoundingClientRect().top <= y).at(-1);
  return day?.dataset["day"] && day !== row.closest(".day") ? { beside: day, where: "in" } : null;
}

function put(row: HTMLElement, { beside: day }: Spot): void {
  let list = find<HTMLElement>(".bill", day);
  if (!list) {
    list = make("ul", "bill");
    find(".nothing", day)?.replaceWith(list);
    day.classList.remove("is-empty");
  }
  list.append(row);
  announce(`Now on ${find("h2", day)?.textContent ?? ""}.`);
  reschedule(row, day.dataset["day"] ?? "");
}

/** A day's + leads to the field above, which adds on that day then. */
function startAdding(): void {
  document.addEventListener("click", (event) => {
    const day = event.target instanceof Element ? event.target.closest("[data-adds]")?.closest<HTMLElement>("[data-day]") : null;
    const choice = find<HTMLSelectElement>("#add-day");
    if (!day || !choice) return;
    event.preventDefault();
    choice.value = day.dataset["day"] ?? "";
    find<HTMLElement>("#add-title")?.focus();
  });
}
