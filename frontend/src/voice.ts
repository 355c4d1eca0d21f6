// Speaking instead of typing, where the browser can listen; it may ask its maker's service to.
import { announce } from "./dom";

interface Heard { results: ArrayLike<ArrayLike<{ transcript: string }>> }
interface Listener extends EventTarget { interimResults: boolean; lang: string; start(): void; stop(): void }

export function startVoice(button: HTMLButtonElement, field: HTMLTextAreaElement): void {
  const known = window as unknown as Record<string, (new () => Listener) | undefined>;
  const Recognition = known["SpeechRecognition"] ?? known["webkitSpeechRecognition"];
  if (!Recognition) return;
  button.hidden = false;
  const listener = new Recognition();
  listener.interimResults = true;
  listener.lang = "en";
  let before = "";
  const listening = (is: boolean): void => {
    button.setAttribute("aria-pressed", String(is));
    announce(is ? "Listening" : "");
  };
  listener.addEventListener("result", (event) => {
    const heard = [...Array.from((event as unknown as Heard).results)].map((one) => one[0]?.transcript ?? "").join("");
    field.value = [before, heard].filter(Boolean).join(" ");
  });
  listener.addEventListener("end", () => listening(false));
  listener.addEventListener("error", () => listening(false));
  button.addEventListener("click", () => {
    if (button.getAttribute("aria-pressed") === "true") return listener.stop();
    before = field.value.trim();
    listening(true);
    listener.start();
    field.focus();
  });
}
