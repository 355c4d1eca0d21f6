// One message of the conversation: its words, what was changed as cards with undo, and replies as buttons.
import { find, make } from "./dom";
import { render, task } from "./markdown";
import { ask, type Card, type Reply } from "./stream";

const VERBS: Record<string, string> = {
  add_task: "Added", update_task: "Changed", complete_task: "Done", delete_task: "Deleted", undo_change: "Undone", save_project: "Saved",
};
const WAITING = "Waits for you";
const SHOWN = 5;

export class Bubble {
  readonly element: HTMLElement;
  private said = "";

  constructor(readonly role: "user" | "assistant", text = "") {
    this.element = make("div", `message from-${role}`);
    this.element.append(make("span", "visually-hidden", role === "user" ? "You: " : "Assistant: "));
    this.element.append(make("div", "said"), make("p", "working"));
    if (text) this.say(text);
    else this.working("Thinking…");
  }

  get text(): string {
    return find(".said", this.element)?.textContent ?? "";
  }

  /** All of what is said by now. A person's own words are shown as they were written. */
  say(text: string): void {
    this.said = text;
    this.working("");
    const place = find(".said", this.element)!;
    if (this.role === "user") place.textContent = text;
    else place.replaceChildren(render(text));
  }

  more(text: string): void {
    this.say(this.said + text);
  }

  working(text: string): void {
    find(".working", this.element)!.textContent = text;
    this.element.classList.toggle("is-working", text !== "");
  }

  fail(message: string, again: () => void): void {
    this.working("");
    this.say([this.said, message].filter(Boolean).join("\n"));
    this.element.classList.add("is-failed");
    this.element.append(button("Try again", "retry quiet", again));
  }

  replies(replies: Reply[], say: (text: string) => void): void {
    if (!replies.length) return;
    const row = make("div", "replies");
    row.setAttribute("role", "group");
    row.setAttribute("aria-label", "Answers");
    for (const reply of replies) row.append(button(reply.label, "quiet", () => say(reply.say)));
    this.element.append(row);
  }

  /** What can be said with one click is only said to the last message. */
  settle(): void {
    for (const old of this.element.querySelectorAll(".replies, .retry")) old.remove();
  }

  card(card: Card, isUndone = false): void {
    const box = make("div", "card");
    box.setAttribute("role", "group");
    const isWaiting = !card.change;
    box.setAttribute("aria-label", isWaiting ? `Proposal ${card.proposal}` : `Change ${card.change}`);
    const body = make("div", "card-body");
    body.append(make("span", "card-verb", isWaiting ? WAITING : verb(card)));
    const rows = make("ul", "");
    const tasks = card.tasks ?? [];
    rows.append(...tasks.slice(0, SHOWN).map((one) => row(one, card)));
    if (tasks.length > SHOWN) rows.append(make("li", "shift", `and ${tasks.length - SHOWN} more`));
    body.append(rows);
    box.append(body, isWaiting ? this.decision(box, card.proposal!) : this.turnBack(box, card));
    if (isUndone) mark(box, true);
    this.element.append(box);
  }

  /** Accept and decline: a person alone decides. What was decided meanwhile, elsewhere or before, is said instead. */
  private decision(box: HTMLElement, number: number): HTMLElement {
    const row = make("div", "decision");
    const told = (text: string): void => {
      find(".card-verb", box)!.textContent = text;
      box.classList.add("is-decided");
      row.remove();
    };
    const decide = async (verb: string): Promise<void> => {
      find(".problem", box)?.remove();
      try {
        await ask("POST", `/proposals/${number}/${verb}`);
        told(verb === "accept" ? "Accepted" : "Declined");
      } catch (error) {
        box.append(make("p", "problem", (error as Error).message));
      }
    };
    row.append(button("Accept", "", () => decide("accept")), button("Decline", "quiet", () => decide("decline")));
    void ask("GET", `/proposals/${number}`).then(async (answer) => {
      const { state } = (await answer.json()) as { state: string };
      if (state !== "open") told(`${state.charAt(0).toUpperCase()}${state.slice(1)}`);
    }).catch(() => undefined);
    return row;
  }

  private turnBack(box: HTMLElement, card: Card): HTMLElement {
    const made = button("Undo", "quiet", async () => {
      const isUndone = box.classList.contains("is-undone");
      made.disabled = true;
      find(".problem", box)?.remove();
      try {
        await ask("POST", `/changes/${card.change}/${isUndone ? "redo" : "undo"}`);
        mark(box, !isUndone);
      } catch (error) {
        box.append(make("p", "problem", (error as Error).message));
      }
      made.disabled = false;
      made.focus();
    });
    made.setAttribute("aria-label", `Undo change ${card.change}`);
    return made;
  }
}

function mark(box: HTMLElement, isUndone: boolean): void {
  box.classList.toggle("is-undone", isUndone);
  const undo = find<HTMLButtonElement>("button", box)!;
  undo.textContent = isUndone ? "Redo" : "Undo";
  undo.setAttribute("aria-label", `${undo.textContent} c${(box.getAttribute("aria-label") ?? "").slice(1)}`);
}

function verb(card: Card): string {
  const states = new Set((card.tasks ?? []).map((one) => one.state));
  if (card.tool === "complete_task" && !states.has("done")) return "Reopened";
  if (card.tool === "delete_task" && !states.has("deleted")) return "Restored";
  return VERBS[card.tool] ?? "Changed";
}

function row(one: { ref: number; title: string; state: string }, card: Card): HTMLElement {
  const made = make("li", `is-${one.state}`);
  made.append(task(one.ref), make("span", "card-title", one.title));
  for (const shift of (card.fields ?? []).filter((field) => field.ref === one.ref && field.field !== "state")) {
    const line = make("span", "shift", `${shift.field.replace("_", " ")}: `);
    if (shift.old) line.append(make("del", "", shift.old), " → ");
    line.append(make("ins", "", shift.new || "none"));
    made.append(line);
  }
  return made;
}

function button(text: string, look: string, act: () => unknown): HTMLButtonElement {
  const made = make("button", look, text);
  made.type = "button";
  made.addEventListener("click", () => void act());
  return made;
}
