/** What else can be done with the list: select, save it as a view, and of a saved one rename or delete it. */

import { BookmarkPlus, EllipsisVertical, ListChecks, Pencil, Trash2 } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { useTranslations } from "use-intl";
import { useMay } from "@/shared/api/session";
import { useProblemWords } from "@/shared/api/words";
import { confirm } from "@/shared/ui/confirm";
import { IconButton } from "@/shared/ui/IconButton";
import { Menu, type MenuItem } from "@/shared/ui/Menu";
import { toast } from "@/shared/ui/toast";
import type { ListQuery, View } from "../rules";
import { useSavedViews } from "./savedViews";

const ViewDialog = lazy(() => import("./ViewDialog").then((module) => ({ default: module.ViewDialog })));

interface Props {
  query: ListQuery | undefined;
  /** The saved view that is shown. */
  saved: View | undefined;
  onView: (view: string) => void;
  onSelect: (() => void) | undefined;
}

export function ListMenu({ query, saved, onView, onSelect }: Props) {
  const t = useTranslations("inbox");
  const words = useProblemWords();
  const { remove } = useSavedViews();
  const mayManage = useMay("tickets:manage");
  const [dialog, setDialog] = useState<"save" | "rename">();
  const isMine = saved && (!saved.shared || mayManage);
  const items: MenuItem[] = [];
  if (onSelect) items.push({ label: t("select.start"), icon: ListChecks, onSelect });
  if (query) items.push({ label: t("views.save"), icon: BookmarkPlus, onSelect: () => setDialog("save") });
  const drop = async (view: View) => {
    const isSure = await confirm({
      title: t("views.deleteTitle", { name: view.name }),
      text: t(view.shared ? "views.deleteShared" : "views.deleteOwn"),
      action: t("views.delete"),
      danger: true,
    });
    if (!isSure) return;
    remove.mutate(view.id, {
      onSuccess: () => onView("mine"),
      onError: (error) => toast({ tone: "danger", text: words(error) }),
    });
  };
  if (isMine) {
    items.push(
      "separator",
      { label: t("views.rename"), icon: Pencil, onSelect: () => setDialog("rename") },
      { label: t("views.delete"), icon: Trash2, danger: true, onSelect: () => void drop(saved) },
    );
  }
  if (items.length === 0) return null;
  return (
    <>
      <Menu
        trigger={<IconButton label={t("list.menu")} icon={EllipsisVertical} tooltip={false} />}
        items={items}
      />
      <Suspense>
        {dialog && query && (
          <ViewDialog
            query={query}
            view={dialog === "rename" ? saved : undefined}
            onClose={() => setDialog(undefined)}
            onSaved={onView}
          />
        )}
      </Suspense>
    </>
  );
}
