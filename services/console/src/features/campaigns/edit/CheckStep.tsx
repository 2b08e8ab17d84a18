/** Before it starts: how many get it, what is in the way, a try on a phone of one's own, and the start. */

import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { CalendarClock, Repeat, Send } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { isProblem } from "@/shared/api/problems";
import { useMay } from "@/shared/api/session";
import { useProblemWords } from "@/shared/api/words";
import { useFormat } from "@/shared/format/useFormat";
import { Banner } from "@/shared/ui/Banner";
import { Button } from "@/shared/ui/Button";
import { Checkbox } from "@/shared/ui/Checkbox";
import { confirm } from "@/shared/ui/confirm";
import { ErrorBox } from "@/shared/ui/ErrorBox";
import { Skeleton } from "@/shared/ui/Skeleton";
import { type Estimate, estimateQuery, useMove } from "../data";
import { useReasonWords } from "../reasons";
import type { Campaign } from "../rules";
import css from "./CampaignForm.module.css";
import { TestSend } from "./TestSend";
import type { CampaignFormState } from "./useCampaignForm";

type CheckStepProps = Pick<CampaignFormState, "form" | "saving" | "flush"> & { campaign: Campaign };

const START = { now: Send, later: CalendarClock, repeat: Repeat } as const;

export function CheckStep({ campaign, form, saving, flush }: CheckStepProps) {
  const t = useTranslations("campaigns");
  const words = useProblemWords();
  const format = useFormat();
  const navigate = useNavigate();
  const mayRun = useMay("campaigns:run");
  const move = useMove(campaign.id);
  const [isConfirmed, setConfirmed] = useState(false);
  // What is being typed counts: it is asked for once that is saved.
  const query = useQuery({ ...estimateQuery(campaign.id), enabled: saving === "saved" });
  const isSaved = saving === "saved";
  if (query.isPending && isSaved) return <Skeleton kind="block" height={240} />;
  if (!query.data && isSaved)
    return (
      <ErrorBox error={query.error} onRetry={() => void query.refetch()} isRetrying={query.isFetching} />
    );
  const estimate = query.data;
  const needsConfirmation = (estimate?.templateNeeded ?? false) || isProblem(move.error, "window-closed");
  // While it is reckoned again the numbers may be of another audience.
  const isReady = isSaved && !query.isFetching && estimate !== undefined && estimate.recipients > 0;
  const { start } = form.timing;
  const launch = async () => {
    if (!estimate || !(await flush())) return;
    const count = format.number(estimate.recipients);
    const isSure = await confirm({
      title: t(`check.sure.${start}`, { name: campaign.name }),
      text: t(`check.sureText.${start}`, {
        count,
        at: form.timing.scheduledAt ? format.dateTime(form.timing.scheduledAt) : "",
      }),
      action: t(`check.start.${start}`),
    });
    if (!isSure) return;
    move.mutate(
      { action: "start", confirmed: isConfirmed },
      {
        onSuccess: () =>
          void navigate({ to: "/campaigns/$campaignId/live", params: { campaignId: campaign.id } }),
      },
    );
  };
  return (
    <div className={css.columns}>
      <div className={css.fields}>
        {!isSaved && <Banner tone="warning">{t("check.unsaved")}</Banner>}
        {estimate && <Numbers estimate={estimate} />}
        {estimate && <Warnings estimate={estimate} />}
        <section className={css.card} aria-labelledby="start-title">
          <h2 id="start-title" className={css.cardTitle}>
            {t("check.startTitle")}
          </h2>
          {mayRun ? (
            <>
              {needsConfirmation && (
                <Checkbox
                  label={t("check.confirmWindow")}
                  hint={t("check.confirmWindowHint", { count: estimate?.outOfWindow ?? 0 })}
                  checked={isConfirmed}
                  onValue={setConfirmed}
                />
              )}
              {move.error && <Banner tone="danger" live title={words(move.error)} />}
              <div>
                <Button
                  variant="primary"
                  size="large"
                  icon={START[start]}
                  busy={move.isPending}
                  disabled={!isReady || (needsConfirmation && !isConfirmed)}
                  onClick={() => void launch()}
                >
                  {t(`check.start.${start}`)}
                </Button>
              </div>
            </>
          ) : (
            <p className={css.quiet}>{t("check.notAllowed")}</p>
          )}
        </section>
      </div>
      <div className={css.side}>
        <TestSend campaignId={campaign.id} variants={form.content} mayRun={mayRun} isSaved={isSaved} />
      </div>
    </div>
  );
}

function Numbers({ estimate }: { estimate: Estimate }) {
  const t = useTranslations("campaigns");
  const format = useFormat();
  const { recipients, optedOut, duplicates, notFound, seconds, targets } = estimate;
  const rest = [
    { key: "targets", value: targets },
    { key: "optedOut", value: optedOut },
    { key: "duplicates", value: duplicates },
    { key: "notFound", value: notFound },
  ].filter(({ value }) => value > 0);
  return (
    <section className={css.card} aria-labelledby="numbers-title">
      <h2 id="numbers-title" className={css.cardTitle}>
        {t("check.numbers")}
      </h2>
      <dl className={css.numbers}>
        <div className={`${css.number} ${css.big}`}>
          <dt>{t("check.recipients")}</dt>
          <dd>{format.number(recipients)}</dd>
        </div>
        <div className={css.number}>
          <dt>{t("check.takes")}</dt>
          <dd>{format.duration(Math.max(seconds * 1000, 60_000))}</dd>
        </div>
        {rest.map(({ key, value }) => (
          <div key={key} className={css.number}>
            <dt>{t(`check.${key as "targets"}`)}</dt>
            <dd>{format.number(value)}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function Warnings({ estimate }: { estimate: Estimate }) {
  const t = useTranslations("campaigns");
  const reasonWords = useReasonWords();
  const { recipients, rendering, problems, outOfWindow, templateNeeded } = estimate;
  return (
    <>
      {recipients === 0 && <Banner tone="warning" title={t("check.nobody")} />}
      {problems.map((problem) => (
        <Banner key={`${problem.field} ${problem.code}`} tone="danger" title={reasonWords(problem)} />
      ))}
      {templateNeeded && (
        <Banner tone="warning" title={t("check.outOfWindow", { count: outOfWindow })}>
          {t("check.outOfWindowText")}
        </Banner>
      )}
      {rendering.notRenderable > 0 && (
        <Banner
          tone="warning"
          title={t(rendering.all ? "check.notRenderable" : "check.notRenderableSample", {
            count: rendering.notRenderable,
            checked: rendering.checked,
          })}
        >
          {[...new Set(rendering.examples.map(({ problemReason }) => reasonWords(problemReason)))].join("; ")}
        </Banner>
      )}
    </>
  );
}
