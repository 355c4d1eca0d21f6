// One letter, one act; its capital shows first what it would do: n add, / search, j and k move, d done, t m w another day, x select, e edit, . all that can be done, Delete delete, u undo, c chat, ? help.
import { all, find, isWriting } from "./dom";
import { preview } from "./preview";
import { reschedule } from "./reschedule";
import { endSelecting, pick, pickAll } from "./select";

export function startKeyboard(): void {
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && isWriting(event.target)) return leave(event.target as HTMLElement);
    if (event.ctrlKey || event.metaKey || event.altKey || isWriting(event.target) || find("dialog[open]")) return;
    const act = ACTS[event.shiftKey && event.key === "Delete" ? "Shift Delete" : event.key];
    if (act && act()) event.preventDefault();
  });
}

const ACTS: Record<string, () => boolean> = {
  n: () => focus("#add-title") || focus("#subtask"),
  "/": () => focus("#search"),
  c: () => press("[data-chat-open]") || focus("#chat-text"),
  j: () => move(1),
  k: () => move(-1),
  d: () => press(".check button", current()),
  D: () => look(".check button"),
  t: () => reschedule(current(), "today"),
  m: () => reschedule(current(), "tomorrow"),
  w: () => reschedule(current(), "monday"),
  T: () => reschedule(current(), "today", true),
  M: () => reschedule(current(), "tomorrow", true),
  W: () => reschedule(current(), "monday", true),
  x: () => pick(current()),
  X: () => pick(current(), true),
  A: () => pickAll(),
  Escape: () => endSelecting(),
  e: () => press("[data-edit]", current()) || focus("#fields input[name=title]"),
  Enter: () => document.activeElement?.matches(".task") === true && press(".title a", current()),
  ".": () => press("[data-menu]", current()),
  "#": () => press("[data-delete]", current()),
  Delete: () => press("[data-delete]", current()),
  "Shift Delete": () => look("[data-delete]"),
  u: () => press("#toast [data-undo]"),
  "?": () => show("#help"),
};

function focus(selector: string): boolean {
  const field = find<HTMLElement>(selector);
  field?.focus();
  if (field instanceof HTMLInputElement) field.select();
  return field !== null;
}

function press(selector: string, within: ParentNode | null = document): boolean {
  const button = within && find<HTMLElement>(selector, within);
  if (button && (within !== document || button.offsetParent !== null)) {
    button.click();
    return true;
  }
  return false;
}

/** What pressing it would do, first. */
function look(selector: string): boolean {
  const row = current();
  const button = row && find<HTMLButtonElement>(selector, row);
  return button?.form ? preview(button.form, button) : false;
}

function show(selector: string): boolean {
  find<HTMLDialogElement>(selector)?.showModal();
  return true;
}

function rows(): HTMLElement[] {
  return all<HTMLElement>(".task");
}

function current(): HTMLElement | null {
  return document.activeElement?.closest<HTMLElement>(".task") ?? null;
}

function move(step: number): boolean {
  const list = rows();
  const at = list.findIndex((row) => row === current());
  const next = list[Math.min(Math.max(at + step, 0), list.length - 1)];
  next?.focus();
  return next !== undefined;
}

function leave(field: HTMLElement): void {
  const cancel = field.closest("form")?.querySelector<HTMLElement>("[data-cancel]");
  if (cancel) cancel.click();
  else field.blur();
}
