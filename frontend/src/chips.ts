// Quick-add, while it is written: what was understood stands below the field, and one click keeps it as plain words.
import { all, announce, find, make } from "./dom";
import { shortDay } from "./day";
import { ask } from "./stream";

interface Chip { kind: string; start: number; end: number; text: string }
interface Understood { due_text: string | null; recurrence: { text?: string } | null; chips: Chip[] }

const WAIT = 120; // milliseconds of typing before the question
const SIGNS: Record<string, string> = { due: "◷", recurrence: "↻", reminder: "♪", range: "↔", priority: "⚑", tag: "#", project: "▣" };
const NAMES: Record<string, string> = { due: "due", recurrence: "repeats", reminder: "reminder", range: "range", priority: "priority", tag: "tag", project: "project" };

export function startChips(): void {
  const field = find<HTMLInputElement>("#add-title");
  const list = find<HTMLElement>(".chips");
  if (field && list) new Chips(field, list).start();
}

class Chips {
  private timer = 0;
  private asked = 0;

  constructor(private readonly field: HTMLInputElement, private readonly list: HTMLElement) {}

  start(): void {
    this.field.addEventListener("input", () => {
      window.clearTimeout(this.timer);
      this.timer = window.setTimeout(() => void this.look(), WAIT);
    });
    this.field.form?.addEventListener("reset", () => {
      window.clearTimeout(this.timer);
      this.asked++;
      this.show([], null);
    });
    this.field.addEventListener("keydown", (event) => {
      if (event.key === "ArrowDown") this.focus(0, event);
    });
    this.list.addEventListener("keydown", (event) => this.move(event));
  }

  private async look(): Promise<void> {
    const number = ++this.asked;
    if (!this.field.value.trim()) return this.show([], null);
    try {
      const answer = await ask("POST", "/quick-add", { text: this.field.value });
      const said = (await answer.json()) as Understood;
      if (number === this.asked) this.show(said.chips, said);
    } catch {
      this.show([], null); // adding says what is wrong
    }
  }

  private show(chips: Chip[], said: Understood | null): void {
    this.list.hidden = chips.length === 0;
    this.list.replaceChildren(...chips.map((chip) => this.chip(chip, said)));
    if (chips.length) announce(`Understood: ${chips.map((chip) => `${NAMES[chip.kind] ?? chip.kind} ${words(chip, said)}`).join(", ")}`);
  }

  private chip(chip: Chip, said: Understood | null): HTMLElement {
    const item = make("li", "");
    const button = make("button", `chip is-${chip.kind}`);
    button.type = "button";
    const sign = make("span", "sign", SIGNS[chip.kind] ?? "·");
    sign.setAttribute("aria-hidden", "true");
    const cross = make("span", "cross", "×");
    cross.setAttribute("aria-hidden", "true");
    button.append(sign, words(chip, said), cross);
    button.title = `Keep “${chip.text}” as plain words`;
    button.setAttribute("aria-label", `${NAMES[chip.kind] ?? chip.kind} ${words(chip, said)}. Keep “${chip.text}” as plain words`);
    button.addEventListener("click", () => this.keep(chip));
    item.append(button);
    return item;
  }

  /** Quotation marks around the words: quick-add leaves them alone then. Places count code points. */
  private keep(chip: Chip): void {
    const text = [...this.field.value];
    const inner = text.slice(chip.start, chip.end).join("").replace(/"/g, "");
    this.field.value = [...text.slice(0, chip.start), `"${inner.trim()}"`, ...text.slice(chip.end)].join("");
    this.field.focus();
    void this.look();
  }

  private move(event: KeyboardEvent): void {
    const at = all<HTMLElement>("button", this.list).indexOf(event.target as HTMLElement);
    if (event.key === "ArrowRight") this.focus(at + 1, event);
    else if (event.key === "ArrowLeft") this.focus(at - 1, event);
    else if (event.key === "ArrowUp" || event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      this.field.focus();
    }
  }

  private focus(at: number, event: KeyboardEvent): void {
    const target = all<HTMLElement>("button", this.list)[at];
    if (!target) return;
    event.preventDefault();
    target.focus();
  }
}

function words(chip: Chip, said: Understood | null): string {
  if (chip.kind === "due" && said?.due_text) return shortDay(said.due_text);
  if (chip.kind === "recurrence" && said?.recurrence?.text) return said.recurrence.text;
  return chip.text.trim().replace(/^[#@+]/, "");
}
