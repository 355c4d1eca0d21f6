// Ctrl+K: one field that leads to every page, list, task and act. A combobox with a listbox; the focus stays in the field.
import { announce, find, make } from "./dom";
import { ask } from "./stream";
import { takeBack } from "./toast";

interface Choice { name: string; kind: string; act: () => void }
interface Named { name: string }
interface Found { tasks: { ref: number; title: string }[] }

const WAIT = 120; // milliseconds of typing before tasks are looked for
const MOST = 12;
const PAGES = [["List", "/"], ["Upcoming", "/upcoming"], ["Projects", "/projects"], ["History", "/history"], ["Review", "/review"], ["Import and export", "/transfer"], ["People", "/people"], ["Settings", "/settings"], ["Freeze an agent", "/settings#agents"]] as const;

export function startPalette(): void {
  if (!find("#waiting")) return; // nobody is signed in
  const palette = new Palette();
  document.addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
    if (palette.open()) event.preventDefault();
  });
  document.addEventListener("click", (event) => {
    if (!(event.target instanceof Element && event.target.closest("[data-palette]"))) return;
    find<HTMLDialogElement>("#help")?.close();
    palette.open();
  });
  if (location.hash === "#add-title") find<HTMLElement>("#add-title")?.focus();
}

class Palette {
  private readonly dialog = make("dialog", "palette");
  private readonly field = make("input", "");
  private readonly list = make("ul", "");
  private places: Choice[] = [];
  private shown: Choice[] = [];
  private at = 0;
  private timer = 0;
  private asked = 0;

  constructor() {
    this.dialog.setAttribute("aria-label", "Go to, or do");
    this.list.id = "palette-list";
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", "What fits");
    this.field.placeholder = "Go to, find a task, or do";
    this.field.autocomplete = "off";
    const said = { role: "combobox", "aria-label": "Go to, find a task, or do", "aria-expanded": "true", "aria-controls": this.list.id, "aria-autocomplete": "list" };
    for (const [name, value] of Object.entries(said)) this.field.setAttribute(name, value);
    this.dialog.append(this.field, this.list);
    document.body.append(this.dialog);
    this.field.addEventListener("input", () => this.type());
    this.field.addEventListener("keydown", (event) => this.press(event));
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const row = event.target instanceof Element ? event.target.closest("[role=option]") : null;
      if (row) this.take([...this.list.children].indexOf(row));
    });
    this.dialog.addEventListener("click", (event) => {
      if (event.target === this.dialog) this.dialog.close();
    });
    this.dialog.addEventListener("close", () => {
      this.asked++;
      window.clearTimeout(this.timer);
    });
  }

  open(): boolean {
    if (find("dialog[open]")) return false;
    this.field.value = "";
    this.dialog.showModal();
    this.show([]);
    void this.load();
    return true;
  }

  /** What one can go to by name; where it can't be had just now, pages and acts are there all the same. */
  private async load(): Promise<void> {
    try {
      const [overview, filters] = await Promise.all([ask("GET", "/overview"), ask("GET", "/filters")]);
      const { projects, tags } = (await overview.json()) as { projects: Named[]; tags: Named[] };
      const saved = ((await filters.json()) as { filters: Named[] }).filters;
      const kinds: [string, string, Named[]][] = [["Project", "project", projects], ["Tag", "tag", tags], ["Filter", "filter", saved]];
      this.places = kinds.flatMap(([kind, term, all]) => all.map(({ name }) => place(name, kind, `/?${new URLSearchParams({ query: `${term}:"${name}"` })}`)));
    } catch {
      this.places = [];
    }
    if (this.dialog.open) this.type();
  }

  private type(): void {
    window.clearTimeout(this.timer);
    const number = ++this.asked;
    this.show([]);
    if (this.field.value.trim()) this.timer = window.setTimeout(() => void this.look(number), WAIT);
  }

  private async look(number: number): Promise<void> {
    let tasks: Choice[] = [];
    try {
      const answer = await ask("GET", `/tasks?${new URLSearchParams({ query: this.field.value.trim(), limit: "8" })}`);
      tasks = ((await answer.json()) as Found).tasks.map(({ ref, title }) => place(`#${ref} ${title}`, "Task", `/tasks/${ref}`));
    } catch {
      // half a filter isn't one yet
    }
    if (number !== this.asked) return;
    this.show(tasks);
    announce(`${this.shown.length} to choose from`);
  }

  private show(tasks: Choice[]): void {
    const words = this.field.value.toLowerCase().split(/\s+/).filter(Boolean);
    const named = [...acts(), ...PAGES.map(([name, href]) => place(name, "Page", href)), ...this.places];
    const fit = named.filter(({ name, kind }) => words.every((word) => `${kind} ${name}`.toLowerCase().includes(word)));
    this.shown = [...fit.slice(0, words.length ? MOST : named.length), ...tasks];
    this.list.replaceChildren(...this.shown.map((choice, at) => option(choice, at)));
    this.mark(0);
  }

  private press(event: KeyboardEvent): void {
    const steps: Record<string, number> = { ArrowDown: this.at + 1, ArrowUp: this.at - 1 };
    const to = steps[event.key];
    if (to !== undefined) this.mark((to + this.shown.length) % Math.max(this.shown.length, 1));
    else if (event.key === "Enter" && !event.isComposing) this.take(this.at);
    else return;
    event.preventDefault();
  }

  private mark(at: number): void {
    this.at = at;
    [...this.list.children].forEach((row, number) => row.setAttribute("aria-selected", String(number === at)));
    const row = this.list.children[at];
    this.field.setAttribute("aria-activedescendant", row?.id ?? "");
    row?.scrollIntoView({ block: "nearest" });
  }

  private take(at: number): void {
    const choice = this.shown[at];
    if (!choice) return;
    this.dialog.close();
    choice.act();
  }
}

function place(name: string, kind: string, href: string): Choice {
  return { name, kind, act: () => location.assign(href) };
}

function acts(): Choice[] {
  const help = find<HTMLDialogElement>("#help");
  return [
    { name: "New task", kind: "Do", act: add },
    { name: "Undo my last change", kind: "Do", act: () => void takeBack("/undo") },
    ...(help ? [{ name: "Keyboard help", kind: "Do", act: () => help.showModal() }] : []),
  ];
}

function add(): void {
  const field = find<HTMLElement>("#add-title");
  if (field) field.focus();
  else location.assign("/#add-title");
}

function option({ name, kind }: Choice, at: number): HTMLElement {
  const row = make("li", "");
  row.id = `palette-${at}`;
  row.setAttribute("role", "option");
  row.append(make("span", "", name), make("span", "kind", kind));
  return row;
}
