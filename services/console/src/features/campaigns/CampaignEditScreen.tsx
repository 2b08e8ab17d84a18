/** The wizard of a draft: audience, content, when, check. What is typed is saved by itself. */

import { useQuery } from "@tanstack/react-query";
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { ArrowLeft, ArrowRight, Ellipsis } from "lucide-react";
import { useEffect, useRef } from "react";
import { useTranslations } from "use-intl";
import { useChannels } from "@/shared/api/lookups";
import { useMay } from "@/shared/api/session";
import { useFieldWords } from "@/shared/api/words";
import { useFormat } from "@/shared/format/useFormat";
import { Button } from "@/shared/ui/Button";
import { ErrorBox } from "@/shared/ui/ErrorBox";
import { Field } from "@/shared/ui/Field";
import { ForbiddenPage } from "@/shared/ui/ForbiddenPage";
import { IconButton } from "@/shared/ui/IconButton";
import { Menu } from "@/shared/ui/Menu";
import { Page } from "@/shared/ui/Page";
import { Select } from "@/shared/ui/Select";
import { Skeleton } from "@/shared/ui/Skeleton";
import { Stepper } from "@/shared/ui/Stepper";
import { TextInput } from "@/shared/ui/TextInput";
import { useCampaignMenu } from "./actions";
import { takesCampaigns, useChannelOptions } from "./channels";
import { campaignQuery, targetsQuery } from "./data";
import { AudienceStep } from "./edit/AudienceStep";
import css from "./edit/CampaignForm.module.css";
import { CheckStep } from "./edit/CheckStep";
import { ContentStep } from "./edit/ContentStep";
import { changesOf } from "./edit/form";
import { Conflict, SaveState } from "./edit/SaveState";
import { useCampaignForm } from "./edit/useCampaignForm";
import { WhenStep } from "./edit/WhenStep";
import { type Campaign, isDraft, known, STEPS, type StepId } from "./rules";

export function CampaignEditScreen() {
  const t = useTranslations("campaigns");
  const { campaignId } = useParams({ from: "/shell/campaigns/$campaignId/edit" });
  const navigate = useNavigate();
  const mayWrite = useMay("campaigns:write");
  const query = useQuery(campaignQuery(campaignId));
  const isStarted = query.data !== undefined && !isDraft(query.data);
  useEffect(() => {
    if (isStarted)
      void navigate({ to: "/campaigns/$campaignId/live", params: { campaignId }, replace: true });
  }, [isStarted, campaignId, navigate]);
  if (!mayWrite) return <ForbiddenPage title={t("edit.title")} />;
  const leave = () => void navigate({ to: "/campaigns", search: {} });
  if (query.isPending || isStarted)
    return (
      <Page title={t("edit.title")} onBack={leave}>
        <Skeleton kind="block" height={320} />
      </Page>
    );
  if (!query.data)
    return (
      <Page title={t("edit.title")} onBack={leave}>
        <ErrorBox
          error={query.error}
          title={t("edit.failed")}
          onRetry={() => void query.refetch()}
          isRetrying={query.isFetching}
        />
      </Page>
    );
  return <Wizard key={campaignId} campaign={query.data} onLeave={leave} />;
}

function Wizard({ campaign, onLeave }: { campaign: Campaign; onLeave: () => void }) {
  const t = useTranslations("campaigns");
  const format = useFormat();
  const fieldWords = useFieldWords();
  const address = useSearch({ from: "/shell/campaigns/$campaignId/edit" });
  const step = known(STEPS, address.step) ?? "audience";
  const navigate = useNavigate();
  const channels = useChannels();
  const channelOptions = useChannelOptions(channels.list);
  const targets = useQuery(targetsQuery(campaign.id));
  const draft = useCampaignForm(campaign);
  const menu = useCampaignMenu(campaign, onLeave);
  const { form, change, saving, error } = draft;
  const top = useRef<HTMLDivElement>(null);
  const go = (next: StepId) => {
    void draft.flush();
    void navigate({
      to: "/campaigns/$campaignId/edit",
      params: { campaignId: campaign.id },
      search: { step: next },
    });
    top.current?.scrollIntoView({ block: "start" });
  };
  const at = STEPS.indexOf(step);
  const hasAudience =
    (targets.data?.total ?? campaign.targets) > 0 || (targets.data?.sources.length ?? 0) > 0;
  const isDone: Record<StepId, boolean> = {
    audience: hasAudience,
    content: changesOf("content", form) !== undefined,
    when: changesOf("timing", form) !== undefined && changesOf("pace", form) !== undefined,
    check: false,
  };
  const wrong = error?.fields.name;
  const next = STEPS[at + 1];
  const before = STEPS[at - 1];
  return (
    <Page
      title={form.name.trim() === "" ? t("edit.title") : form.name}
      onBack={onLeave}
      badge={<SaveState state={saving} />}
      actions={
        menu.length > 0 && (
          <Menu
            trigger={<IconButton icon={Ellipsis} label={t("list.menu", { name: campaign.name })} />}
            items={menu}
          />
        )
      }
      toolbar={
        <div className={css.steps}>
          <Stepper
            label={t("edit.steps")}
            current={step}
            onStep={go}
            steps={STEPS.map((id) => ({
              id,
              label: t(`steps.${id}`),
              state: isDone[id] ? ("done" as const) : ("todo" as const),
              hint:
                id === "audience" && campaign.targets > 0
                  ? t("list.targets", { count: campaign.targets })
                  : id === "when" && form.timing.start === "later" && form.timing.scheduledAt
                    ? format.dateTime(form.timing.scheduledAt)
                    : undefined,
            }))}
          />
        </div>
      }
    >
      <div ref={top} className={css.fields}>
        <Conflict saving={saving} resolve={draft.resolve} />
        {step === "audience" && (
          <section className={css.card} aria-label={t("edit.about")}>
            <div className={css.two}>
              <Field label={t("new.name")} error={wrong && fieldWords(wrong)}>
                <TextInput
                  value={form.name}
                  maxLength={200}
                  onValue={(name) => change("name", name)}
                  required
                />
              </Field>
              <Field
                label={t("new.channel")}
                hint={channels.list.every(takesCampaigns) ? undefined : t("new.without")}
              >
                <Select
                  value={form.channelId}
                  onValue={(channelId) => change("channelId", channelId)}
                  options={channelOptions}
                />
              </Field>
            </div>
          </section>
        )}
        {step === "audience" && <AudienceStep campaignId={campaign.id} />}
        {step === "content" && (
          <ContentStep campaignId={campaign.id} form={form} change={change} error={error} />
        )}
        {step === "when" && <WhenStep form={form} change={change} error={error} />}
        {step === "check" && (
          <CheckStep campaign={campaign} form={form} saving={saving} flush={draft.flush} />
        )}
      </div>
      <div className={css.footer}>
        {before ? (
          <Button icon={ArrowLeft} onClick={() => go(before)}>
            {t(`steps.${before}`)}
          </Button>
        ) : (
          <span />
        )}
        {next && (
          <Button variant="primary" iconAfter={ArrowRight} onClick={() => go(next)}>
            {t("edit.next", { step: t(`steps.${next}`) })}
          </Button>
        )}
      </div>
    </Page>
  );
}
