// What is half written stays when the page is refreshed around it, and a form that was sent begins anew.
import { isPreview } from "./preview";

const SKIP = "hx-morph-skip";

export function startDrafts(): void {
  let sent: HTMLFormElement | null = null;
  document.addEventListener("input", (event) => {
    const form = event.target instanceof Element && event.target.closest("[data-draft]");
    if (form) form.setAttribute(SKIP, "");
  });
  document.addEventListener(
    "submit",
    (event) => {
      if (!(event.target instanceof HTMLFormElement) || isPreview(event.target, event.submitter)) return;
      sent = event.target;
      sent.removeAttribute(SKIP);
    },
    true,
  );
  document.addEventListener("written", () => sent?.reset());
}
