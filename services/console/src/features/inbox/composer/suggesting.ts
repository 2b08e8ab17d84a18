/** What is typed and may be completed: `/` a quick reply, `:` an emoji, `@` a colleague in a note. Pure. */

export interface Trigger {
  kind: "reply" | "emoji" | "mention";
  query: string;
  /** Where it begins in the text: at its sign. */
  from: number;
  to: number;
}

const REPLY = /(?:^|\s)\/([^\s/]*)$/u;
const EMOJI = /(?:^|\s):([\p{L}\d_+-]{2,30})$/u;
const MENTION = /(?:^|\s)@([^@\n]{0,30})$/u;

/** Returns what the caret stands in, if it may be completed. */
export function triggerOf(text: string, caret: number, kind: "reply" | "note"): Trigger | null {
  const before = text.slice(0, caret);
  const found = (name: Trigger["kind"], match: RegExpExecArray | null): Trigger | null => {
    if (!match) return null;
    const query = match[1] ?? "";
    return { kind: name, query, from: caret - query.length - 1, to: caret };
  };
  const reply = kind === "reply" ? found("reply", REPLY.exec(before)) : null;
  // A slash between words is a slash; one at the beginning asks for a quick reply.
  if (reply && (reply.from === 0 || reply.query !== "")) return reply;
  if (kind === "note") {
    const mention = found("mention", MENTION.exec(before));
    if (mention) return mention;
  }
  return found("emoji", EMOJI.exec(before));
}

/** Puts words in place of what was typed; returns the text, and where the caret then stands. */
export function completed(text: string, trigger: Trigger, words: string): { text: string; caret: number } {
  const after = text.slice(trigger.to);
  const gap = after === "" || /^\s/.test(after) || words === "" ? "" : " ";
  return {
    text: text.slice(0, trigger.from) + words + gap + after,
    caret: trigger.from + words.length + gap.length,
  };
}

export const folded = (text: string): string => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

interface Reply {
  shortcut: string;
  title: string;
  text: string;
  shared: boolean;
  queueIds: readonly string[];
}

/** Quick replies for a ticket's queue: by short name first, then by words in title or text. */
export function repliesFor<T extends Reply>(
  replies: readonly T[],
  query: string,
  queueId: string | null,
  limit = 8,
): T[] {
  const sought = folded(query);
  const rank = ({ shortcut, title, text }: T) => {
    if (folded(shortcut).startsWith(sought)) return 0;
    if (folded(title).includes(sought)) return 1;
    return folded(text).includes(sought) ? 2 : 3;
  };
  return replies
    .filter(({ shared, queueIds }) => !shared || queueIds.length === 0 || queueIds.includes(queueId ?? ""))
    .map((reply) => ({ reply, at: rank(reply) }))
    .filter(({ at }) => at < 3)
    .sort((a, b) => a.at - b.at || a.reply.shortcut.localeCompare(b.reply.shortcut))
    .slice(0, limit)
    .map(({ reply }) => reply);
}

/** Colleagues by the beginnings of their names. */
export function colleaguesFor<T extends { name: string }>(
  people: readonly T[],
  query: string,
  limit = 6,
): T[] {
  const sought = folded(query).trim();
  return people
    .filter(({ name }) => {
      const whole = folded(name);
      return whole.startsWith(sought) || whole.split(/\s+/).some((word) => word.startsWith(sought));
    })
    .slice(0, limit);
}

/** The mentions that still stand in a text. */
export function mentionsIn(
  text: string,
  mentions: readonly string[],
  nameOf: (id: string) => string | undefined,
): string[] {
  return mentions.filter((id) => {
    const name = nameOf(id);
    return name !== undefined && text.includes(`@${name}`);
  });
}

interface Press {
  key: string;
  shiftKey: boolean;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  isComposing: boolean;
  keyCode: number;
}

/** Whether a press sends: never while an input method composes a character, which Enter only accepts. */
export function sends(press: Press, enterSends: boolean): boolean {
  if (press.key !== "Enter" || press.isComposing || press.keyCode === 229) return false;
  if (press.shiftKey || press.altKey) return false;
  return press.ctrlKey || press.metaKey || enterSends;
}
