/** Adds the recipients of another campaign, by what came of it: for a reminder, or for a second try. */

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { useProblemWords } from "@/shared/api/words";
import { Banner } from "@/shared/ui/Banner";
import { Button } from "@/shared/ui/Button";
import { Checkbox } from "@/shared/ui/Checkbox";
import { Combobox } from "@/shared/ui/Combobox";
import { Dialog } from "@/shared/ui/Dialog";
import { ErrorBox } from "@/shared/ui/ErrorBox";
import { Field } from "@/shared/ui/Field";
import { othersQuery } from "../data";
import { type TargetsAdd, useAddTargets } from "./AudienceStep";
import css from "./CampaignForm.module.css";

type State = NonNullable<TargetsAdd["recipientsOf"]>["states"][number];
const STATES: readonly State[] = ["unread", "read", "failed", "unconfirmed", "cancelled"];

export function AddRecipients({ campaignId, onClose }: { campaignId: string; onClose: () => void }) {
  const t = useTranslations("campaigns");
  const words = useProblemWords();
  const add = useAddTargets(campaignId);
  const campaigns = useQuery(othersQuery());
  const [chosen, setChosen] = useState<string | null>(null);
  const [states, setStates] = useState<readonly State[]>(["unread"]);
  const options = (campaigns.data ?? [])
    .filter(({ id, startedAt }) => id !== campaignId && startedAt !== null)
    .map(({ id, name, status }) => ({ value: id, label: name, hint: t(`status.${status}`) }));
  const isReady = chosen !== null && states.length > 0;
  const submit = () => {
    if (chosen === null || states.length === 0) return;
    add.mutate({ recipientsOf: { campaignId: chosen, states: [...states] } }, { onSuccess: onClose });
  };
  return (
    <Dialog
      open
      title={t("audience.addRecipients")}
      text={t("audience.later")}
      onClose={onClose}
      onSubmit={submit}
      actions={
        <>
          <Button onClick={onClose}>{t("cancel")}</Button>
          <Button type="submit" variant="primary" busy={add.isPending} disabled={!isReady}>
            {t("audience.addThis")}
          </Button>
        </>
      }
    >
      <div className={css.fields}>
        {campaigns.error && !campaigns.data && (
          <ErrorBox
            compact
            error={campaigns.error}
            onRetry={() => void campaigns.refetch()}
            isRetrying={campaigns.isFetching}
          />
        )}
        <Field label={t("audience.campaign")}>
          <Combobox
            clearable={false}
            value={options.find(({ value }) => value === chosen) ?? null}
            onValue={(next) => setChosen(next?.value ?? null)}
            options={options}
            placeholder={t("audience.chooseCampaign")}
          />
        </Field>
        <fieldset className={css.plain}>
          <legend>{t("audience.states")}</legend>
          {STATES.map((state) => (
            <Checkbox
              key={state}
              label={t(`audience.state.${state as "unread"}`)}
              checked={states.includes(state)}
              onValue={(isOn) =>
                setStates(isOn ? [...states, state] : states.filter((other) => other !== state))
              }
            />
          ))}
        </fieldset>
        {add.error && <Banner tone="danger" live title={words(add.error)} />}
      </div>
    </Dialog>
  );
}
