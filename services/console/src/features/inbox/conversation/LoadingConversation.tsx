/** The shape of a conversation until it is there. */

import { useTranslations } from "use-intl";
import css from "./LoadingConversation.module.css";

const WIDTHS = ["48%", "36%", "58%", "30%", "44%"];

export function LoadingConversation({ isBody = false }: { isBody?: boolean }) {
  const t = useTranslations("shared");
  return (
    <div className={css.loading} aria-busy="true" role="status" aria-label={t("loading")}>
      {!isBody && <div className={css.head} />}
      {WIDTHS.map((width, index) => (
        <div
          key={width}
          className={css.bubble}
          data-side={index % 2 ? "out" : "in"}
          style={{ inlineSize: width }}
        />
      ))}
    </div>
  );
}
