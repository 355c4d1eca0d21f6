// The events of a turn as they come, and the shapes that they and kept messages have.

export interface Task { ref: number; title: string; state: string }
export interface Shift { ref: number; field: string; old: string; new: string }
export interface Card {
  tool: string; change?: number | null; proposal?: number | null; tasks?: Task[]; fields?: Shift[];
  question?: string; yes?: string; no?: string; accepted?: number | null;
}
export interface Reply { label: string; say: string }
export type TurnEvent =
  | { type: "text.delta"; text: string }
  | { type: "tool.started"; label: string }
  | ({ type: "tool.finished"; ok: boolean } & Card)
  | { type: "turn.finished"; text: string; replies: Reply[] }
  | { type: "turn.failed"; message: string };
export interface Message { role: "user" | "assistant"; text: string; cards: Card[]; replies: Reply[]; failed: string | null }
export interface Talk { id: string; title: string; updated_at: string }

const API = "/api/v1";
const AWAY = "The server can't be reached. Try again in a moment.";

/** Ask REST; what it refuses, or that it is away, is an Error for people. */
export async function ask(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Response> {
  const given = body === undefined ? {} : { body: JSON.stringify(body), headers: { "Content-Type": "application/json", ...headers } };
  let answer: Response;
  try {
    answer = await fetch(API + path, { method, ...given });
  } catch {
    throw new Error(AWAY);
  }
  if (!answer.ok) throw new Error(await problem(answer));
  return answer;
}

/** The events of a stream with their names, as they come. */
export async function* blocks(body: ReadableStream<Uint8Array>): AsyncGenerator<{ name: string; data: string }> {
  let name = "";
  for await (const line of lines(body)) {
    if (line.startsWith("event: ")) name = line.slice(7);
    if (line.startsWith("data: ")) yield { name, data: line.slice(6) };
  }
}

/** The events of a turn, as they come. */
export async function* events(body: ReadableStream<Uint8Array>): AsyncGenerator<TurnEvent> {
  for await (const line of lines(body)) {
    if (line.startsWith("data: ")) yield JSON.parse(line.slice(6)) as TurnEvent;
  }
}

async function* lines(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const whole = (rest + decoder.decode(value, { stream: true })).split("\n");
    rest = whole.pop() ?? "";
    yield* whole;
  }
}

async function problem(answer: Response): Promise<string> {
  try {
    const { detail, hint } = (await answer.json()) as { detail: string; hint: string };
    return `${detail} ${hint}`;
  } catch {
    return AWAY;
  }
}
