// Looking first: by a form's own Preview button, or by Shift with any click, key or Enter that writes. The answer is a dialog, and
// what was typed waits behind it.
import { find } from "./dom";

let looking: HTMLFormElement | null = null; // while it is being sent
let asked: HTMLFormElement | null = null; // what the dialog is about

export function startPreviews(): void {
  const dialog = find<HTMLDialogElement>("#preview");
  if (!dialog) return;
  document.addEventListener("click", (event) => {
    const button = event.shiftKey && event.target instanceof Element ? event.target.closest<HTMLButtonElement>("button") : null;
    if (!button?.form?.matches("[hx-post]") || button.type !== "submit") return;
    event.preventDefault();
    event.stopPropagation();
    preview(button.form, button);
  }, true);
  document.addEventListener("keydown", (event) => {
    const field = event.target;
    if (event.key !== "Enter" || !event.shiftKey || !(field instanceof HTMLInputElement) || !field.form?.matches("[hx-post]")) return;
    event.preventDefault();
    preview(field.form, find<HTMLButtonElement>("button:not([type=button])", field.form));
  }, true);
  document.addEventListener("submit", (event) => {
    if (!(event.target instanceof HTMLFormElement)) return;
    if (isPreview(event.target, event.submitter)) asked = event.target;
    else if (dialog.contains(event.target)) {
      asked?.closest("[hx-morph-skip]")?.removeAttribute("hx-morph-skip");
      dialog.close();
    } else asked = null;
  }, true);
  document.addEventListener("written", () => asked?.reset());
  dialog.addEventListener("click", (event) => {
    if (event.target instanceof Element && event.target.closest("[data-back]")) dialog.close();
  });
  new MutationObserver(() => {
    if (dialog.childElementCount && !dialog.open) dialog.showModal();
  }).observe(dialog, { childList: true });
}

/** Send the form as this button would, to see what that would do. */
export function preview(form: HTMLFormElement, button: HTMLElement | null = null): boolean {
  if (!form.reportValidity()) return false;
  form.addEventListener("htmx:config:request", (event) => {
    (event as CustomEvent<{ ctx: { request: { body: FormData } } }>).detail.ctx.request.body.set("preview", "on");
  }, { once: true });
  looking = form;
  form.requestSubmit(button);
  looking = null;
  return true;
}

/** Whether this form is sent only to see what it would do. */
export function isPreview(form: HTMLFormElement, button: HTMLElement | null): boolean {
  return form === looking || button?.getAttribute("name") === "preview" || find(":checked[name=preview]", form) !== null;
}
