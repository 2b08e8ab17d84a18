/** What the company may use at most. Three limits it can lower itself, such as to rein in an integration. */

import { useState } from "react";
import { useFormatter, useTranslations } from "use-intl";
import { useMay } from "@/shared/api/session";
import { useSubmit } from "@/shared/api/useSubmit";
import { Banner } from "@/shared/ui/Banner";
import { Button } from "@/shared/ui/Button";
import { ErrorBox } from "@/shared/ui/ErrorBox";
import { Field } from "@/shared/ui/Field";
import { NumberInput } from "@/shared/ui/NumberInput";
import { Skeleton } from "@/shared/ui/Skeleton";
import { toast } from "@/shared/ui/toast";
import { useLeaveGuard } from "@/shared/ui/useLeaveGuard";
import { Section } from "../Section";
import css from "./company.module.css";
import { type ChosenLimit, type Limits, useChooseLimits, useLimits } from "./data";

const CHOSEN = ["sockets", "requestsPerMinute", "messagesPerSecond"] as const;
const GIVEN = [
  "users",
  "invitations",
  "apiKeys",
  "channels",
  "webChannels",
  "contacts",
  "campaigns",
  "segments",
  "audienceRows",
  "importsPerHour",
  "webhookUpdatesPerSecond",
] as const;

export function LimitsSection() {
  const t = useTranslations("settingsCompany");
  const limits = useLimits();
  return (
    <Section title={t("limits.title")} text={t("limits.text")}>
      {limits.data ? (
        <>
          <ChosenLimits key={JSON.stringify(limits.data.chosen)} limits={limits.data} />
          <GivenLimits limits={limits.data} />
        </>
      ) : limits.error ? (
        <ErrorBox error={limits.error} onRetry={() => void limits.refetch()} compact />
      ) : (
        <Skeleton kind="rows" count={4} />
      )}
    </Section>
  );
}

function ChosenLimits({ limits }: { limits: Limits }) {
  const t = useTranslations("settingsCompany");
  const format = useFormatter();
  const mayWrite = useMay("company:write");
  const choose = useChooseLimits();
  const [chosen, setChosen] = useState<Record<ChosenLimit, number | null>>(() => ({
    sockets: limits.chosen.sockets ?? null,
    requestsPerMinute: limits.chosen.requestsPerMinute ?? null,
    messagesPerSecond: limits.chosen.messagesPerSecond ?? null,
  }));
  const isChanged = CHOSEN.some((name) => chosen[name] !== (limits.chosen[name] ?? null));
  useLeaveGuard(isChanged);
  const save = useSubmit(
    async () => {
      await choose.mutateAsync(chosen);
      toast({ tone: "good", text: t("limits.saved") });
    },
    { fields: CHOSEN },
  );
  return (
    <form className={css.form} onSubmit={save.submit} noValidate>
      {save.problem && (
        <Banner tone="danger" live>
          {save.problem}
        </Banner>
      )}
      <div className={css.triple}>
        {CHOSEN.map((name) => (
          <Field
            key={name}
            label={t(`limits.${name}`)}
            hint={t("limits.upTo", { most: format.number(limits.maximum[name]) })}
            error={save.errorOf(name)}
            disabled={!mayWrite}
          >
            <NumberInput
              min={1}
              max={limits.maximum[name]}
              placeholder={t("limits.default", { limit: format.number(limits.limits[name]) })}
              value={chosen[name]}
              onValue={(value) => setChosen({ ...chosen, [name]: value })}
            />
          </Field>
        ))}
      </div>
      {mayWrite && (
        <div>
          <Button type="submit" busy={save.busy} disabled={!isChanged}>
            {t("limits.save")}
          </Button>
        </div>
      )}
    </form>
  );
}

function GivenLimits({ limits: { limits } }: { limits: Limits }) {
  const t = useTranslations("settingsCompany");
  const format = useFormatter();
  return (
    <dl className={css.limits}>
      {GIVEN.map((name) => (
        <div key={name} className={css.limit}>
          <dt>{t(`limits.${name}`)}</dt>
          <dd>{format.number(limits[name])}</dd>
        </div>
      ))}
      <div className={css.limit}>
        <dt>{t("limits.storedBytes")}</dt>
        <dd>
          {format.number(limits.storedBytes / 1e9, {
            style: "unit",
            unit: "gigabyte",
            maximumFractionDigits: 1,
          })}
        </dd>
      </div>
    </dl>
  );
}
