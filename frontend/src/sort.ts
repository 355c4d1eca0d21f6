// Dragging into another order: where it is dropped, the one before it becomes what it goes after.
import { all, find } from "./dom";

export function startSorting(): void {
  let held: HTMLElement | null = null;
  document.addEventListener("dragstart", (event) => {
    held = row(event.target);
    held?.classList.add("is-held");
  });
  document.addEventListener("dragover", (event) => {
    const over = row(event.target);
    if (!held || !over || over.parentElement !== held.parentElement) return;
    event.preventDefault();
    const box = over.getBoundingClientRect();
    const isBelow = event.clientY > box.top + box.height / 2;
    if (over !== held) over.parentElement?.insertBefore(held, isBelow ? over.nextSibling : over);
  });
  document.addEventListener("drop", (event) => {
    if (held) event.preventDefault();
  });
  document.addEventListener("dragend", () => {
    if (held) place(held);
    held?.classList.remove("is-held");
    held = null;
  });
}

function row(target: EventTarget | null): HTMLElement | null {
  return target instanceof Element ? target.closest<HTMLElement>("[data-sorts] > [data-id]") : null;
}

function place(moved: HTMLElement): void {
  const form = find<HTMLFormElement>("[data-sorted]");
  if (!form) return;
  const before = moved.previousElementSibling instanceof HTMLElement ? moved.previousElementSibling.dataset["id"] : "Inbox";
  for (const field of all<HTMLInputElement>("input", form)) field.value = (field.name === "of" ? moved.dataset["id"] : before) ?? "";
  form.requestSubmit();
}
