// What the page does beyond its links and forms. Everything here only adds: without it the forms still work.
import "htmx.org/dist/htmx.esm.js";
import { startChat } from "./chat";
import { startChips } from "./chips";
import { find } from "./dom";
import { startDevices } from "./device";
import { startDialogs } from "./dialog";
import { startDrafts } from "./draft";
import { startImport } from "./import";
import { startKeyboard } from "./keyboard";
import { startLive } from "./live";
import { startMenu } from "./menu";
import { startMoments } from "./moment";
import { startOrder } from "./order";
import { startPalette } from "./palette";
import { startPreviews } from "./preview";
import { startRescheduling } from "./reschedule";
import { startSelecting } from "./select";
import { startSorting } from "./sort";
import { startToast } from "./toast";

document.documentElement.classList.add("has-script");
startLive();
startToast();
startMoments();
startDevices();
startImport();
startPreviews();
startDialogs();
startDrafts();
startMenu();
startSorting();
startOrder();
startSelecting();
startRescheduling();
startKeyboard();
startPalette();
startChat();
startChips();
startForms();

/** A field is emptied when its task is added, and an edit begins in the title. */
function startForms(): void {
  document.addEventListener("added", () => find<HTMLFormElement>(".add")?.reset());
  new MutationObserver((changes) => {
    for (const node of changes.flatMap((change) => [...change.addedNodes])) {
      if (node instanceof HTMLElement && node.matches(".editing")) find<HTMLInputElement>("input[name=title]", node)?.focus();
    }
  }).observe(document.body, { childList: true, subtree: true });
}
