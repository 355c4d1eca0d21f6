// What another door changes shows here within a second: the journal streams, and what shows it is asked for anew.
import { find } from "./dom";
import { ring } from "./notice";

const WAIT = 80; // milliseconds in which several changes become one refresh

export function startLive(): void {
  const place = find<HTMLElement>("[data-live-since]");
  if (!place) return;
  let timer = 0;
  const refresh = (): void => {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => find("[data-live]")?.dispatchEvent(new Event("refresh")), WAIT);
  };
  const stream = new EventSource(`/api/v1/events?since=${place.dataset["liveSince"] ?? "0"}`);
  stream.addEventListener("change", refresh);
  stream.addEventListener("notice", (event) => ring(String(event.data)));
  stream.addEventListener("open", () => document.documentElement.classList.remove("is-offline"));
  stream.addEventListener("error", () => document.documentElement.classList.add("is-offline"));
  window.addEventListener("pagehide", () => stream.close());
}
