/** Saved segments: what each finds, how many, and who they are. */

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Ellipsis, Filter, Pencil, Trash2, Users } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { api, ask } from "@/shared/api/client";
import { useMay } from "@/shared/api/session";
import { useProblemWords } from "@/shared/api/words";
import { useFormat } from "@/shared/format/useFormat";
import { Button } from "@/shared/ui/Button";
import { confirm } from "@/shared/ui/confirm";
import { DataTable } from "@/shared/ui/DataTable";
import { Empty } from "@/shared/ui/Empty";
import { ErrorBox } from "@/shared/ui/ErrorBox";
import { IconButton } from "@/shared/ui/IconButton";
import { Menu } from "@/shared/ui/Menu";
import { Time } from "@/shared/ui/Time";
import { toast } from "@/shared/ui/toast";
import list from "../campaigns.module.css";
import { SegmentContacts } from "./SegmentContacts";
import { SegmentDialog } from "./SegmentDialog";
import { type Segment, segmentEstimateQuery, segmentKeys, segmentsQuery } from "./segmentData";
import { useFilterWords } from "./useFilterWords";

export function SegmentsTab({ onNew }: { onNew: () => void }) {
  const t = useTranslations("campaigns");
  const says = useFilterWords();
  const mayWrite = useMay("campaigns:write");
  const query = useQuery(segmentsQuery());
  const [edited, setEdited] = useState<Segment>();
  const [shown, setShown] = useState<Segment>();
  if (query.error && !query.data)
    return (
      <ErrorBox
        error={query.error}
        onRetry={() => void query.refetch()}
        isRetrying={query.isFetching}
        title={t("segments.failed")}
      />
    );
  return (
    <>
      <DataTable
        label={t("tabs.segments")}
        columns={[
          {
            id: "name",
            header: t("segments.name"),
            cell: (row) => (
              <span className={list.name}>
                <span dir="auto">{row.name}</span>
                <span className={list.under}>{says(row.filter)}</span>
              </span>
            ),
          },
          {
            id: "contacts",
            header: t("segments.contacts"),
            align: "end",
            cell: (row) => <Count segment={row} onShow={() => setShown(row)} />,
          },
          {
            id: "updated",
            header: t("segments.updated"),
            hideInCards: true,
            cell: (row) => <Time at={row.updatedAt} kind="list" />,
          },
          {
            id: "menu",
            header: t("list.actions"),
            hideHeader: true,
            align: "end",
            cell: (row) => (
              <SegmentMenu
                segment={row}
                mayWrite={mayWrite}
                onEdit={() => setEdited(row)}
                onShow={() => setShown(row)}
              />
            ),
          },
        ]}
        rows={query.data}
        rowId={(row) => row.id}
        rowName={(row) => row.name}
        empty={
          <Empty
            icon={Filter}
            title={t("segments.empty")}
            text={t("segments.emptyText")}
            action={
              mayWrite && (
                <Button variant="primary" onClick={onNew}>
                  {t("segments.new")}
                </Button>
              )
            }
          />
        }
      />
      {edited && <SegmentDialog segment={edited} onClose={() => setEdited(undefined)} />}
      {shown && <SegmentContacts segment={shown} onClose={() => setShown(undefined)} />}
    </>
  );
}

function Count({ segment, onShow }: { segment: Segment; onShow: () => void }) {
  const t = useTranslations("campaigns");
  const format = useFormat();
  const { data, isError } = useQuery(segmentEstimateQuery(segment.id));
  if (isError) return <span>–</span>;
  if (!data) return <span>…</span>;
  return (
    <Button
      size="small"
      variant="ghost"
      onClick={onShow}
      aria-label={t("segments.show", { name: segment.name })}
    >
      {format.number(data.contacts)}
    </Button>
  );
}

interface SegmentMenuProps {
  segment: Segment;
  mayWrite: boolean;
  onEdit: () => void;
  onShow: () => void;
}

function SegmentMenu({ segment, mayWrite, onEdit, onShow }: SegmentMenuProps) {
  const t = useTranslations("campaigns");
  const words = useProblemWords();
  const client = useQueryClient();
  const remove = async () => {
    const { id, name } = segment;
    const isSure = await confirm({
      title: t("segments.deleteTitle", { name }),
      text: t("segments.deleteText"),
      action: t("actions.delete"),
      danger: true,
    });
    if (!isSure) return;
    try {
      await ask(api.DELETE("/api/v1/segments/{segment_id}", { params: { path: { segment_id: id } } }));
      await client.invalidateQueries({ queryKey: segmentKeys.all });
      toast({ text: t("done.delete", { name }) });
    } catch (error) {
      toast({ tone: "danger", text: words(error) });
    }
  };
  return (
    <Menu
      trigger={<IconButton size="small" icon={Ellipsis} label={t("list.menu", { name: segment.name })} />}
      items={[
        { label: t("segments.showContacts"), icon: Users, onSelect: onShow },
        ...(mayWrite
          ? [
              { label: t("segments.edit"), icon: Pencil, onSelect: onEdit },
              { label: t("actions.delete"), icon: Trash2, danger: true, onSelect: () => void remove() },
            ]
          : []),
      ]}
    />
  );
}
