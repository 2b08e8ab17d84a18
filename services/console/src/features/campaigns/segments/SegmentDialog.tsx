/** A segment while it is written: its name, its conditions, and the first people whom they find. */

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { api, ask } from "@/shared/api/client";
import { ProblemError } from "@/shared/api/problems";
import { useFieldWords, useProblemWords } from "@/shared/api/words";
import { useFormat } from "@/shared/format/useFormat";
import { Avatar } from "@/shared/ui/Avatar";
import { Banner } from "@/shared/ui/Banner";
import { Button } from "@/shared/ui/Button";
import { Dialog } from "@/shared/ui/Dialog";
import { Field } from "@/shared/ui/Field";
import { Skeleton } from "@/shared/ui/Skeleton";
import { TextInput } from "@/shared/ui/TextInput";
import { toast } from "@/shared/ui/toast";
import { samplesQuery } from "../data";
import { FilterBuilder } from "./FilterBuilder";
import { type Filter, filterOf, NONE, readFilter } from "./filter";
import { type Segment, segmentKeys } from "./segmentData";
import css from "./segments.module.css";

interface SegmentDialogProps {
  /** The one that is changed; none makes a new one. */
  segment?: Segment;
  onClose: () => void;
}

export function SegmentDialog({ segment, onClose }: SegmentDialogProps) {
  const t = useTranslations("campaigns");
  const words = useProblemWords();
  const fieldWords = useFieldWords();
  const client = useQueryClient();
  const [name, setName] = useState(segment?.name ?? "");
  const [conditions, setConditions] = useState(() => (segment ? readFilter(segment.filter) : NONE));
  const [error, setError] = useState<unknown>();
  const [isBusy, setBusy] = useState(false);
  const key = useRef(crypto.randomUUID());
  // What these conditions cannot say stays as it is.
  const filter = conditions ? filterOf(conditions) : segment?.filter;
  const isReady = name.trim() !== "" && filter !== undefined;
  const wrong = error instanceof ProblemError ? error.fields.name : undefined;

  const save = async () => {
    if (isBusy || !filter || name.trim() === "") return;
    setBusy(true);
    try {
      const body = { name: name.trim(), filter };
      await ask(
        segment
          ? api.PATCH("/api/v1/segments/{segment_id}", {
              params: { path: { segment_id: segment.id } },
              body: conditions ? body : { name: body.name },
            })
          : api.POST("/api/v1/segments", {
              params: { header: { "idempotency-key": key.current } },
              body,
            }),
      );
      await client.invalidateQueries({ queryKey: segmentKeys.all });
      toast({ tone: "good", text: t("segments.saved", { name: body.name }) });
      onClose();
    } catch (failed) {
      setError(failed);
      setBusy(false);
      if (failed instanceof ProblemError) key.current = crypto.randomUUID();
    }
  };

  return (
    <Dialog
      open
      size="large"
      title={t(segment ? "segments.edit" : "segments.new")}
      onClose={onClose}
      onSubmit={() => void save()}
      actions={
        <>
          <Button onClick={onClose}>{t("cancel")}</Button>
          <Button type="submit" variant="primary" busy={isBusy} disabled={!isReady}>
            {t("save")}
          </Button>
        </>
      }
    >
      <Field label={t("segments.name")} error={wrong && fieldWords(wrong)}>
        <TextInput value={name} onValue={setName} maxLength={200} autoFocus required />
      </Field>
      {conditions ? (
        <FilterBuilder value={conditions} onValue={setConditions} />
      ) : (
        <Banner title={t("segments.deep")}>{t("segments.deepText")}</Banner>
      )}
      {filter && <Found filter={filter} />}
      {error !== undefined && !wrong && <Banner tone="danger" live title={words(error)} />}
    </Dialog>
  );
}

/** The first people whom a filter finds. */
export function Found({ filter }: { filter: Filter }) {
  const t = useTranslations("campaigns");
  const format = useFormat();
  const body = { segment: filter, message: "-", limit: 5 };
  const { data, isPending, isError } = useQuery(samplesQuery(body, ["found", JSON.stringify(filter)]));
  if (isPending) return <Skeleton kind="text" count={2} />;
  if (isError) return null;
  if (data.items.length === 0) return <p className={css.quiet}>{t("segments.findsNone")}</p>;
  return (
    <section aria-label={t("segments.finds")} className={css.found}>
      <h3 className={css.small}>{t("segments.finds")}</h3>
      <ul className={css.people}>
        {data.items.map((person) => (
          <li key={person.contactId ?? person.phone} className={css.person}>
            <Avatar name={person.name ?? person.phone ?? "?"} size="small" />
            <span dir="auto">{person.name ?? t("segments.nameless")}</span>
            {person.phone && <span className={css.quiet}>{format.phone(person.phone)}</span>}
          </li>
        ))}
      </ul>
    </section>
  );
}
