/** What else can be done with the list: select, save it as a view, and of a saved one rename or delete it. */

import { BookmarkPlus, EllipsisVertical, ListChecks, Pencil, Trash2 } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { useMay } from "@/shared/api/session";
import { useProblemWords } from "@/shared/api/words";
import { Button } from "@/shared/ui/Button";
import { Checkbox } from "@/shared/ui/Checkbox";
import { confirm } from "@/shared/ui/confirm";
import { Dialog } from "@/shared/ui/Dialog";
import { Field } from "@/shared/ui/Field";
import { IconButton } from "@/shared/ui/IconButton";
import { Menu, type MenuItem } from "@/shared/ui/Menu";
import { TextInput } from "@/shared/ui/TextInput";
import { toast } from "@/shared/ui/toast";
import type { ListQuery, View } from "../rules";
import { useSavedViews } from "./savedViews";

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
      <Menu trigger={<IconButton label={t("list.menu")} icon={EllipsisVertical} />} items={items} />
      {dialog && query && (
        <ViewDialog
          query={query}
          view={dialog === "rename" ? saved : undefined}
          onClose={() => setDialog(undefined)}
          onSaved={onView}
        />
      )}
    </>
  );
}

interface DialogProps {
  query: ListQuery;
  /** The one to rename; without it a new one is saved. */
  view: View | undefined;
  onClose: () => void;
  onSaved: (view: string) => void;
}

function ViewDialog({ query, view, onClose, onSaved }: DialogProps) {
  const t = useTranslations("inbox");
  const words = useProblemWords();
  const mayShare = useMay("tickets:manage");
  const { save, rename } = useSavedViews();
  const [name, setName] = useState(view?.name ?? "");
  const [isShared, setShared] = useState(false);
  const [error, setError] = useState<string>();
  const submit = () => {
    if (name.trim() === "") return setError(t("views.nameMissing"));
    const answer = view
      ? rename.mutateAsync({ view, name: name.trim() })
      : save.mutateAsync({ query, name: name.trim(), shared: isShared });
    answer.then(
      (saved) => {
        onClose();
        onSaved(saved.id);
      },
      (failed: unknown) => setError(words(failed)),
    );
  };
  return (
    <Dialog
      title={view ? t("views.rename") : t("views.save")}
      text={view ? undefined : t("views.saveText")}
      open
      size="small"
      onClose={onClose}
      onSubmit={submit}
      actions={
        <>
          <Button onClick={onClose}>{t("cancel")}</Button>
          <Button type="submit" variant="primary" busy={save.isPending || rename.isPending}>
            {t("save")}
          </Button>
        </>
      }
    >
      <Field label={t("views.name")} error={error}>
        <TextInput value={name} onValue={setName} maxLength={60} autoFocus />
      </Field>
      {!view && mayShare && <Checkbox checked={isShared} onValue={setShared} label={t("views.share")} />}
    </Dialog>
  );
}
