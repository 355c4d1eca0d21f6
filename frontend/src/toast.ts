// The notice at the foot of the page goes by itself, but never while it is being read or used.
import { find } from "./dom";

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
