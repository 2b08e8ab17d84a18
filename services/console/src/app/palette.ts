/** What the command palette offers, and what of it fits the words that were typed. Pure. */

export interface Entry {
  id: string;
  /** What is read and searched. */
  label: string;
  group: string;
  run: () => void;
}

/** Without accents and capitals: how people search. */
export function plain(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

/** Returns the entries that have all words, those first that begin with the first one. */
export function matching<T extends Pick<Entry, "label" | "group">>(
  entries: readonly T[],
  typed: string,
): T[] {
  const words = plain(typed).split(/\s+/).filter(Boolean);
  if (words.length === 0) return [...entries];
  const ranked = entries.flatMap((entry) => {
    const label = plain(entry.label);
    const text = `${label} ${plain(entry.group)}`;
    if (!words.every((word) => text.includes(word))) return [];
    const first = words[0] ?? "";
    const rank = label.startsWith(first) ? 0 : label.includes(` ${first}`) ? 1 : 2;
    return [{ entry, rank }];
  });
  return ranked.sort((a, b) => a.rank - b.rank).map(({ entry }) => entry);
}
