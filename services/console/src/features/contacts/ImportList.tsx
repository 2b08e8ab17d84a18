/** All imports of the company, the latest first. */

import { Link } from "@tanstack/react-router";
import { FileSpreadsheet } from "lucide-react";
import { useTranslations } from "use-intl";
import { useUsers } from "@/shared/api/lookups";
import { useFormat } from "@/shared/format/useFormat";
import { Badge, type BadgeTone } from "@/shared/ui/Badge";
import { DataTable } from "@/shared/ui/DataTable";
import { Empty } from "@/shared/ui/Empty";
import { ErrorBox } from "@/shared/ui/ErrorBox";
import { Time } from "@/shared/ui/Time";
import css from "./contacts.module.css";
import { type ImportSummary, useImports } from "./imports";

const TONES = {
  draft: "info",
  queued: "info",
  running: "info",
  finished: "accent",
  failed: "danger",
  cancelled: "neutral",
} as const satisfies Record<ImportSummary["status"], BadgeTone>;

export function ImportStatus({ status }: Pick<ImportSummary, "status">) {
  const t = useTranslations("contacts.imports");
  return (
    <Badge tone={TONES[status]} dot={status === "running"}>
      {t(`status.${status}`)}
    </Badge>
  );
}

export function ImportList() {
  const t = useTranslations("contacts.imports");
  const format = useFormat();
  const users = useUsers();
  const imports = useImports();
  if (imports.isError && !imports.data) {
    return (
      <ErrorBox
        error={imports.error}
        title={t("listFailed")}
        onRetry={() => void imports.refetch()}
        isRetrying={imports.isRefetching}
      />
    );
  }
  return (
    <section aria-labelledby="imports-before" className={css.form}>
      <h2 id="imports-before" className={css.heading}>
        {t("before")}
      </h2>
      <DataTable
        label={t("before")}
        rows={imports.data?.pages.flatMap(({ items }) => items)}
        rowId={({ id }) => id}
        rowName={(row) => row.fileName ?? t("one")}
        rowLink={({ id }) => <Link to="/contacts/imports/{-$importId}" params={{ importId: id }} />}
        columns={[
          {
            id: "file",
            header: t("file"),
            cell: (row) => <span dir="auto">{row.fileName ?? t("one")}</span>,
          },
          { id: "status", header: t("state"), cell: (row) => <ImportStatus status={row.status} /> },
          {
            id: "rows",
            header: t("rows"),
            align: "end",
            cell: (row) => (row.status === "draft" ? "–" : format.number(row.rows)),
          },
          {
            id: "invalid",
            header: t("invalid"),
            align: "end",
            cell: (row) => (row.status === "draft" ? "–" : format.number(row.invalid)),
          },
          {
            id: "by",
            header: t("by"),
            cell: (row) => row.createdBy && users.byId.get(row.createdBy)?.name,
            hideInCards: true,
          },
          {
            id: "createdAt",
            header: t("when"),
            cell: (row) => <Time at={row.createdAt} kind="list" className={css.second} />,
          },
        ]}
        onMore={imports.hasNextPage ? () => void imports.fetchNextPage() : undefined}
        isLoadingMore={imports.isFetchingNextPage}
        empty={<Empty compact icon={FileSpreadsheet} title={t("none")} text={t("noneText")} />}
      />
    </section>
  );
}
