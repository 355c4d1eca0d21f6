// The conversation: what is said goes out, the turn's events come back as a stream, and the last one can be taken up again.
import { Bubble } from "./bubble";
import { announce, find } from "./dom";
import { ask, events, type Message, type TurnEvent } from "./stream";
import { Talks } from "./talks";
import { startVoice } from "./voice";

const KEPT = "watchbill.conversation";
const LOOK = 1000; // milliseconds between two looks at an answer that is made elsewhere

export function startChat(): void {
  const panel = find<HTMLElement>("#chat");
  if (panel) new Chat(panel).start();
}

class Chat {
  private readonly log: HTMLElement;
  private readonly form: HTMLFormElement;
  private readonly field: HTMLTextAreaElement;
  private id = localStorage.getItem(KEPT);
  private last: Bubble | null = null;

  constructor(private readonly panel: HTMLElement) {
    this.log = find<HTMLElement>(".chat-log", panel)!;
    this.form = find<HTMLFormElement>(".chat-form", panel)!;
    this.field = find<HTMLTextAreaElement>("#chat-text", panel)!;
  }

  start(): void {
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.say(this.field.value.trim());
    });
    this.field.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      this.form.requestSubmit();
    });
    find("[data-chat-stop]", this.panel)?.addEventListener("click", () => void this.stop());
    find("[data-chat-new]", this.panel)?.addEventListener("click", () => this.forget());
    document.addEventListener("click", (event) => this.toggle(event.target));
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && this.panel.classList.contains("is-open")) this.close();
    });
    new Talks(this.panel, (id) => this.open(id), (id) => id === this.id && this.forget());
    startVoice(find<HTMLButtonElement>("[data-chat-voice]", this.panel)!, this.field);
    void this.recall();
  }

  private open(id: string): void {
    this.keep(id);
    void this.recall();
    this.field.focus();
  }

  /** Show the conversation as it is kept; while an answer is made somewhere, look again until it is there. */
  private async recall(): Promise<void> {
    const id = this.id;
    if (!id) return;
    try {
      const kept = (await (await ask("GET", `/conversations/${id}`)).json()) as { messages: Message[]; running: boolean };
      const undone = kept.messages.some((one) => one.cards.length) ? await undoneChanges() : new Set<number>();
      if (id !== this.id) return;
      this.log.replaceChildren();
      kept.messages.forEach((message, at) => this.show(message, undone, kept.messages[at - 1]?.text ?? ""));
      if (!kept.messages.length) this.empty();
      this.scroll();
      this.busy(kept.running);
      if (kept.running) {
        this.add(new Bubble("assistant"));
        window.setTimeout(() => void (id === this.id && this.recall()), LOOK);
      }
    } catch {
      if (id === this.id) this.forget(false);
    }
  }

  private show(message: Message, undone: Set<number>, asked: string): void {
    const bubble = this.add(new Bubble(message.role, message.failed ? " " : message.text));
    for (const card of message.cards) bubble.card(card, undone);
    if (message.failed) {
      bubble.say("");
      bubble.fail(message.text, () => void this.say(asked));
    }
    bubble.replies(message.replies, (text) => void this.say(text));
  }

  private async say(text: string): Promise<void> {
    if (!text || this.isBusy()) return;
    this.busy(true);
    const before = this.last;
    const asked = before?.asked ?? null;
    this.add(new Bubble("user", text));
    const bubble = this.add(new Bubble("assistant"));
    const isTyped = this.field.value.trim() === text;
    try {
      const answer = await this.send(text, asked);
      if (isTyped) this.field.value = "";
      for await (const event of events(answer.body!)) this.take(bubble, event, text);
    } catch (error) {
      bubble.fail(error instanceof Error ? error.message : "The server can't be reached.", () => void this.say(text));
    }
    bubble.working("");
    if (asked !== null) void before?.look();
    announce(bubble.text);
    this.busy(false);
    this.scroll();
  }

  /** `asked`: the question that stands last on this page, so that a yes never answers one that another page shows. */
  private async send(text: string, asked: number | null): Promise<Response> {
    if (!this.id) this.keep(((await (await ask("POST", "/conversations")).json()) as { id: string }).id);
    const key = crypto.randomUUID?.() ?? `${Date.now()}-${Math.random()}`;
    return ask("POST", `/conversations/${this.id}/messages`, { text, ...(asked === null ? {} : { card: asked }) }, { "Idempotency-Key": key });
  }

  private take(bubble: Bubble, event: TurnEvent, asked: string): void {
    switch (event.type) {
      case "text.delta":
        bubble.more(event.text);
        break;
      case "tool.started":
        bubble.working(`${event.label}…`);
        break;
      case "tool.finished":
        if (event.change || event.proposal) bubble.card(event);
        break;
      case "turn.finished":
        bubble.say(event.text);
        bubble.replies(event.replies, (text) => void this.say(text));
        break;
      case "turn.failed":
        bubble.fail(event.message, () => void this.say(asked));
    }
    this.scroll();
  }

  private add(bubble: Bubble): Bubble {
    find(".chat-empty", this.log)?.remove();
    this.last?.settle();
    this.last = bubble;
    this.log.append(bubble.element);
    this.scroll();
    return bubble;
  }

  private async stop(): Promise<void> {
    if (this.id) await ask("DELETE", `/conversations/${this.id}/turn`).catch(() => undefined);
    if (this.last && !this.last.text) this.last.say("Stopped.");
  }

  private keep(id: string): void {
    this.id = id;
    localStorage.setItem(KEPT, id);
  }

  private forget(isAsked = true): void {
    this.id = null;
    this.last = null;
    localStorage.removeItem(KEPT);
    this.busy(false);
    this.empty();
    if (isAsked) this.field.focus();
  }

  private empty(): void {
    this.log.replaceChildren(find<HTMLTemplateElement>("#chat-empty")!.content.cloneNode(true));
  }

  private isBusy(): boolean {
    return this.panel.classList.contains("is-busy");
  }

  private busy(is: boolean): void {
    this.panel.classList.toggle("is-busy", is);
    this.log.setAttribute("aria-busy", String(is));
  }

  private toggle(target: EventTarget | null): void {
    if (!(target instanceof Element)) return;
    if (target.closest("[data-chat-open]")) {
      this.panel.classList.add("is-open", "is-used");
      this.field.focus();
      this.scroll();
    } else if (target.closest("[data-chat-close], .task-ref")) this.close();
    const example = target.closest<HTMLElement>("[data-say]");
    if (example && this.panel.contains(example)) void this.say(example.dataset["say"] ?? "");
  }

  private close(): void {
    if (!this.panel.classList.contains("is-open")) return;
    this.panel.classList.remove("is-open");
    find<HTMLElement>("[data-chat-open]")?.focus();
  }

  private scroll(): void {
    this.log.scrollTop = this.log.scrollHeight;
  }
}

/** Which of the last changes are undone, so that cards of an old conversation show it. */
async function undoneChanges(): Promise<Set<number>> {
  const answer = await ask("GET", "/changes?limit=100");
  const { changes } = (await answer.json()) as { changes: { number: number; undone_by: number | null }[] };
  return new Set(changes.filter((one) => one.undone_by !== null).map((one) => one.number));
}
