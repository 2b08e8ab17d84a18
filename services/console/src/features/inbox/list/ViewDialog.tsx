/** Names a view: a new one of the list that is shown, or a saved one anew. */

import { useState } from "react";
import { useTranslations } from "use-intl";
import { useMay } from "@/shared/api/session";
import { useProblemWords } from "@/shared/api/words";
import { Button } from "@/shared/ui/Button";
import { Checkbox } from "@/shared/ui/Checkbox";
import { Dialog } from "@/shared/ui/Dialog";
import { Field } from "@/shared/ui/Field";
import { TextInput } from "@/shared/ui/TextInput";
import type { ListQuery, View } from "../rules";
import { useSavedViews } from "./savedViews";

interface Props {
  query: ListQuery;
  /** The one to rename; without it a new one is saved. */
  view: View | undefined;
  onClose: () => void;
  onSaved: (view: string) => void;
}

export function ViewDialog({ query, view, onClose, onSaved }: Props) {
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
