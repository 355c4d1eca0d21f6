// Earlier conversations: listed, searched by what was said, opened again, renamed, deleted.
import { announce, find, make } from "./dom";
import { ask, type Talk } from "./stream";
import { tell } from "./toast";

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
    made.append(
      opener, when,
      act("Rename", talk, () => this.rename(talk, made)),
      act("Delete", talk, () => void this.remove(talk.id, made)),
    );
    return made;
  }

  /** A field takes the place of the row: Enter saves, Escape leaves. */
  private rename(talk: Talk, row: HTMLElement): void {
    const form = make("form", "renaming");
    const field = make("input", "");
    const problem = make("p", "problem");
    const leave = make("button", "plain", "Leave");
    field.value = talk.title;
    field.setAttribute("aria-label", `New name of ${talk.title}`);
    problem.id = "rename-problem";
    problem.setAttribute("role", "alert");
    leave.type = "button";
    const back = (now: Talk): void => {
      const renewed = this.row(now);
      row.replaceWith(renewed);
      find<HTMLElement>("button", renewed)?.focus();
    };
    leave.addEventListener("click", () => back(talk));
    form.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      back(talk);
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.save(talk.id, field.value).then(back, (error: Error) => {
        problem.textContent = error.message;
        field.setAttribute("aria-invalid", "true");
        field.setAttribute("aria-describedby", problem.id);
        field.focus();
      });
    });
    form.append(field, make("button", "quiet", "Save"), leave, problem);
    row.replaceChildren(form);
    field.select();
    field.focus();
  }

  private async save(id: string, title: string): Promise<Talk> {
    const answer = await ask("PATCH", `/conversations/${id}`, { title });
    const renamed = (await answer.json()) as Talk;
    announce(`Renamed to ${renamed.title}.`);
    return renamed;
  }

  private async remove(id: string, row: HTMLElement): Promise<void> {
    try {
      await ask("DELETE", `/conversations/${id}`);
    } catch (error) {
      return tell((error as Error).message, { isProblem: true });
    }
    row.remove();
    this.gone(id);
    this.search.focus();
  }
}

/** A button for one conversation, named so that it is told apart from those of the others. */
function act(what: string, talk: Talk, work: () => void): HTMLElement {
  const button = make("button", "plain", what);
  button.type = "button";
  button.setAttribute("aria-label", `${what} the conversation ${talk.title}`);
  button.addEventListener("click", work);
  return button;
}
