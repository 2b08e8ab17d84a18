/**
 * WhatsApp's marks in a text: *bold*, _italic_, ~struck~, `code`, ```blocks```, > quotes, lists, and links. Pure: a text
 * becomes blocks and spans, and every word of it stays.
 */

export type Span =
  | { kind: "text"; text: string }
  | { kind: "bold" | "italic" | "struck"; spans: Span[] }
  | { kind: "code"; text: string }
  | { kind: "link"; text: string; href: string };

export type Block =
  | { kind: "lines"; lines: Span[][] }
  | { kind: "quote"; lines: Span[][] }
  | { kind: "bullets"; items: Span[][] }
  | { kind: "numbers"; start: number; items: Span[][] }
  | { kind: "code"; text: string };

const FENCE = /```([\s\S]+?)```/;
const BULLET = /^[*-] (?=\S)/;
const NUMBER = /^(\d{1,4})\. (?=\S)/;
const QUOTE = /^> ?/;
const LINK = /(?:https?:\/\/|www\.)[^\s<>"'`]+|[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+/giu;
const MARKS = { "*": "bold", _: "italic", "~": "struck" } as const;

/** Returns the blocks of a text, in their order. */
export function formatted(text: string): Block[] {
  const fence = FENCE.exec(text);
  if (!fence) return blocksOf(text);
  const before = text.slice(0, fence.index);
  const after = text.slice(fence.index + fence[0].length);
  return [
    ...(before.trim() ? blocksOf(before.replace(/\n$/, "")) : []),
    { kind: "code", text: (fence[1] ?? "").replace(/^\n|\n$/g, "") },
    ...(after.trim() ? formatted(after.replace(/^\n/, "")) : []),
  ];
}

function blocksOf(text: string): Block[] {
  const blocks: Block[] = [];
  for (const line of text.split("\n")) {
    const last = blocks.at(-1);
    const number = NUMBER.exec(line);
    if (QUOTE.test(line)) {
      const spans = spansOf(line.replace(QUOTE, ""));
      if (last?.kind === "quote") last.lines.push(spans);
      else blocks.push({ kind: "quote", lines: [spans] });
    } else if (BULLET.test(line)) {
      const spans = spansOf(line.replace(BULLET, ""));
      if (last?.kind === "bullets") last.items.push(spans);
      else blocks.push({ kind: "bullets", items: [spans] });
    } else if (number) {
      const value = Number(number[1]);
      const spans = spansOf(line.replace(NUMBER, ""));
      if (last?.kind === "numbers" && last.start + last.items.length === value) last.items.push(spans);
      else blocks.push({ kind: "numbers", start: value, items: [spans] });
    } else if (last?.kind === "lines") last.lines.push(spansOf(line));
    else blocks.push({ kind: "lines", lines: [spansOf(line)] });
  }
  return blocks;
}

/** Returns the spans of one line. */
export function spansOf(line: string): Span[] {
  const spans: Span[] = [];
  let plain = 0;
  let at = 0;
  const links = [...line.matchAll(LINK)].map(
    (found) => [found.index, found.index + found[0].length] as const,
  );
  const flush = (to: number) => {
    if (to > plain) spans.push(...linked(line.slice(plain, to)));
  };
  while (at < line.length) {
    const mark = line[at] as string;
    const end = mark === "`" ? line.indexOf("`", at + 1) : mark in MARKS ? closing(line, at) : -1;
    if (end > at + 1 && !links.some(([from, to]) => from < at && at < to)) {
      const inner = line.slice(at + 1, end);
      flush(at);
      if (mark === "`") spans.push({ kind: "code", text: inner });
      else spans.push({ kind: MARKS[mark as keyof typeof MARKS], spans: spansOf(inner) });
      at = plain = end + 1;
    } else at += 1;
  }
  flush(line.length);
  return spans;
}

const isWord = (letter: string | undefined) => letter !== undefined && /[\p{L}\p{N}]/u.test(letter);

/** A mark counts at the edge of words: `2*3*4` and `snake_case_name` have none. */
function closing(line: string, start: number): number {
  const mark = line[start] as string;
  if (isWord(line[start - 1]) || /\s/.test(line[start + 1] ?? " ")) return -1;
  for (let at = line.indexOf(mark, start + 1); at !== -1; at = line.indexOf(mark, at + 1)) {
    if (at > start + 1 && !/\s/.test(line[at - 1] ?? " ") && !isWord(line[at + 1])) return at;
  }
  return -1;
}

function linked(text: string): Span[] {
  const spans: Span[] = [];
  let from = 0;
  for (const found of text.matchAll(LINK)) {
    const shown = trimmed(found[0]);
    const href = hrefOf(shown);
    if (!href) continue;
    if (found.index > from) spans.push({ kind: "text", text: text.slice(from, found.index) });
    spans.push({ kind: "link", text: shown, href });
    from = found.index + shown.length;
  }
  if (from < text.length) spans.push({ kind: "text", text: text.slice(from) });
  return spans;
}

/** A full stop or a bracket that ends the sentence is not of the link. */
function trimmed(link: string): string {
  const shown = link.replace(/[.,;:!?…*_~]+$/u, "");
  const unopened = shown.endsWith(")") && shown.split("(").length < shown.split(")").length;
  return unopened ? trimmed(shown.slice(0, -1)) : shown;
}

/** Returns where a link of a customer may lead: a page or a mailbox, nothing else. */
export function hrefOf(shown: string): string | undefined {
  if (/^[^/:]+@/.test(shown)) return `mailto:${shown}`;
  try {
    const url = new URL(/^www\./i.test(shown) ? `https://${shown}` : shown);
    return url.protocol === "https:" || url.protocol === "http:" ? url.href : undefined;
  } catch {
    return undefined;
  }
}

/** Returns the text without its marks, for a preview on one line. */
export function plainText(text: string): string {
  const ofSpans = (spans: Span[]): string =>
    spans.map((span) => ("spans" in span ? ofSpans(span.spans) : span.text)).join("");
  return formatted(text)
    .flatMap((block) =>
      block.kind === "code" ? [block.text] : ("lines" in block ? block.lines : block.items).map(ofSpans),
    )
    .join(" ")
    .replace(/\s+/g, " ")
    .trim();
}

/** Whether a text ends in plain words from left to right, so that the time can stand beside its last line. */
export function endsInWords(text: string): boolean {
  const last = text.slice(text.lastIndexOf("\n") + 1);
  const isBlock = QUOTE.test(last) || BULLET.test(last) || NUMBER.test(last) || last.endsWith("```");
  return last.trim() !== "" && !isBlock && !/[\u0590-\u08ff]/.test(text);
}
