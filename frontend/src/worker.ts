// Shows reminders while no page is open: woken by the browser when a push comes. It keeps nothing, and fetches nothing.
export {};

interface Note { id: string; title: string; body: string; place: string }
interface Shown extends Event { notification: Notification; waitUntil(work: Promise<unknown>): void }
interface Push extends Event { data: { json(): Note } | null; waitUntil(work: Promise<unknown>): void }
interface Page { url: string; focus(): Promise<unknown>; navigate(url: string): Promise<unknown> }
interface Worker {
  registration: ServiceWorkerRegistration;
  location: Location;
  clients: { matchAll(of: { type: "window" }): Promise<Page[]>; openWindow(url: string): Promise<unknown> };
  addEventListener(name: "push", listen: (event: Push) => void): void;
  addEventListener(name: "notificationclick", listen: (event: Shown) => void): void;
}
const worker = self as unknown as Worker;

worker.addEventListener("push", (event) => {
  const note = event.data?.json();
  if (!note) return;
  // The tag is one per reminder: what comes a second time takes the place of the first.
  event.waitUntil(worker.registration.showNotification(note.title, { body: note.body, tag: note.id, data: note.place }));
});

worker.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(open(String(event.notification.data)));
});

/** In a page of ours that is open, else in a new one. */
async function open(place: string): Promise<void> {
  const url = new URL(place, worker.location.origin).href;
  const [page] = await worker.clients.matchAll({ type: "window" });
  if (!page) return void (await worker.clients.openWindow(url));
  await page.focus();
  await page.navigate(url);
}
