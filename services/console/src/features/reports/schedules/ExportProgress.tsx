/** Where an export stands: how many rows there are, until when the file is kept, or why there is none. */

import { useTranslations } from "use-intl";
import { useFormat } from "@/shared/format/useFormat";
import { Badge } from "@/shared/ui/Badge";
import { Progress } from "@/shared/ui/Progress";
import { Time } from "@/shared/ui/Time";
import type { Export } from "./data";
import { progressOf } from "./rules";
import css from "./schedules.module.css";

export function ExportProgress({ row }: { row: Export }) {
  const t = useTranslations("reportsSchedules.exports");
  const format = useFormat();
  if (row.status === "failed")
    return (
      <span className={css.stack}>
        <span>
          <Badge tone="danger">{t("failed")}</Badge>
        </span>
        <span className={css.quiet}>{t(`reasons.${row.reason ?? "export-failed"}`)}</span>
      </span>
    );
  if (row.status === "finished")
    return (
      <span className={css.stack}>
        <span>{t("rows", { count: row.rowsDone })}</span>
        <span className={css.quiet}>
          {t("until")} <Time at={row.expiresAt} />
        </span>
      </span>
    );
  const done = progressOf(row);
  return (
    <Progress
      label={t(row.status)}
      value={done === undefined ? null : done}
      max={1}
      text={
        row.rowsTotal
          ? t("rowsOf", { done: format.number(row.rowsDone), total: format.number(row.rowsTotal) })
          : row.rowsDone > 0
            ? t("rows", { count: row.rowsDone })
            : ""
      }
    />
  );
}
