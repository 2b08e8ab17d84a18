/** What was sent of a schedule: each time with the days it was about, and what came of the e-mail to each person. */

import { MailCheck } from "lucide-react";
import { useTranslations } from "use-intl";
import { Badge } from "@/shared/ui/Badge";
import { Button } from "@/shared/ui/Button";
import { Drawer } from "@/shared/ui/Drawer";
import { Empty } from "@/shared/ui/Empty";
import { ErrorBox } from "@/shared/ui/ErrorBox";
import { Skeleton } from "@/shared/ui/Skeleton";
import { Time } from "@/shared/ui/Time";
import { useDayWords } from "../useDayWords";
import { type Mail, type Run, type Schedule, useRuns } from "./data";
import { RUN_TONES } from "./rules";
import css from "./schedules.module.css";

export function RunsDrawer({ schedule, onClose }: { schedule: Schedule; onClose: () => void }) {
  const t = useTranslations("reportsSchedules.runs");
  const more = useTranslations("shared.ui");
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useRuns(schedule);
  const runs = data?.pages.flatMap(({ items }) => items);
  return (
    <Drawer open title={t("title", { name: schedule.name })} onClose={onClose}>
      {error && !data && <ErrorBox compact error={error} onRetry={() => void refetch()} />}
      {!runs && !error && <Skeleton kind="rows" count={4} />}
      {runs?.length === 0 && <Empty icon={MailCheck} title={t("none")} text={t("noneText")} />}
      {runs && runs.length > 0 && (
        <ol className={css.runs}>
          {runs.map((run) => (
            <li key={run.id}>
              <RunCard run={run} />
            </li>
          ))}
        </ol>
      )}
      {hasNextPage && (
        <Button busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {more("more")}
        </Button>
      )}
    </Drawer>
  );
}

function RunCard({ run }: { run: Run }) {
  const t = useTranslations("reportsSchedules.runs");
  const { short: day } = useDayWords();
  return (
    <article className={css.run}>
      <header className={css.runHead}>
        <Time at={run.dueAt} />
        <Badge tone={RUN_TONES[run.status]}>{t(`statuses.${run.status}`)}</Badge>
      </header>
      <p className={css.quiet}>
        {run.firstDay === run.lastDay
          ? t("aboutDay", { day: day(run.firstDay) })
          : t("aboutDays", { from: day(run.firstDay), to: day(run.lastDay) })}
        {run.requestedBy && ` · ${t("byHand")}`}
      </p>
      <ul className={css.mails}>
        {run.mails.map((mail) => (
          <MailLine key={mail.userId} mail={mail} />
        ))}
      </ul>
    </article>
  );
}

function MailLine({ mail }: { mail: Mail }) {
  const t = useTranslations("reportsSchedules");
  return (
    <li>
      <span dir="auto">{mail.name ?? t("somebody")}</span>
      <span className={mail.status === "failed" ? css.bad : css.quiet}>
        {t(`runs.mails.${mail.status}`)}
        {mail.reason && `: ${t(`runs.reasons.${mail.reason}`)}`}
      </span>
    </li>
  );
}
