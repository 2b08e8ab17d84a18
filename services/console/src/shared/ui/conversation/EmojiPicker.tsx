/** All emojis, by group and by search in the user's language. Load it when it is opened. */

import {
  type EmojiPickerListCategoryHeaderProps,
  type EmojiPickerListComponents,
  type EmojiPickerListEmojiProps,
  EmojiPicker as Picker,
} from "frimousse";
import { useLocale, useTranslations } from "use-intl";
import css from "./EmojiPicker.module.css";
import { emojiData } from "./emoji-data";

const PARTS: Partial<EmojiPickerListComponents> = {
  CategoryHeader: Group,
  Emoji: One,
};

function Group({ category, ...props }: EmojiPickerListCategoryHeaderProps) {
  return (
    <div {...props} className={css.group}>
      {category.label}
    </div>
  );
}

function One({ emoji, ...props }: EmojiPickerListEmojiProps) {
  return (
    <button type="button" {...props} className={css.emoji}>
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
