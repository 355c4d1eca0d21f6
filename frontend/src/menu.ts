// What can be done with one task: its row's menu, beside the button that opened it; on a phone at the foot of the window.
import { find } from "./dom";

export function startMenu(): void {
  const menu = find<HTMLDialogElement>("#menu");
  if (!menu) return;
  let opener: Element | null = null;
  document.addEventListener("click", (event) => {
    const at = event.target instanceof Element ? event.target : null;
    opener = at?.closest("[data-menu]") ?? opener;
    if (at === menu) menu.close(); // beside its content
  });
  document.addEventListener("htmx:after:swap", (event) => {
    const { ctx } = (event as CustomEvent<{ ctx: { target: unknown; response: { status: number } } }>).detail;
    if (ctx.target !== menu || ctx.response.status >= 400 || menu.open) return;
    menu.showModal();
    if (opener) stand(menu, opener.getBoundingClientRect());
  });
  menu.addEventListener("htmx:before:request", () => menu.close());
}

/** Below the button, or above it where there is no room. */
function stand(menu: HTMLElement, button: DOMRect): void {
  const height = menu.offsetHeight;
  const isBelow = button.bottom + height < window.innerHeight || button.top < height;
  menu.style.setProperty("--top", `${Math.max(8, isBelow ? Math.min(button.bottom, window.innerHeight - height - 8) : button.top - height)}px`);
  menu.style.setProperty("--left", `${Math.max(8, button.right - menu.offsetWidth)}px`);
}
