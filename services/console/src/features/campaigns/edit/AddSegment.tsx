/** Adds a saved segment, or conditions that are for this campaign alone. */

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { useProblemWords } from "@/shared/api/words";
import { Banner } from "@/shared/ui/Banner";
import { Button } from "@/shared/ui/Button";
import { Combobox } from "@/shared/ui/Combobox";
import { Dialog } from "@/shared/ui/Dialog";
import { Field } from "@/shared/ui/Field";
import { Tabs } from "@/shared/ui/Tabs";
import { FilterBuilder } from "../segments/FilterBuilder";
import { filterOf } from "../segments/filter";
import { Found } from "../segments/SegmentDialog";
import { segmentsQuery } from "../segments/segmentData";
import { useFilterWords } from "../segments/useFilterWords";
import { useAddTargets } from "./AudienceStep";
import css from "./CampaignForm.module.css";

export function AddSegment({ campaignId, onClose }: { campaignId: string; onClose: () => void }) {
  const t = useTranslations("campaigns");
  const words = useProblemWords();
  const says = useFilterWords();
  const segments = useQuery(segmentsQuery());
  const add = useAddTargets(campaignId);
  const [tab, setTab] = useState<"saved" | "new">("saved");
  const [chosen, setChosen] = useState<string | null>(null);
  const [conditions, setConditions] = useState(
    () =>
      ({ match: "all", conditions: [{ kind: "tag", tag: "", isNot: false }] }) as Parameters<
        typeof filterOf
      >[0],
  );
  const options = (segments.data ?? []).map(({ id, name, filter }) => ({
    value: id,
    label: name,
    hint: says(filter),
  }));
  const isSaved = tab === "saved" && options.length > 0;
  const segment = segments.data?.find(({ id }) => id === chosen);
  const filter = isSaved ? segment?.filter : filterOf(conditions);
  const submit = () => {
    if (!filter) return;
    add.mutate(isSaved && segment ? { segmentId: segment.id } : { segment: filter }, { onSuccess: onClose });
  };
  return (
    <Dialog
      open
      size="large"
      title={t("audience.addSegment")}
      text={t("audience.later")}
      onClose={onClose}
      onSubmit={submit}
      actions={
        <>
          <Button onClick={onClose}>{t("cancel")}</Button>
          <Button type="submit" variant="primary" busy={add.isPending} disabled={!filter}>
            {t("audience.addThis")}
          </Button>
        </>
      }
    >
      <div className={css.fields}>
        {options.length > 0 && (
          <Tabs
            label={t("audience.addSegment")}
            items={[
              { value: "saved", label: t("audience.savedSegment") },
              { value: "new", label: t("audience.ownConditions") },
            ]}
            value={tab}
            onValue={setTab}
          />
        )}
        {isSaved ? (
          <Field label={t("audience.segment")}>
            <Combobox
              clearable={false}
              value={options.find(({ value }) => value === chosen) ?? null}
              onValue={(next) => setChosen(next?.value ?? null)}
              options={options}
              placeholder={t("audience.chooseSegment")}
            />
          </Field>
        ) : (
          <FilterBuilder value={conditions} onValue={setConditions} />
        )}
        {filter && <Found filter={filter} />}
        {add.error && <Banner tone="danger" live title={words(add.error)} />}
      </div>
    </Dialog>
  );
}
