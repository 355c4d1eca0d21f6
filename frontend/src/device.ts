// “Notify me on this device”: a service worker, a subscription at the browser's push service, and both told to the server.
import { find } from "./dom";

interface Devices { key: string }
interface Trial { sent: boolean; error: string | null }

/** Shown where the browser can: by https or on this machine, with a push service. */
export function startDevices(): void {
  const button = find<HTMLButtonElement>("[data-notify]");
  if (!button || !("serviceWorker" in navigator) || !("PushManager" in window)) return;
  button.hidden = false;
  void markOwn();
  button.addEventListener("click", () => {
    button.disabled = true;
    say("Asking the browser…");
    add(button.dataset["worker"] ?? "").catch((error: unknown) => say(reason(error))).finally(() => { button.disabled = false; });
  });
}

/** Whether pushes come to this browser, so that the open page need not show what they show. */
export async function isPushed(): Promise<boolean> {
  if (!("serviceWorker" in navigator)) return false;
  const registration = await navigator.serviceWorker.getRegistration("/");
  return !!(await registration?.pushManager?.getSubscription());
}

async function add(worker: string): Promise<void> {
  const permission = await Notification.requestPermission();
  if (permission === "default") throw new Error("The browser’s question wasn’t answered. Press again, and choose Allow.");
  if (permission !== "granted") throw new Error("This browser blocks notifications from here. Allow them under the sign beside the address (Notifications), or in the browser’s settings for this site, and press again.");
  await navigator.serviceWorker.register(worker, { scope: "/" });
  const registration = await navigator.serviceWorker.ready;
  const { key } = (await ask("GET", "/devices")) as Devices;
  const subscription = await subscribe(registration.pushManager, key);
  const made = (await ask("POST", "/devices", { ...pick(subscription.toJSON()), name: called(navigator.userAgent) })) as { id: string };
  const trial = (await ask("POST", `/devices/${made.id}/test`)) as Trial;
  if (!trial.sent) throw new Error(trial.error ?? "");
  location.assign("/settings#devices");
  location.reload();
}

/** With the server's key; a subscription under another one, of a server that was here before, is ended first. */
async function subscribe(manager: PushManager, key: string): Promise<PushSubscription> {
  const wanted = { userVisibleOnly: true, applicationServerKey: key };
  try {
    return await manager.subscribe(wanted);
  } catch (error) {
    const old = await manager.getSubscription();
    if (!old) throw error;
    await old.unsubscribe();
    return manager.subscribe(wanted);
  }
}

function pick(given: PushSubscriptionJSON): object {
  return { endpoint: given.endpoint, keys: given.keys };
}

async function ask(method: string, place: string, body?: object): Promise<unknown> {
  const answer = await fetch(`/api/v1${place}`, { method, headers: { "Content-Type": "application/json" }, ...(body ? { body: JSON.stringify(body) } : {}) });
  const said = (await answer.json()) as { detail?: string; hint?: string };
  if (!answer.ok) throw new Error(`${said.detail ?? ""} ${said.hint ?? ""}`);
  return said;
}

/** Say which row of the table is this browser; one that was removed from elsewhere gives its subscription up. */
async function markOwn(): Promise<void> {
  const registration = await navigator.serviceWorker.getRegistration("/");
  const subscription = await registration?.pushManager.getSubscription();
  if (!subscription) return;
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(subscription.endpoint));
  const id = [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("").slice(0, 32);
  const name = find(`[data-device="${id}"] td`);
  if (name) name.append(" (this one)");
  else await subscription.unsubscribe();
}

/** “Firefox on Linux”. */
function called(agent: string): string {
  const first = (names: [string, RegExp][], otherwise: string): string => names.find(([, mark]) => mark.test(agent))?.[0] ?? otherwise;
  const browser = first([["Edge", /Edg/], ["Firefox", /Firefox|FxiOS/], ["Chrome", /Chrom|CriOS/], ["Safari", /Safari/]], "A browser");
  const system = first([["Android", /Android/], ["iPhone", /iPhone/], ["iPad", /iPad/], ["Windows", /Windows/], ["Mac", /Mac OS/], ["Linux", /Linux/]], "this device");
  return `${browser} on ${system}`;
}

function say(text: string): void {
  const region = find("#notify-said");
  if (region) region.textContent = text;
}

function reason(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.includes("push service") ? "This browser has no push service, or can’t reach it." : text;
}
