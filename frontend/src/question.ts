// A card's lower edge: what was done can be undone there; what was only proposed is a question, and a person alone answers it.
import { find, make } from "./dom";
import { ask, type Card } from "./stream";

export const WAITING = "Waits for you";
const DONE: Record<string, string> = { Add: "Added", Complete: "Done", Delete: "Deleted", Restore: "Restored", Undo: "Undone" };

export class Question {
  readonly number: number;
  isOpen = true;
  private readonly row = make("div", "decision");

  constructor(private readonly box: HTMLElement, private readonly card: Card, private readonly undone: ReadonlySet<number>) {
    this.number = card.proposal!;
    box.setAttribute("aria-label", card.question || `Proposal ${this.number}`);
    box.classList.add("is-asking");
    this.row.append(
      button(card.yes || "Accept", card.tool === "delete_task" ? "danger" : "", () => this.decide("accept")),
      button(card.no || "Decline", "quiet", () => this.decide("decline")),
    );
    box.append(this.row);
    void this.look();
  }

  async look(): Promise<void> {
    if (!this.isOpen) return;
    try {
      const kept = (await (await ask("GET", `/proposals/${this.number}`)).json()) as { state: string; change: number | null };
      if (kept.state === "open" || kept.state === "stale") return;
      if (kept.change) this.done(kept.change);
      else this.told(kept.state);
    } catch {
      // away for a moment: the buttons stay
    }
  }

  private async decide(verb: "accept" | "decline"): Promise<void> {
    find(".problem", this.box)?.remove();
    try {
      const said = (await (await ask("POST", `/proposals/${this.number}/${verb}`)).json()) as { change: number | null };
      if (verb === "decline") return this.told("Declined");
      this.done(said.change ?? 0);
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
