// What another door changes shows here within a second: the journal streams, and what shows it is asked for anew.
import { find } from "./dom";
import { ring } from "./notice";

const WAIT = 80; // milliseconds in which several changes become one refresh
const HIDDEN = 30_000; // milliseconds out of sight after which a page no longer listens for itself
const LISTENER = "watchbill-listener"; // the one of the hidden pages that does, so that reminders are heard

let hands = 0; // how many hold something that must not be renewed
let isLate = false; // whether it was to be renewed meanwhile

interface Swap { tasks: { type: string; target: unknown }[] }

/** Until it is let go again, nothing is renewed; then what came meanwhile is shown. */
export function hold(): void {
  hands++;
}

export function release(): void {
  hands--;
  if (hands || !isLate) return;
  isLate = false;
  find("[data-live]")?.dispatchEvent(new Event("refresh"));
}

export function startLive(): void {
  document.addEventListener("htmx:before:swap", (event) => {
    const { tasks } = (event as CustomEvent<Swap>).detail;
    const at = hands ? tasks.findIndex(({ type, target }) => type === "main" && target === find("[data-live]")) : -1;
    if (at < 0) return;
    tasks.splice(at, 1);
    isLate = true;
  });
  const badge = find("#waiting");
  if (!badge) return; // nobody is signed in
  const line = new Line(badge);
  let timer = 0;
  let ofHidden = new AbortController();
  const watch = (): void => {
    window.clearTimeout(timer);
    ofHidden.abort();
    if (document.hidden) timer = window.setTimeout(hide, HIDDEN);
    else line.open();
  };
  const hide = (): void => {
    line.close();
    ofHidden = new AbortController();
    const { signal } = ofHidden;
    void navigator.locks?.request(LISTENER, { signal }, async () => {
      line.open();
      await new Promise((done) => { signal.addEventListener("abort", done); });
    }).catch(() => undefined); // seen again before its turn came
  };
  line.open();
  document.addEventListener("visibilitychange", watch);
  window.addEventListener("pageshow", (event) => { if (event.persisted) watch(); });
  window.addEventListener("pagehide", () => line.close());
}

/** The connection to the server. A browser keeps but six to one server, so that of a page that nobody sees is given up. */
class Line {
  private stream: EventSource | null = null;
  private since = find<HTMLElement>("[data-live-since]")?.dataset["liveSince"];
  private timer = 0;
  private wasOpen = false;

  constructor(private readonly badge: Element) {}

  open(): void {
    if (this.stream) return;
    const stream = new EventSource(`/api/v1/events${this.since === undefined ? "" : `?since=${this.since}`}`);
    stream.addEventListener("change", (event) => {
      if (this.since !== undefined) this.since = event.lastEventId;
      this.refresh("[data-live]");
    });
    stream.addEventListener("review", (event) => {
      const { waiting } = JSON.parse(String(event.data)) as { waiting: number };
      show(this.badge, waiting, () => this.refresh("[data-live-review]"));
    });
    stream.addEventListener("notice", (event) => ring(String(event.data)));
    stream.addEventListener("open", () => document.documentElement.classList.remove("is-offline"));
    stream.addEventListener("error", () => document.documentElement.classList.add("is-offline"));
    this.stream = stream;
    if (this.wasOpen) show(this.badge, 0, () => this.refresh("[data-live-review]")); // said again if some wait
    this.wasOpen = true;
  }

  close(): void {
    this.stream?.close();
    this.stream = null;
  }

  private refresh(what: string): void {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => renew(what), WAIT);
  }
}

/** The count beside the link; what lists proposals is asked for anew when it isn't the count that it was made with. */
function show(badge: Element, waiting: number, changed: () => void): void {
  const count = find(".count", badge);
  if (count) count.textContent = String(waiting);
  badge.toggleAttribute("hidden", waiting === 0);
  const listed = find<HTMLElement>("[data-live-review]")?.dataset["liveReview"];
  if (listed !== undefined && listed !== String(waiting)) changed();
}

/** Never under the hands of somebody who is at work in it. */
function renew(what: string): void {
  const place = find<HTMLElement>(what);
  if (hands) isLate = true;
  else if (place && !place.querySelector("[data-keep] :is(:checked, :focus)")) place.dispatchEvent(new Event("refresh"));
}
