/** What is done with the contacts that are chosen, or with all that the filter finds. Each is a job of the server. */

import { Ban, Download, EllipsisVertical, ShieldCheck, Tag as TagIcon, Tags, Trash2 } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { useMay } from "@/shared/api/session";
import { useProblemWords } from "@/shared/api/words";
import { Button } from "@/shared/ui/Button";
import { confirm } from "@/shared/ui/confirm";
import { IconButton } from "@/shared/ui/IconButton";
import { Menu, type MenuItem } from "@/shared/ui/Menu";
import { toast } from "@/shared/ui/toast";
import { type BulkRequest, useStartJob } from "./jobs";
import type { ContactFilter } from "./rules";
import { TagMany } from "./TagMany";

interface BulkActionsProps {
  selected: ReadonlySet<string>;
  /** How many rows are shown, and whether there are more that are not. */
  shown: number;
  hasMore: boolean;
  /** What finds all of them; undefined in a segment, which has no such request. */
  filter?: ContactFilter;
  onDone: () => void;
}

type Action = BulkRequest extends infer Request
  ? Request extends BulkRequest
    ? Omit<Request, "ids" | "filter" | "clientKey">
    : never
  : never;

export function BulkActions({ selected, shown, hasMore, filter, onDone }: BulkActionsProps) {
  const t = useTranslations("contacts.bulk");
  const words = useProblemWords();
  const mayImport = useMay("contacts:import");
  const mayManage = useMay("contacts:manage");
  const start = useStartJob();
  const [isAll, setAll] = useState(false);
  const [tagging, setTagging] = useState<"tag" | "untag">();
  const canTakeAll = Boolean(filter) && mayImport && hasMore && selected.size >= shown;
  const whom = isAll && canTakeAll ? { filter: filter ?? {} } : { ids: [...selected] };
  const count = isAll && canTakeAll ? undefined : selected.size;

  const run = (action: Action) =>
    start.mutate({ ...action, ...whom, clientKey: crypto.randomUUID() } as BulkRequest, {
      onSuccess: () => {
        toast({ text: t("started"), tone: "good" });
        onDone();
      },
      onError: (error) => toast({ text: words(error), tone: "danger" }),
    });
  const remove = async () => {
    const isConfirmed = await confirm({
      title: count === undefined ? t("deleteAllTitle") : t("deleteTitle", { count }),
      text: t("deleteText"),
      action: t("delete"),
      danger: true,
      typed: count === undefined || count > 20 ? t("deleteWord") : undefined,
    });
    if (isConfirmed) run({ action: "delete" });
  };
  const more: MenuItem[] = [
    { label: t("untag"), icon: TagIcon, onSelect: () => setTagging("untag") },
    { label: t("block"), icon: Ban, onSelect: () => run({ action: "block" }) },
    { label: t("unblock"), icon: ShieldCheck, onSelect: () => run({ action: "unblock" }) },
    ...(mayManage
      ? [
          "separator" as const,
          { label: t("delete"), icon: Trash2, danger: true, onSelect: () => void remove() },
        ]
      : []),
  ];
  return (
    <>
      {canTakeAll && (
        <Button size="small" variant="ghost" onClick={() => setAll(!isAll)} aria-pressed={isAll}>
          {isAll ? t("onlyShown", { count: selected.size }) : t("takeAll")}
        </Button>
      )}
      <Button size="small" icon={Tags} onClick={() => setTagging("tag")}>
        {t("tag")}
      </Button>
      {mayImport && (
        <Button size="small" icon={Download} busy={start.isPending} onClick={() => run({ action: "export" })}>
          {t("export")}
        </Button>
      )}
      <Menu trigger={<IconButton size="small" label={t("more")} icon={EllipsisVertical} />} items={more} />
      {tagging && (
        <TagMany
          action={tagging}
          busy={start.isPending}
          onClose={() => setTagging(undefined)}
          onTags={(tags) => {
            run({ action: tagging, tags });
            setTagging(undefined);
          }}
        />
      )}
    </>
  );
}
