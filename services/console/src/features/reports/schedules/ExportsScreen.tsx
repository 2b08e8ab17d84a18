/** Files that are made in the background, of any size: how far each is, and the link to it for a day. */

import { FileDown, Plus, Trash2, X } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { useTranslations } from "use-intl";
import { useUsers } from "@/shared/api/lookups";
import { useMay } from "@/shared/api/session";
import { useProblemWords } from "@/shared/api/words";
import { Button } from "@/shared/ui/Button";
import { confirm } from "@/shared/ui/confirm";
import { type Column, DataTable } from "@/shared/ui/DataTable";
import { Empty } from "@/shared/ui/Empty";
import { ErrorBox } from "@/shared/ui/ErrorBox";
import { ForbiddenPage } from "@/shared/ui/ForbiddenPage";
import { IconButton } from "@/shared/ui/IconButton";
import { Time } from "@/shared/ui/Time";
import { toast } from "@/shared/ui/toast";
import { deleteExport, type Export, saveExport, useExports } from "./data";
import { ExportProgress } from "./ExportProgress";
import { Frame } from "./Frame";
import { isUnderWay } from "./rules";
import css from "./schedules.module.css";
import { useExportName } from "./useExportName";

const ExportDialog = lazy(() => import("./ExportDialog").then((m) => ({ default: m.ExportDialog })));

export function ExportsScreen() {
  const t = useTranslations("reportsSchedules.exports");
  const words = useProblemWords();
  const mayRead = useMay("reports:read");
  const { data, error, refetch, isFetching, hasNextPage, fetchNextPage, isFetchingNextPage } = useExports();
  const [isOpen, setOpen] = useState(false);
  const act = (doing: () => Promise<void>) =>
    doing().catch((thrown) => toast({ tone: "danger", text: words(thrown) }));
  const rows = data?.pages.flatMap(({ items }) => items);
  const columns = useColumns(rows, (doing) => void act(doing));
  if (!mayRead) return <ForbiddenPage title={t("title")} />;
  const create = (
    <Button variant="primary" icon={Plus} onClick={() => setOpen(true)}>
      {t("create")}
    </Button>
  );
  return (
    <Frame shown="exports" actions={rows && rows.length > 0 && create}>
      {error && !data ? (
        <ErrorBox error={error} onRetry={() => void refetch()} isRetrying={isFetching} />
      ) : (
        <DataTable
          label={t("title")}
          rows={rows}
          rowId={(row) => row.id}
          rowName={(row) => t(`reports.${row.report}`)}
          columns={columns}
          {...(hasNextPage && { onMore: () => void fetchNextPage() })}
          isLoadingMore={isFetchingNextPage}
          empty={<Empty icon={FileDown} title={t("none")} text={t("noneText")} action={create} />}
        />
      )}
      <Suspense>{isOpen && <ExportDialog onClose={() => setOpen(false)} />}</Suspense>
    </Frame>
  );
}

function useColumns(
  rows: readonly Export[] | undefined,
  act: (doing: () => Promise<void>) => void,
): Column<Export>[] {
  const t = useTranslations("reportsSchedules.exports");
  const more = useTranslations("reportsSchedules");
  const users = useUsers();
  const nameOf = useExportName(rows);
  const remove = async (row: Export) => {
    const kind = isUnderWay(row) ? "cancel" : "remove";
    const isSure = await confirm({
      title: t(`${kind}.title`),
      text: t(`${kind}.text`),
      action: t(`${kind}.action`),
      danger: true,
    });
    if (isSure) await deleteExport(row.id);
  };
  return [
    {
      id: "what",
      header: t("what"),
      width: "32%",
      cell: (row) => {
        const { title, text } = nameOf(row);
        return (
          <span className={`${css.stack} ${css.titled}`}>
            <span className={css.strong}>{title}</span>
            <span className={css.quiet} dir="auto">
              {text}
            </span>
          </span>
        );
      },
    },
    {
      id: "by",
      header: t("by"),
      hideInCards: true,
      cell: (row) => (
        <span className={css.stack}>
          <span dir="auto">{users.byId.get(row.createdBy)?.name ?? more("somebody")}</span>
          <span className={css.quiet}>
            <Time at={row.createdAt} />
          </span>
        </span>
      ),
    },
    { id: "state", header: t("state"), width: "28%", cell: (row) => <ExportProgress row={row} /> },
    {
      id: "file",
      header: more("format"),
      cell: (row) =>
        row.status === "finished" && (
          <Button size="small" icon={FileDown} onClick={() => act(() => saveExport(row.id))}>
            {t("save")}
          </Button>
        ),
    },
    {
      id: "remove",
      header: more("menu"),
      hideHeader: true,
      align: "end",
      cell: (row) => (
        <IconButton
          icon={isUnderWay(row) ? X : Trash2}
          label={t(isUnderWay(row) ? "cancel.of" : "remove.of", { name: nameOf(row).title })}
          onClick={() => act(() => remove(row))}
        />
      ),
    },
  ];
}
