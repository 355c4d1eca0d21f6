// What another door changes shows here within a second: the journal streams, and what shows it is asked for anew.
import { find } from "./dom";
import { ring } from "./notice";

const WAIT = 80; // milliseconds in which several changes become one refresh

export function startLive(): void {
  const badge = find("#waiting");
  if (!badge) return; // nobody is signed in
  const since = find<HTMLElement>("[data-live-since]")?.dataset["liveSince"];
  const stream = new EventSource(`/api/v1/events${since === undefined ? "" : `?since=${since}`}`);
  let timer = 0;
  const refresh = (what: string) => (): void => {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => renew(what), WAIT);
  };
  stream.addEventListener("change", refresh("[data-live]"));
  stream.addEventListener("review", (event) => {
    const { waiting } = JSON.parse(String(event.data)) as { waiting: number };
    show(badge, waiting, refresh("[data-live-review]"));
  });
  stream.addEventListener("notice", (event) => ring(String(event.data)));
  stream.addEventListener("open", () => document.documentElement.classList.remove("is-offline"));
  stream.addEventListener("error", () => document.documentElement.classList.add("is-offline"));
  window.addEventListener("pagehide", () => stream.close());
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
  if (place && !place.querySelector("[data-keep] :is(:checked, :focus)")) place.dispatchEvent(new Event("refresh"));
}
