/** All emojis, by group and by search in the user's language. Load it when it is opened. */

import {
  type EmojiPickerListCategoryHeaderProps,
  type EmojiPickerListComponents,
  type EmojiPickerListEmojiProps,
  type EmojiPickerListRowProps,
  EmojiPicker as Picker,
} from "frimousse";
import { useLocale, useTranslations } from "use-intl";
import css from "./EmojiPicker.module.css";
import { emojiData } from "./emoji-data";

const PARTS: Partial<EmojiPickerListComponents> = {
  CategoryHeader: Group,
  Row: Line,
  Emoji: One,
};

/** Counted from one, as ARIA does; the library counts from zero. */
const fromOne = (index: number | undefined) => (index === undefined ? undefined : index + 1);

function Line({ children, ...props }: EmojiPickerListRowProps) {
  const counted = { ...props, "aria-rowindex": fromOne(props["aria-rowindex"]) };
  return <div {...counted}>{children}</div>;
}

function Group({ category, ...props }: EmojiPickerListCategoryHeaderProps) {
  return (
    <div {...props} className={css.group}>
      {category.label}
    </div>
  );
}

function One({ emoji, ...props }: EmojiPickerListEmojiProps) {
  const counted = { ...props, "aria-colindex": fromOne(props["aria-colindex"]) };
  return (
    <button type="button" {...counted} className={css.emoji}>
      {emoji.emoji}
    </button>
  );
}

export default function EmojiPicker({ onPick }: { onPick: (emoji: string) => void }) {
  const t = useTranslations("sharedUiConversation");
  const locale = useLocale();
  return (
    <Picker.Root
      className={css.picker}
      columns={8}
      locale={locale.startsWith("en") ? "en" : "pt"}
      resolveEmojiData={(language) => emojiData(language)}
      onEmojiSelect={({ emoji }) => onPick(emoji)}
    >
      <div className={css.head}>
        <Picker.Search
          className={css.search}
          aria-label={t("emoji.search")}
          placeholder={t("emoji.search")}
          autoFocus
        />
        <Picker.SkinToneSelector
          className={css.tone}
          aria-label={t("emoji.skinTone")}
          title={t("emoji.skinTone")}
        />
      </div>
      <Picker.Viewport className={css.viewport}>
        <Picker.Loading className={css.state}>{t("emoji.loading")}</Picker.Loading>
        <Picker.Empty className={css.state}>{t("emoji.empty")}</Picker.Empty>
        <Picker.List className={css.list} components={PARTS} />
      </Picker.Viewport>
    </Picker.Root>
  );
}
