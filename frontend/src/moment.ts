// Moments as the reader's clock has them; without a script they stand in UTC, and a title keeps that.
import { all } from "./dom";

const CLOCK = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
const DAY = new Intl.DateTimeFormat("en-GB", { weekday: "short", day: "numeric", month: "short" });
const OLDER = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric" });

export function startMoments(): void {
  tell(document);
  new MutationObserver((changes) => {
    for (const node of changes.flatMap((change) => [...change.addedNodes])) {
      if (node instanceof Element) tell(node);
    }
  }).observe(document.body, { childList: true, subtree: true });
}

function tell(within: Document | Element): void {
  for (const time of all<HTMLTimeElement>("time[datetime]:not([title])", within)) {
    const at = new Date(time.dateTime);
    if (Number.isNaN(at.getTime())) continue;
    time.title = time.textContent ?? "";
    time.textContent = `${day(at, new Date())} ${CLOCK.format(at)}`;
  }
}

function day(at: Date, now: Date): string {
  const days = Math.round((midnight(now) - midnight(at)) / 86_400_000);
  if (days === 0) return "today";
  if (days === 1) return "yesterday";
  if (days === -1) return "tomorrow";
  return (at.getFullYear() === now.getFullYear() ? DAY : OLDER).format(at).replace(",", "");
}

function midnight(at: Date): number {
  return new Date(at.getFullYear(), at.getMonth(), at.getDate()).getTime();
}
