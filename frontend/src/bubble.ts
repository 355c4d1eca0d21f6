// One message of the conversation: its words, what was changed as cards with undo, and replies as buttons.
import { find, make } from "./dom";
import { shortDay } from "./day";
import { render, task } from "./markdown";
import { button, Question, turnBack, WAITING } from "./question";
import { type Card, type Reply } from "./stream";

const VERBS: Record<string, string> = {
  add_task: "Added", update_task: "Changed", complete_task: "Done", delete_task: "Deleted", undo_change: "Undone", save_project: "Saved", do_together: "One change",
};
const SHOWN = 5;

export class Bubble {
  readonly element: HTMLElement;
  private said = "";
  private readonly questions: Question[] = [];

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

  /** `undone`: the changes that are undone by now. What a word accepted shows on the card that asked, further up. */
  card(card: Card, undone: ReadonlySet<number> = new Set()): void {
    if (card.accepted) return;
    const box = make("div", "card");
    box.setAttribute("role", "group");
    const body = make("div", "card-body");
    body.append(make("span", "card-verb", verb(card)));
    const rows = make("ul", "");
    const tasks = card.tasks ?? [];
    const shown = card.change ? SHOWN : tasks.length;
    rows.append(...tasks.slice(0, shown).map((one) => row(one, card)));
    if (tasks.length > shown) rows.append(make("li", "shift", `and ${tasks.length - shown} more`));
    body.append(rows);
    box.append(body);
    if (card.change) turnBack(box, card.change, undone.has(card.change));
    else this.questions.push(new Question(box, card, undone));
    this.element.append(box);
  }

  /** The proposal that this message asks about, if it is one and still waits; 0 once some of it is unticked, since a word would mean all. */
  get asked(): number | null {
    const [open, ...more] = this.questions.filter((one) => one.isOpen);
    if (!open || more.length) return null;
    return open.isWhole ? open.number : 0;
  }

  /** See what became of what was asked: by a word, on another page, by time. */
  async look(): Promise<void> {
    for (const one of this.questions) await one.look();
  }
}

function verb(card: Card): string {
  if (!card.change) return WAITING;
  const states = new Set((card.tasks ?? []).map((one) => one.state));
  if (card.tool === "complete_task" && !states.has("done")) return "Reopened";
  if (card.tool === "delete_task" && !states.has("deleted")) return "Restored";
  return VERBS[card.tool] ?? "Changed";
}

function row(one: { ref: number; title: string; state: string }, card: Card): HTMLElement {
  const made = make("li", `is-${one.state}`);
  made.dataset.ref = String(one.ref);
  made.append(task(one.ref), " ", make("span", "card-title", one.title));
  for (const shift of (card.fields ?? []).filter((field) => field.ref === one.ref && field.field !== "state")) {
    const line = make("span", "shift", `${shift.field.replace("_", " ")}: `);
    const shown = (value: string): string => (shift.field === "due" ? shortDay(value) : value);
    if (shift.old) line.append(make("del", "", shown(shift.old)), " → ");
    line.append(make("ins", "", shown(shift.new) || "none"));
    made.append(line);
  }
  return made;
}
