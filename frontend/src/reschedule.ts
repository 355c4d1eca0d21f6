// t, m and w: the task that is looked at becomes due today, tomorrow or next Monday; its row keeps the focus where it goes.
import { all, find } from "./dom";

let moved: { id: string; at: number } | null = null;

export function startRescheduling(): void {
  const list = find<HTMLElement>("#list");
  if (!list || !find("#reschedule")) return;
  new MutationObserver(() => {
    if (!moved || document.activeElement !== document.body) return;
    const rows = all<HTMLElement>(".task", list);
    (rows.find((row) => row.id === moved?.id) ?? rows[Math.min(moved.at, rows.length - 1)])?.focus();
  }).observe(list, { childList: true, subtree: true });
  document.addEventListener("focusin", (event) => {
    if (moved && event.target instanceof Element && event.target.id !== moved.id) moved = null;
  });
}

export function reschedule(row: HTMLElement | null, day: "today" | "tomorrow" | "monday"): boolean {
  const form = find<HTMLFormElement>("#reschedule");
  const field = form && find<HTMLInputElement>("input", form);
  if (!row || !field) return false;
  moved = { id: row.id, at: all(".task").indexOf(row) };
  field.value = day;
  form.setAttribute("hx-post", `/tasks/${row.id.replace("task-", "")}`);
  form.requestSubmit();
  return true;
}
