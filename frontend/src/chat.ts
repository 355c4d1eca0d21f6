// The conversation: what is said goes out, the turn's events come back as a stream, and cards show what was changed.
import { announce, find, make } from "./dom";

interface Card { change?: number | null; tasks?: { ref: number; title: string }[]; summary: string }
type TurnEvent =
  | { type: "text.delta"; text: string }
  | { type: "tool.started"; label: string }
  | ({ type: "tool.finished"; ok: boolean } & Card)
  | { type: "turn.finished"; text: string }
  | { type: "turn.failed"; message: string };
interface Message { role: "user" | "assistant"; text: string; cards: Card[]; failed: string | null }

const KEPT = "watchbill.conversation";

export function startChat(): void {
  const panel = find<HTMLElement>("#chat");
  if (panel) new Chat(panel).start();
}

class Chat {
  private readonly log: HTMLElement;
  private readonly form: HTMLFormElement;
  private readonly field: HTMLTextAreaElement;
  private id = localStorage.getItem(KEPT);

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
    void this.recall();
  }

  private async recall(): Promise<void> {
    if (!this.id) return;
    const answer = await fetch(`/api/v1/conversations/${this.id}`);
    if (!answer.ok) return this.forget();
    const kept = (await answer.json()) as { messages: Message[] };
    for (const message of kept.messages) {
      const bubble = this.bubble(message.role, message.text);
      if (message.failed) bubble.classList.add("is-failed");
      for (const card of message.cards) this.card(bubble, card);
    }
    this.scroll();
  }

  private async say(text: string): Promise<void> {
    if (!text || this.isBusy()) return;
    this.busy(true);
    this.bubble("user", text);
    const bubble = this.bubble("assistant", "");
    try {
      const answer = await this.send(text);
      if (!answer.ok || !answer.body) throw new Error(await problem(answer));
      this.field.value = "";
      for await (const event of events(answer.body)) this.take(bubble, event);
    } catch (error) {
      this.fail(bubble, error instanceof Error ? error.message : "The server can't be reached.");
    }
    bubble.classList.remove("is-working");
    announce(find(".said", bubble)?.textContent ?? "");
    this.busy(false);
  }

  private async send(text: string): Promise<Response> {
    if (!this.id) {
      const made = await fetch("/api/v1/conversations", { method: "POST" });
      if (!made.ok) return made;
      this.id = ((await made.json()) as { id: string }).id;
      localStorage.setItem(KEPT, this.id);
    }
    return fetch(`/api/v1/conversations/${this.id}/messages`, {
      method: "POST",
      headers: { "Content-Type": "application/json", "Idempotency-Key": crypto.randomUUID?.() ?? `${Date.now()}-${Math.random()}` },
      body: JSON.stringify({ text }),
    });
  }

  private take(bubble: HTMLElement, event: TurnEvent): void {
    const said = find<HTMLElement>(".said", bubble)!;
    switch (event.type) {
      case "text.delta":
        this.working(bubble, "");
        said.textContent += event.text;
        break;
      case "tool.started":
        this.working(bubble, `${event.label}…`);
        break;
      case "tool.finished":
        if (event.change) this.card(bubble, event);
        break;
      case "turn.finished":
        said.textContent = event.text;
        break;
      case "turn.failed":
        this.fail(bubble, event.message);
    }
    this.scroll();
  }

  private card(bubble: HTMLElement, card: Card): void {
    const box = make("div", "card");
    const titles = (card.tasks ?? []).map((task) => `#${task.ref} ${task.title}`).join(", ");
    box.append(make("span", "card-text", `Change ${card.change}${titles ? `: ${titles}` : ""}`));
    const undo = make("button", "quiet", "Undo");
    undo.type = "button";
    undo.setAttribute("aria-label", `Undo change ${card.change}`);
    undo.addEventListener("click", () => void this.undo(undo, box, card));
    box.append(undo);
    bubble.append(box);
  }

  private async undo(button: HTMLButtonElement, box: HTMLElement, card: Card): Promise<void> {
    button.disabled = true;
    const answer = await fetch(`/api/v1/changes/${card.change}/undo`, { method: "POST" });
    if (answer.ok) {
      box.classList.add("is-undone");
      button.textContent = "Undone";
      return;
    }
    box.append(make("p", "problem", await problem(answer)));
    button.disabled = false;
  }

  private bubble(role: Message["role"], text: string): HTMLElement {
    find(".chat-empty", this.log)?.remove();
    const bubble = make("div", `message from-${role}`);
    bubble.append(make("span", "visually-hidden", role === "user" ? "You: " : "Assistant: "));
    bubble.append(make("p", "said", text), make("p", "working"));
    this.log.append(bubble);
    if (role === "assistant" && !text) this.working(bubble, "Thinking…");
    this.scroll();
    return bubble;
  }

  private working(bubble: HTMLElement, text: string): void {
    find<HTMLElement>(".working", bubble)!.textContent = text;
    bubble.classList.toggle("is-working", text !== "");
  }

  private fail(bubble: HTMLElement, message: string): void {
    this.working(bubble, "");
    bubble.classList.add("is-failed");
    const said = find<HTMLElement>(".said", bubble)!;
    said.textContent = [said.textContent, message].filter(Boolean).join("\n");
  }

  private async stop(): Promise<void> {
    if (this.id) await fetch(`/api/v1/conversations/${this.id}/turn`, { method: "DELETE" });
  }

  private forget(): void {
    this.id = null;
    localStorage.removeItem(KEPT);
    this.log.replaceChildren(find<HTMLTemplateElement>("#chat-empty")!.content.cloneNode(true));
    this.field.focus();
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
      this.panel.classList.add("is-open");
      this.field.focus();
    } else if (target.closest("[data-chat-close]")) this.close();
    const example = target.closest<HTMLElement>("[data-say]");
    if (example && this.panel.contains(example)) void this.say(example.dataset["say"] ?? "");
  }

  private close(): void {
    this.panel.classList.remove("is-open");
    find<HTMLElement>("[data-chat-open]")?.focus();
  }

  private scroll(): void {
    this.log.scrollTop = this.log.scrollHeight;
  }
}

/** The events of a stream, as they come. */
async function* events(body: ReadableStream<Uint8Array>): AsyncGenerator<TurnEvent> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const lines = (rest + decoder.decode(value, { stream: true })).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) {
      if (line.startsWith("data: ")) yield JSON.parse(line.slice(6)) as TurnEvent;
    }
  }
}

async function problem(answer: Response): Promise<string> {
  try {
    const { detail, hint } = (await answer.json()) as { detail: string; hint: string };
    return `${detail} ${hint}`;
  } catch {
    return "The server can't be reached. Try again in a moment.";
  }
}
