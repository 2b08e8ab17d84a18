/** Makes two contacts one: whom, which values stay where both have one, and what it comes to, before it is done. */

import { useCallback, useState } from "react";
import { useTranslations } from "use-intl";
import { useProblemWords } from "@/shared/api/words";
import { useFormat } from "@/shared/format/useFormat";
import { Banner } from "@/shared/ui/Banner";
import { Button } from "@/shared/ui/Button";
import { RadioGroup } from "@/shared/ui/Checkbox";
import { Combobox } from "@/shared/ui/Combobox";
import type { ComboOption } from "@/shared/ui/comboboxSearch";
import { Dialog } from "@/shared/ui/Dialog";
import { Field } from "@/shared/ui/Field";
import { Skeleton } from "@/shared/ui/Skeleton";
import { toast } from "@/shared/ui/toast";
import css from "./contacts.module.css";
import { searchContacts } from "./data";
import { useMergeContacts, useMergePreview } from "./merges";
import { type Contact, conflictsOf, type MergeField, nameOf } from "./rules";

interface MergeContactsProps {
  contact: Contact;
  name: string;
  onClose: () => void;
  onMerged: () => void;
}

export function MergeContacts({ contact, name, onClose, onMerged }: MergeContactsProps) {
  const t = useTranslations("contacts.merge");
  const c = useTranslations("contacts");
  const words = useProblemWords();
  const format = useFormat();
  const [chosen, setChosen] = useState<ComboOption | null>(null);
  const [take, setTake] = useState<readonly MergeField[]>([]);
  const preview = useMergePreview(contact.id, chosen?.value, take);
  const merge = useMergeContacts(contact.id);
  const search = useCallback(
    async (query: string, signal: AbortSignal) =>
      (await searchContacts(query, signal))
        .filter(({ id }) => id !== contact.id)
        .map((other) => ({
          value: other.id,
          label: nameOf(other, format.phone, c("unnamed")),
          hint: other.phone ? format.phone(other.phone) : (other.email ?? undefined),
        })),
    [contact.id, format, c],
  );
  const shown = (field: MergeField, of: Contact) => {
    const value = of[field] ?? "";
    return field === "phone" ? format.phone(value) : value;
  };
  const { data } = preview;
  const gone = data?.gone;
  const submit = () => {
    if (!chosen || !data?.possible || merge.isPending) return;
    merge.mutate(
      { goesId: chosen.value, take },
      {
        onSuccess: () => {
          toast({ text: t("done"), tone: "good" });
          onMerged();
        },
      },
    );
  };
  return (
    <Dialog
      title={t("title", { name })}
      text={t("text")}
      open
      onClose={onClose}
      onSubmit={submit}
      actions={
        <>
          <Button onClick={onClose}>{t("cancel")}</Button>
          <Button
            variant="primary"
            type="submit"
            busy={merge.isPending}
            disabled={!data?.possible || preview.isPlaceholderData}
          >
            {t("merge")}
          </Button>
        </>
      }
    >
      <Field label={t("other")} required>
        <Combobox
          value={chosen}
          onValue={(option) => {
            setChosen(option);
            setTake([]);
          }}
          onSearch={search}
          placeholder={t("search")}
        />
      </Field>
      {chosen && preview.isPending && <Skeleton />}
      {(preview.error ?? merge.error) && (
        <Banner tone="danger" live>
          {words(merge.error ?? preview.error)}
        </Banner>
      )}
      {gone && (
        <>
          {conflictsOf(contact, gone).map((field) => (
            <RadioGroup
              key={field}
              label={t(`field.${field}`)}
              value={take.includes(field) ? "other" : "own"}
              onValue={(which) =>
                setTake(which === "other" ? [...take, field].sort() : take.filter((other) => other !== field))
              }
              options={[
                { value: "own", label: shown(field, contact) },
                { value: "other", label: shown(field, gone), hint: t("ofOther") },
              ]}
            />
          ))}
          {data.possible ? (
            <Banner>
              <p className={css.strong}>{t("moves", { tickets: data.tickets, messages: data.messages })}</p>
              <p>{t("undoable")}</p>
            </Banner>
          ) : (
            <Banner tone="warning" title={t("impossible")}>
              {t("impossibleText")}
            </Banner>
          )}
        </>
      )}
    </Dialog>
  );
}
