/** How far an import is, what became of its rows, and those that were refused. */

import { Download, Users } from "lucide-react";
import { useTranslations } from "use-intl";
import { useProblemWords } from "@/shared/api/words";
import { useFormat } from "@/shared/format/useFormat";
import { Banner } from "@/shared/ui/Banner";
import { Button } from "@/shared/ui/Button";
import { ButtonLink } from "@/shared/ui/ButtonLink";
import { confirm } from "@/shared/ui/confirm";
import { Progress } from "@/shared/ui/Progress";
import { Time } from "@/shared/ui/Time";
import { toast } from "@/shared/ui/toast";
import css from "./contacts.module.css";
import { ImportStatus } from "./ImportList";
import { ProblemList } from "./ImportRows";
import { downloadRejected, hasEnded, type ImportDetails, useCancelImport } from "./imports";
import own from "./imports.module.css";

const COUNTS = ["created", "updated", "duplicates", "invalid"] as const;

export function ImportProgress({ job }: { job: ImportDetails }) {
  const t = useTranslations("contacts.imports");
  const words = useProblemWords();
  const format = useFormat();
  const cancel = useCancelImport();
  const isOver = hasEnded(job);
  const fail = (error: unknown) => toast({ text: words(error), tone: "danger" });
  const stop = async () => {
    const isConfirmed = await confirm({
      title: t("cancelTitle"),
      text: t("cancelText"),
      action: t("cancel"),
      danger: true,
    });
    if (isConfirmed) cancel.mutate(job.id, { onError: fail });
  };
  return (
    <div className={css.form}>
      <div className={css.cardTop}>
        <span className={css.tags}>
          <ImportStatus status={job.status} />
          <span className={css.second}>
            <Time at={job.createdAt} />
            {job.fileBytes === null ? "" : ` · ${format.bytes(job.fileBytes)}`} ·{" "}
            {t(`mode.${job.onExisting}`)}
          </span>
        </span>
        {isOver ? (
          <ButtonLink to="/contacts/{-$contactId}" params={{}} search={{}} icon={Users}>
            {t("toContacts")}
          </ButtonLink>
        ) : (
          <Button busy={cancel.isPending} onClick={() => void stop()}>
            {t("cancel")}
          </Button>
        )}
      </div>
      {!isOver && (
        <Progress
          label={job.status === "queued" ? t("queued") : t("running")}
          text={t("soFar", { rows: job.rows })}
        />
      )}
      {job.status === "failed" && (
        <Banner tone="danger" live title={t("failedTitle")}>
          {t("failedText")}
        </Banner>
      )}
      {job.status === "cancelled" && (
        <Banner tone="info" live>
          {t("cancelledText")}
        </Banner>
      )}
      {job.status === "finished" && (
        <Banner tone={job.invalid > 0 ? "warning" : "good"} live title={t("finishedTitle")}>
          {t("finishedText", { rows: job.rows, invalid: job.invalid })}
        </Banner>
      )}
      <dl className={own.counts}>
        {COUNTS.map((count) => (
          <div key={count} data-bad={(count === "invalid" && job.invalid > 0) || undefined}>
            <dt>{t(`count.${count}`)}</dt>
            <dd>{format.number(job[count])}</dd>
          </div>
        ))}
      </dl>
      {job.invalid > 0 && (
        <section aria-labelledby="import-problems" className={own.block}>
          <div className={css.cardTop}>
            <h2 id="import-problems" className={css.heading}>
              {t("problems")}
            </h2>
            {isOver && (
              <Button icon={Download} onClick={() => void downloadRejected(job.id).catch(fail)}>
                {t("downloadRejected")}
              </Button>
            )}
          </div>
          <p className={css.second}>{t("problemsText")}</p>
          {job.errors.length > 0 && <ProblemList problems={job.errors} />}
        </section>
      )}
      {job.columns.length > 0 && (
        <details className={own.more}>
          <summary>{t("columns")}</summary>
          <dl className={css.facts}>
            {job.columns.map(({ column, use }) => (
              <div key={column}>
                <dt dir="auto">{column}</dt>
                <dd>{t(`use.${use}`)}</dd>
              </div>
            ))}
          </dl>
        </details>
      )}
    </div>
  );
}
