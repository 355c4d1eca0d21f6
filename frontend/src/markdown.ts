// What the assistant says, as elements: a small part of Markdown. Nothing is loaded, no HTML is read, a link waits for a click.
import { make } from "./dom";

const BLOCK = /^```/;
const ITEM = /^\s*(?:[-*•]|(\d+)[.)])\s+(.*)$/;
// Code, bold, italic, a picture's words, a link, an address, a task.
const INLINE =
  /`([^`\n]+)`|\*\*([^*\n]+)\*\*|(?<![\w*])[*_]([^*_\n]+)[*_](?![\w*])|!\[([^\]\n]*)\]\([^)\s]*\)|\[([^\]\n]+)\]\((https?:[^)\s]+|mailto:[^)\s]+)\)|(https?:\/\/[^\s<>()]+[^\s<>().,;:!?"'”])|#(\d{1,9})\b/g;

/** The text as paragraphs, lists and code. */
export function render(text: string): DocumentFragment {
  const made = document.createDocumentFragment();
  const lines = text.split("\n");
  for (let at = 0; at < lines.length; ) at = block(lines, at, made);
  return made;
}

function block(lines: string[], at: number, into: DocumentFragment): number {
  const line = lines[at] ?? "";
  if (BLOCK.test(line)) return code(lines, at + 1, into);
  if (ITEM.test(line)) return list(lines, at, into);
  if (!line.trim()) return at + 1;
  const paragraph = make("p", "");
  let end = at;
  for (; end < lines.length && lines[end]!.trim() && !BLOCK.test(lines[end]!) && !ITEM.test(lines[end]!); end++) {
    if (end > at) paragraph.append(document.createElement("br"));
    inline(lines[end]!.replace(/^#{1,6}\s+/, ""), paragraph);
  }
  into.append(paragraph);
  return end;
}

function code(lines: string[], begin: number, into: DocumentFragment): number {
  let end = begin;
  while (end < lines.length && !BLOCK.test(lines[end]!)) end++;
  const box = make("pre", "");
  box.append(make("code", "", lines.slice(begin, end).join("\n")));
  into.append(box);
  return end + 1;
}

function list(lines: string[], at: number, into: DocumentFragment): number {
  const first = ITEM.exec(lines[at]!)![1];
  const made = make(first === undefined ? "ul" : "ol", "");
  if (made instanceof HTMLOListElement) made.start = Number(first);
  let end = at;
  for (; end < lines.length && ITEM.test(lines[end]!); end++) {
    const item = make("li", "");
    inline(ITEM.exec(lines[end]!)![2]!, item);
    made.append(item);
  }
  into.append(made);
  return end;
}

function inline(text: string, into: HTMLElement): void {
  let done = 0;
  for (const found of text.matchAll(INLINE)) {
    into.append(text.slice(done, found.index), piece(found));
    done = found.index + found[0].length;
  }
  into.append(text.slice(done));
}

function piece(found: RegExpMatchArray): Node {
  const [whole, raw, bold, italic, picture, words, to, address, ref] = found;
  if (raw !== undefined) return make("code", "", raw);
  if (bold !== undefined) return make("strong", "", bold);
  if (italic !== undefined) return make("em", "", italic);
  if (picture !== undefined) return document.createTextNode(picture || "(a picture)");
  if (ref !== undefined) return task(ref);
  return link(words ?? address ?? whole, to ?? address ?? "");
}

function link(words: string, to: string): HTMLElement {
  const made = make("a", "", words);
  made.href = to;
  made.target = "_blank";
  made.rel = "noopener noreferrer nofollow";
  made.title = to;
  return made;
}

/** A task's number: leads to the task where the list beside shows it. */
export function task(ref: number | string): HTMLElement {
  const made = make("a", "task-ref", `#${ref}`);
  made.href = `#task-${ref}`;
  return made;
}
