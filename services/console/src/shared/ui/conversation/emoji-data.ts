/** Emojis with their names in a language, from our own files; loaded when somebody first looks for one. */

import type { EmojiData } from "frimousse";

interface Source {
  emoji: string;
  label: string;
  group?: number;
  order?: number;
  version: number;
  tags?: string[];
  hexcode: string;
  skins?: { emoji: string; tone?: number | number[] }[];
}

interface Texts {
  groups: { key: string; message: string; order: number }[];
  skinTones: { key: string; message: string }[];
}

const TONES = ["light", "medium-light", "medium", "medium-dark", "dark"] as const;
/** Skin tones and hair styles by themselves, which nobody sends. */
const COMPONENTS = 2;

const loads = {
  pt: () => Promise.all([import("emojibase-data/pt/data.json"), import("emojibase-data/pt/messages.json")]),
  en: () => Promise.all([import("emojibase-data/en/data.json"), import("emojibase-data/en/messages.json")]),
};

const loaded = new Map<string, Promise<EmojiData>>();

/** Returns all emojis of a locale of the console. */
export function emojiData(locale: string): Promise<EmojiData> {
  const language = locale.startsWith("en") ? "en" : "pt";
  const held = loaded.get(language) ?? read(language);
  loaded.set(language, held);
  held.catch(() => loaded.delete(language));
  return held;
}

async function read(language: "pt" | "en"): Promise<EmojiData> {
  const [data, texts] = await loads[language]();
  const { groups, skinTones } = texts.default as unknown as Texts;
  return {
    locale: language,
    emojis: (data.default as unknown as Source[])
      .filter((each) => each.group !== undefined && each.group !== COMPONENTS)
      .sort((a, b) => (a.order ?? 0) - (b.order ?? 0))
      .map((each) => ({
        emoji: each.emoji,
        category: each.group as number,
        label: each.label,
        version: each.version,
        tags: each.tags ?? [],
        countryFlag: /^1F1[E-F][0-9A-F]-1F1/.test(each.hexcode) || undefined,
        skins: skinsOf(each),
      })),
    categories: groups
      .filter((group) => group.order !== COMPONENTS)
      .map((group) => ({ index: group.order, label: capital(group.message) })),
    skinTones: Object.fromEntries(
      TONES.map((tone) => [tone, skinTones.find((each) => each.key === tone)?.message ?? tone]),
    ) as EmojiData["skinTones"],
  };
}

function skinsOf({ skins }: Source): Record<(typeof TONES)[number], string> | undefined {
  const found = TONES.map(
    (name, index) => [name, skins?.find((skin) => skin.tone === index + 1)?.emoji] as const,
  );
  if (found.some(([, emoji]) => emoji === undefined)) return undefined;
  return Object.fromEntries(found) as Record<(typeof TONES)[number], string>;
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

const folded = (text: string) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

/** Finds emojis by the beginnings of words in their names; the closest first. */
export function searchEmojis(data: EmojiData, query: string, limit = 8): { emoji: string; label: string }[] {
  const sought = folded(query);
  const found: { emoji: string; label: string; rank: number }[] = [];
  for (const { emoji, label, tags } of data.emojis) {
    const name = folded(label);
    const rank = name.startsWith(sought)
      ? 0
      : name.split(/[\s-]+/).some((word) => word.startsWith(sought))
        ? 1
        : tags.some((tag) => folded(tag).startsWith(sought))
          ? 2
          : 3;
    if (rank < 3) found.push({ emoji, label, rank });
  }
  return found
    .sort((a, b) => a.rank - b.rank)
    .slice(0, limit)
    .map(({ emoji, label }) => ({ emoji, label }));
}
