// An import that shows how far it is. The server goes on whether or not this page is still here; the same key is never done twice.
import { find, make } from "./dom";
import { blocks } from "./stream";

interface Far { done: number; all: number }
const UNDER_WAY = "watchbill-import";

export function startImport(): void {
  const form = find<HTMLFormElement>("[data-import]");
  if (!form) return;
  const left = sessionStorage.getItem(UNDER_WAY);
  if (left) tell(`${left} was being imported when this page was left. The history says what became of it.`);
  sessionStorage.removeItem(UNDER_WAY);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const data = new FormData(form, event.submitter);
    data.set("key", crypto.randomUUID?.() ?? String(Date.now()));
    void take(form, data);
  });
}

async function take(form: HTMLFormElement, data: FormData): Promise<void> {
  const buttons = [...form.querySelectorAll("button")];
  buttons.forEach((one) => { one.disabled = true; });
  const file = data.get("file");
  if (data.get("act") === "import" && file instanceof File) sessionStorage.setItem(UNDER_WAY, file.name);
  show({ done: 0, all: 0 });
  try {
    const answer = await fetch(form.action, { method: "POST", body: data, headers: { Accept: "text/event-stream" } });
    if (!answer.ok || !answer.body || !answer.headers.get("content-type")?.startsWith("text/event-stream")) {
      sessionStorage.removeItem(UNDER_WAY);
      throw new Error("The file couldn’t be sent. Is one chosen, and is it under 32 MB?");
    }
    for await (const { name, data } of blocks(answer.body)) receive(name, data);
  } catch (error) {
    tell(error instanceof Error && error.message ? error.message : "The connection broke off. The history says whether the import was done.", true);
  } finally {
    buttons.forEach((one) => { one.disabled = false; });
    find<HTMLElement>(".progress")?.setAttribute("hidden", "");
  }
}

function receive(name: string, data: string): void {
  if (name === "progress") return show(JSON.parse(data) as Far);
  sessionStorage.removeItem(UNDER_WAY);
  if (name === "problem") {
    const { detail, hint } = JSON.parse(data) as { detail: string; hint: string };
    tell(`${detail} ${hint}`, true);
  } else {
    const result = find("#result");
    if (result) result.innerHTML = (JSON.parse(data) as { html: string }).html;
  }
}

function show(far: Far): void {
  find<HTMLElement>(".progress")?.removeAttribute("hidden");
  const bar = find<HTMLProgressElement>("#how-far");
  const words = find("#far");
  if (!bar || !words) return;
  if (far.all) { bar.max = far.all; bar.value = far.done; } else bar.removeAttribute("value");
  const count = (number: number): string => number.toLocaleString("en");
  words.textContent = far.all ? `${count(far.done)} of ${count(far.all)} written` : "Reading the file…";
}

function tell(text: string, isProblem = false): void {
  const said = make("p", isProblem ? "problem" : "lead", text);
  if (isProblem) said.setAttribute("role", "alert");
  find("#result")?.replaceChildren(said);
}
