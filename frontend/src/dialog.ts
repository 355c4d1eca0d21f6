// Asking before a task goes, and the help: real dialogs, closed by Escape, focus back where it was.
import { find } from "./dom";
import { isPreview, preview } from "./preview";

export function startDialogs(): void {
  const dialog = find<HTMLDialogElement>("#confirm");
  let asked: HTMLFormElement | null = null;
  let button: HTMLElement | null = null;
  document.addEventListener(
    "submit",
    (event) => {
      const form = event.target;
      if (!dialog || !(form instanceof HTMLFormElement) || form === asked || isPreview(form, event.submitter)) return;
      const question = event.submitter?.dataset["confirm"] ?? form.dataset["confirm"];
      if (!question) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      asked = form;
      button = event.submitter;
      const text = find("#confirm-text", dialog);
      if (text) text.textContent = question;
      const { note, yes } = form.dataset;
      say(dialog, "#confirm-note", note);
      say(dialog, "#confirm-yes", yes);
      dialog.showModal();
      if (note) find<HTMLElement>("#confirm-no", dialog)?.focus(); // what can't be undone isn't done by Enter alone
    },
    true,
  );
  find("#confirm-look", dialog ?? undefined)?.addEventListener("click", () => {
    const form = asked;
    dialog?.close();
    if (form) preview(form, button);
  });
  dialog?.addEventListener("close", () => {
    const form = asked;
    if (form && dialog.returnValue === "yes") form.requestSubmit(button);
    asked = null;
    dialog.returnValue = "";
  });
  document.addEventListener("click", (event) => {
    const opener = event.target instanceof Element && event.target.closest<HTMLElement>("[data-opens]");
    if (opener) find<HTMLDialogElement>(`#${opener.dataset["opens"]}`)?.showModal();
  });
}

/** Another text for this once; without one, the page's own again. */
function say(dialog: HTMLElement, place: string, text: string | undefined): void {
  const element = find<HTMLElement>(place, dialog);
  if (!element) return;
  element.dataset["usual"] ??= element.textContent ?? "";
  element.textContent = text ?? element.dataset["usual"];
}
