// A card's lower edge: what was done can be undone there; what was only proposed is a question, and a person alone answers it.
import { all, find, make } from "./dom";
import { ask, type Card } from "./stream";

export const WAITING = "Waits for you";
const DONE: Record<string, string> = { Add: "Added", Complete: "Done", Delete: "Deleted", Restore: "Restored", Undo: "Undone" };

interface Kept { state: string; change: number | null; fields: { id: string; task: number | null }[] }

export class Question {
  readonly number: number;
  isOpen = true;
  /** One for each task, where there are several that can be had without the others. */
  private boxes: HTMLInputElement[] = [];
  private readonly row = make("div", "decision");

  constructor(private readonly box: HTMLElement, private readonly card: Card, private readonly undone: ReadonlySet<number>) {
    this.number = card.proposal!;
    box.setAttribute("aria-label", card.question || `Proposal ${this.number}`);
    box.classList.add("is-asking");
    this.row.append(
      button(card.yes || "Accept", card.tool === "delete_task" ? "danger" : "", () => this.decide("accept", this.ticked)),
      button(card.no || "Decline", "quiet", () => this.decide("decline")),
    );
    box.append(this.row);
    void this.look();
  }

  async look(): Promise<void> {
    if (!this.isOpen) return;
    try {
      const kept = (await (await ask("GET", `/proposals/${this.number}`)).json()) as Kept;
      if (kept.state === "open" || kept.state === "stale") this.offer(kept);
      else if (kept.change) await this.became(kept, kept.change);
      else this.told(kept.state);
    } catch {
      // away for a moment: the buttons stay
    }
  }

  /** Whether all that is asked stands as it was asked: a word can only answer that. */
  get isWhole(): boolean {
    return this.boxes.every((one) => one.checked);
  }

  /** The tasks that are ticked; none named is all. */
  private get ticked(): number[] {
    return this.isWhole ? [] : this.boxes.filter((one) => one.checked).map((one) => Number(one.value));
  }

  /** A box for each task, all ticked: what isn't is left as it is. */
  private offer(kept: Kept): void {
    const refs = new Set(kept.fields.map((field) => field.task).filter((ref) => ref !== null));
    if (this.boxes.length || refs.size < 2) return;
    for (const row of all<HTMLElement>("li[data-ref]", this.box)) {
      if (!refs.has(Number(row.dataset.ref))) continue;
      const label = make("label", "");
      const tick = make("input", "box");
      Object.assign(tick, { type: "checkbox", checked: true, value: row.dataset.ref });
      tick.addEventListener("change", () => {
        find<HTMLButtonElement>("button", this.row)!.disabled = !this.boxes.some((one) => one.checked);
      });
      label.append(tick, ...row.childNodes);
      row.append(label);
      this.boxes.push(tick);
    }
  }

  /** What was accepted, and in part which: the rest is marked as left. */
  private async became(kept: Kept, number: number): Promise<void> {
    const change = (await (await ask("GET", `/changes/${number}`)).json()) as { operations: { id: string }[] };
    const ids = new Set(change.operations.map((one) => one.id));
    const refs = new Set(kept.fields.filter((field) => ids.has(field.id)).map((field) => field.task));
    for (const row of all<HTMLElement>("li[data-ref]", this.box)) {
      if (refs.has(Number(row.dataset.ref)) || kept.state !== "partly accepted") continue;
      row.classList.add("is-left");
      row.append(make("span", "shift", "left as it is"));
    }
    this.done(number);
  }

  private async decide(verb: "accept" | "decline", tasks: number[] = []): Promise<void> {
    find(".problem", this.box)?.remove();
    try {
      await ask("POST", `/proposals/${this.number}/${verb}`, tasks.length ? { tasks } : undefined);
      if (verb === "decline") return this.told("Declined");
      await this.look();
      find<HTMLElement>("button", this.box)?.focus();
    } catch (error) {
      this.box.append(make("p", "problem", (error as Error).message));
    }
  }

  private done(change: number): void {
    this.told(DONE[this.card.yes ?? ""] ?? "Accepted");
    if (change) turnBack(this.box, change, this.undone.has(change));
  }

  private told(text: string): void {
    this.isOpen = false;
    find(".card-verb", this.box)!.textContent = `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
    this.box.classList.replace("is-asking", "is-decided");
    find(".problem", this.box)?.remove();
    for (const one of this.boxes) one.remove();
    this.row.remove();
  }
}

/** The button that undoes a change, and does it again. */
export function turnBack(box: HTMLElement, change: number, isUndone: boolean): void {
  box.setAttribute("aria-label", `Change ${change}`);
  const made = button("Undo", "quiet", async () => {
    made.disabled = true;
    find(".problem", box)?.remove();
    try {
      await ask("POST", `/changes/${change}/${isUndone ? "redo" : "undo"}`);
      mark(!isUndone);
    } catch (error) {
      box.append(make("p", "problem", (error as Error).message));
    }
    made.disabled = false;
    made.focus();
  });
  const mark = (is: boolean): void => {
    isUndone = is;
    box.classList.toggle("is-undone", is);
    made.textContent = is ? "Redo" : "Undo";
    made.setAttribute("aria-label", `${made.textContent} change ${change}`);
  };
  mark(isUndone);
  box.append(made);
}

export function button(text: string, look: string, act: () => unknown): HTMLButtonElement {
  const made = make("button", look, text);
  made.type = "button";
  made.addEventListener("click", () => void act());
  return made;
}
