// The notice at the foot of the page goes by itself, but never while it is being read or used.
import { find, make } from "./dom";
import { ask } from "./stream";

const STAY = 9000;

export function startToast(): void {
  const region = find<HTMLElement>("#toast");
  if (!region) return;
  let timer = 0;
  const leave = (): void => {
    if (region.matches(":hover, :focus-within")) timer = window.setTimeout(leave, STAY / 3);
    else region.replaceChildren();
  };
  new MutationObserver(() => {
    window.clearTimeout(timer);
    if (region.childElementCount) timer = window.setTimeout(leave, STAY);
  }).observe(region, { childList: true });
  region.addEventListener("click", (event) => {
    if (event.target instanceof Element && event.target.closest("[data-close]")) region.replaceChildren();
  });
}

/** The same notice as the server's. `undo` is the change that its button takes back. */
export function tell(text: string, { undo, isProblem }: { undo?: number; isProblem?: boolean } = {}): void {
  const toast = make("div", isProblem ? "toast is-problem" : "toast");
  toast.append(make("p", "", text));
  if (undo !== undefined) {
    const button = make("button", "", "Undo");
    button.dataset["undo"] = "";
    button.addEventListener("click", () => void takeBack(`/changes/${undo}/undo`));
    toast.append(button);
  }
  const close = make("button", "", "✕");
  close.dataset["close"] = "";
  close.setAttribute("aria-label", "Close this notice");
  toast.append(close);
  find("#toast")?.replaceChildren(toast);
}

/** Undo by this address, and tell what became of it. */
export async function takeBack(address: string): Promise<void> {
  try {
    const answer = await ask("POST", address);
    const { change, sentence } = (await answer.json()) as { change: number | null; sentence: string };
    if (change === null) tell("There is nothing to take back.");
    else tell(`${sentence}.`, { undo: change });
  } catch (error) {
    tell((error as Error).message, { isProblem: true });
  }
}
