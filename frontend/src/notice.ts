// A reminder whose moment has come: on the page, and by the browser where the person has allowed it.
import { isPushed } from "./device";
import { tell } from "./toast";

interface Notice { id: string; task: number | null; title: string | null; late: boolean }

export function ring(data: string): void {
  const notice = JSON.parse(data) as Notice;
  const text = `${notice.late ? "Late: " : ""}${notice.title ?? "A task"}`;
  tell(`⏰ ${text}`);
  // The tag is one per reminder, so that several open pages show it once.
  void isPushed().then((pushed) => { if (allowed() && !pushed) new Notification(text, { tag: notice.id }); });
}

function allowed(): boolean {
  return "Notification" in window && Notification.permission === "granted";
}
