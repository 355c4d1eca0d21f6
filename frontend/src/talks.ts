// Earlier conversations: listed, searched by what was said, opened again, deleted.
import { find, make } from "./dom";
import { ask, type Talk } from "./stream";

const WAIT = 150; // milliseconds of typing before the search

export class Talks {
  private readonly place: HTMLElement;
  private readonly search: HTMLInputElement;
  private readonly list: HTMLElement;
  private readonly opener: HTMLElement;

  constructor(panel: HTMLElement, private readonly open: (id: string) => void, private readonly gone: (id: string) => void) {
    this.place = find<HTMLElement>("#talks", panel)!;
    this.search = find<HTMLInputElement>("input", this.place)!;
    this.list = find<HTMLElement>("ul", this.place)!;
    this.opener = find<HTMLElement>("[data-talks-open]", panel)!;
    let timer = 0;
    this.search.addEventListener("input", () => {
      window.clearTimeout(timer);
      timer = window.setTimeout(() => void this.show(), WAIT);
    });
    this.opener.addEventListener("click", () => void this.toggle(Boolean(this.place.hidden)));
    this.place.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      void this.toggle(false);
      this.opener.focus();
    });
  }

  async toggle(isOpen: boolean): Promise<void> {
    this.place.hidden = !isOpen;
    this.opener.setAttribute("aria-expanded", String(isOpen));
    if (!isOpen) return;
    this.search.value = "";
    await this.show();
    this.search.focus();
  }

  private async show(): Promise<void> {
    const answer = await ask("GET", `/conversations?limit=30&query=${encodeURIComponent(this.search.value)}`);
    const { conversations } = (await answer.json()) as { conversations: Talk[] };
    this.list.replaceChildren(...conversations.map((one) => this.row(one)));
    if (!conversations.length) this.list.append(make("li", "none", this.search.value ? "Nothing like that was said." : "There are none yet."));
  }

  private row(talk: Talk): HTMLElement {
    const made = make("li", "");
    const opener = make("button", "plain", talk.title);
    opener.type = "button";
    opener.addEventListener("click", () => {
      void this.toggle(false);
      this.open(talk.id);
    });
    const when = make("time", "", new Date(talk.updated_at).toLocaleDateString(undefined, { day: "numeric", month: "short" }));
    when.dateTime = talk.updated_at;
    const remove = make("button", "plain", "Delete");
    remove.type = "button";
    remove.setAttribute("aria-label", `Delete the conversation ${talk.title}`);
    remove.addEventListener("click", () => void this.remove(talk.id, made));
    made.append(opener, when, remove);
    return made;
  }

  private async remove(id: string, row: HTMLElement): Promise<void> {
    await ask("DELETE", `/conversations/${id}`);
    row.remove();
    this.gone(id);
    this.search.focus();
  }
}
