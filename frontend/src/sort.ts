// The order of the projects: where one is dropped, the one before it becomes what it goes after.
import { all, find } from "./dom";
import { beside, startDragging, type Spot } from "./drag";

const ROWS = "[data-sorts] > [data-id]";

export function startSorting(): void {
  startDragging({ rows: ROWS, spot: (row, y) => beside(row, ROWS, y), drop: place });
}

function place(row: HTMLElement, spot: Spot): void {
  if (spot.where === "before") spot.beside.before(row);
  else spot.beside.after(row);
  const form = find<HTMLFormElement>("[data-sorted]");
  if (!form) return;
  const above = row.previousElementSibling instanceof HTMLElement ? row.previousElementSibling.dataset["id"] : "Inbox";
  for (const field of all<HTMLInputElement>("input", form)) field.value = (field.name === "of" ? row.dataset["id"] : above) ?? "";
  form.requestSubmit();
}
