/** The window is closed: WhatsApp takes a template only. What is typed stays below. */

import { Clock3, LayoutTemplate } from "lucide-react";
import { useTranslations } from "use-intl";
import { useFormat } from "@/shared/format/useFormat";
import { Button } from "@/shared/ui/Button";
import css from "./Composer.module.css";

export function WindowBar({
  since,
  hasText,
  onTemplate,
}: {
  since: number | null;
  hasText: boolean;
  onTemplate: () => void;
}) {
  const t = useTranslations("inboxComposer");
  const format = useFormat();
  return (
    <div className={css.windowBar}>
      <Clock3 size={18} aria-hidden="true" />
      <div className={css.gateWords}>
        <p>{since === null ? t("window.never") : t("window.since", { time: format.relative(since) })}</p>
        {hasText && <p className={css.kept}>{t("window.kept")}</p>}
      </div>
      <Button variant="primary" icon={LayoutTemplate} onClick={onTemplate}>
        {t("window.template")}
      </Button>
    </div>
  );
}
