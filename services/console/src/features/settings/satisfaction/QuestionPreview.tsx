/** The question as the customer sees it. */

import { List } from "lucide-react";
import { useTranslations } from "use-intl";
import type { SatisfactionPolicy } from "./data";
import css from "./satisfaction.module.css";

const FACES = ["😀", "😐", "😞"];

interface QuestionPreviewProps {
  style: SatisfactionPolicy["style"];
  question: string;
}

export function QuestionPreview({ style, question }: QuestionPreviewProps) {
  const t = useTranslations("settingsSatisfaction");
  return (
    <figure className={css.preview}>
      <figcaption className={css.caption}>{t("preview")}</figcaption>
      <div className={css.bubble}>
        <p className={css.question} dir="auto">
          {question || "…"}
        </p>
        {style === "scale" && (
          <p className={css.choices}>
            <span className={css.choice}>
              <List aria-hidden size={14} />
              {t("previewList")}
            </span>
          </p>
        )}
        {style === "faces" && (
          <p className={css.choices}>
            {FACES.map((face) => (
              <span key={face} className={css.choice}>
                {face}
              </span>
            ))}
          </p>
        )}
      </div>
    </figure>
  );
}
