// Days for places where there is little room.

/** “Thu 2026-11-26 09:00 Europe/Berlin” as “Thu 26 Nov 09:00”; what isn't a day stays as it is. */
export function shortDay(text: string): string {
  return text.replace(/ [A-Za-z_]+\/\S+$/, "").replace(/(\d{4})-(\d\d)-(\d\d)/, (_, year: string, month: string, date: string) => {
    const at = new Date(Number(year), Number(month) - 1, Number(date));
    const isThisYear = at.getFullYear() === new Date().getFullYear();
    return at.toLocaleDateString("en-GB", { day: "numeric", month: "short", ...(isThisYear ? {} : { year: "numeric" }) });
  });
}
