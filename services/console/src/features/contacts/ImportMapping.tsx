/** What each column of a file is used for, the rows as they would be stored, and what happens to contacts that exist. */

import { useState } from "react";
import { useTranslations } from "use-intl";
import { useProblemWords } from "@/shared/api/words";
import { useFormat } from "@/shared/format/useFormat";
import { Banner } from "@/shared/ui/Banner";
import { Button } from "@/shared/ui/Button";
import { Checkbox, RadioGroup } from "@/shared/ui/Checkbox";
import { ErrorBox } from "@/shared/ui/ErrorBox";
import { Skeleton } from "@/shared/ui/Skeleton";
import { Spinner } from "@/shared/ui/Spinner";
import { toast } from "@/shared/ui/toast";
import css from "./contacts.module.css";
import { ImportColumns } from "./ImportColumns";
import { ImportRows } from "./ImportRows";
import { mappingProblem, withUse } from "./importRules";
import {
  type ImportDetails,
  type ImportReading,
  type ImportStart,
  useCancelImport,
  usePreview,
  useStartImport,
} from "./imports";
import own from "./imports.module.css";

interface ImportMappingProps {
  job: ImportDetails;
  onDropped: () => void;
}

type OnExisting = NonNullable<ImportStart["onExisting"]>;

export function ImportMapping({ job, onDropped }: ImportMappingProps) {
  const t = useTranslations("contacts.mapping");
  const words = useProblemWords();
  const format = useFormat();
  const [reading, setReading] = useState<ImportReading>({});
  const [onExisting, setOnExisting] = useState<OnExisting>("update");
  const preview = usePreview(job.id, reading);
  const start = useStartImport(job.id);
  const cancel = useCancelImport();
  if (preview.isError && !preview.data) {
    return <ErrorBox error={preview.error} title={t("failed")} onRetry={() => void preview.refetch()} />;
  }
  if (!preview.data) return <Skeleton kind="block" height={320} />;
  const { columns, rows, problems, hasHeader, rowsRead, rowsRefused } = preview.data;
  const problem = mappingProblem(columns);
  const isCurrent = !preview.isPlaceholderData && !preview.isError;
  const drop = () =>
    cancel.mutate(job.id, {
      onSuccess: onDropped,
      onError: (error) => toast({ text: words(error), tone: "danger" }),
    });
  return (
    <div className={css.form}>
      <p className={css.muted}>{t("text")}</p>
      {preview.isError && (
        <Banner tone="danger" live>
          {words(preview.error)}
        </Banner>
      )}
      <section aria-labelledby="mapping-columns" className={own.block}>
        <div className={css.cardTop}>
          <h2 id="mapping-columns" className={css.heading}>
            {t("columns")}
          </h2>
          {preview.isFetching && (
            <span role="status" className={css.second}>
              <Spinner size={14} /> {t("looking")}
            </span>
          )}
        </div>
        <Checkbox
          label={t("hasHeader")}
          checked={hasHeader}
          onValue={(checked) => setReading({ hasHeader: checked })}
        />
        <ImportColumns
          columns={columns}
          onUse={(column, use, field) => setReading(withUse({ hasHeader, ...reading }, column, use, field))}
        />
        {problem && (
          <Banner tone="warning" live>
            {problem.kind === "nobody" ? t("nobody") : t("twice", { use: t(`use.${problem.use}`) })}
          </Banner>
        )}
      </section>
      <ImportRows rows={rows} problems={problems} rowsRead={rowsRead} rowsRefused={rowsRefused} />
      <section className={own.block}>
        <RadioGroup
          label={t("onExisting")}
          look="cards"
          value={onExisting}
          onValue={setOnExisting}
          options={(["update", "fillEmpty", "skip"] as const).map((value) => ({
            value,
            label: t(`mode.${value}`),
            hint: t(`mode.${value}Hint`),
          }))}
        />
      </section>
      {start.error && (
        <Banner tone="danger" live>
          {words(start.error)}
        </Banner>
      )}
      <div className={own.bar}>
        <span className={`${css.second} ${own.size}`}>
          {job.fileBytes === null ? "" : t("size", { size: format.bytes(job.fileBytes) })}
        </span>
        <Button onClick={drop} busy={cancel.isPending}>
          {t("drop")}
        </Button>
        <Button
          variant="primary"
          busy={start.isPending}
          disabled={Boolean(problem) || !isCurrent}
          onClick={() => start.mutate({ ...reading, onExisting })}
        >
          {t("start")}
        </Button>
      </div>
    </div>
  );
}
