/** In place of a conversation while none is open. */

import { MessagesSquare } from "lucide-react";
import { useTranslations } from "use-intl";
import { Keys } from "@/shared/keyboard/Keys";
import { Empty } from "@/shared/ui/Empty";
import css from "./inbox.module.css";

export function NoTicket() {
  const t = useTranslations("inbox");
  return (
    <div className={css.nothing}>
      <Empty
        icon={MessagesSquare}
        title={t("noTicket.title")}
        text={
          <>
            <p>{t("noTicket.text")}</p>
            <p className={css.keys}>
              <Keys id="listNext" /> <Keys id="listPrevious" /> <Keys id="listOpen" />
            </p>
          </>
        }
      />
    </div>
  );
}
