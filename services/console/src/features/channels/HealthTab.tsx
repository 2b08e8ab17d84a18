/** Whether the number works: what the last check found, and a check now. */

import { RefreshCw } from "lucide-react";
import { useTranslations } from "use-intl";
import type { Channel } from "@/shared/api/lookups";
import { useMay } from "@/shared/api/session";
import { useProblemWords, useReasonWords } from "@/shared/api/words";
import { useFormat } from "@/shared/format/useFormat";
import { Badge } from "@/shared/ui/Badge";
import { Banner } from "@/shared/ui/Banner";
import { Button } from "@/shared/ui/Button";
import { ErrorBox } from "@/shared/ui/ErrorBox";
import { Skeleton } from "@/shared/ui/Skeleton";
import { Time } from "@/shared/ui/Time";
import { toast } from "@/shared/ui/toast";
import { ChecksList } from "./ChecksList";
import css from "./channels.module.css";
import { type Health, useCheck, useHealth } from "./data";
import { QUALITY_TONES } from "./health";
import { Limit } from "./Limit";

export function HealthTab({ channel }: { channel: Channel }) {
  const t = useTranslations("channels.health");
  const words = useProblemWords();
  const mayWrite = useMay("channels:write");
  const { data, error, refetch } = useHealth(channel.id);
  const check = useCheck(channel.id);
  const now = () =>
    check.mutate(undefined, { onError: (failure) => toast({ text: words(failure), tone: "danger" }) });
  if (error) return <ErrorBox error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton kind="block" height={320} />;
  return (
    <div className={css.columns}>
      <section className={css.card} aria-labelledby="checks">
        <header className={css.cardHeader}>
          <h2 id="checks">{t("title")}</h2>
          {mayWrite && (
            <Button size="small" icon={RefreshCw} busy={check.isPending} onClick={now}>
              {t("checkNow")}
            </Button>
          )}
        </header>
        <Problem health={data} />
        <ChecksList health={data} />
        <p className={css.note}>
          {data.checkedAt ? (
            <>
              {t("checked")} <Time at={data.checkedAt} kind="relative" />
            </>
          ) : (
            t("unchecked")
          )}
        </p>
      </section>
      <Facts channel={channel} health={data} />
    </div>
  );
}

function Problem({ health }: { health: Health }) {
  const words = useReasonWords();
  const text = (health.problemCode && words(health.problemCode)) ?? health.problem;
  return text ? <Banner tone="danger">{text}</Banner> : null;
}

function Facts({ channel, health }: { channel: Channel; health: Health }) {
  const t = useTranslations("channels");
  const format = useFormat();
  const { quality } = health;
  return (
    <section className={css.card} aria-labelledby="facts">
      <header className={css.cardHeader}>
        <h2 id="facts">{t("health.facts")}</h2>
      </header>
      <dl className={css.facts}>
        <dt>{t("quality")}</dt>
        <dd>{quality ? <Badge tone={QUALITY_TONES[quality]}>{t(`qualities.${quality}`)}</Badge> : "–"}</dd>
        <dt>{t("limit")}</dt>
        <dd>
          <Limit value={health.messagingLimit} />
        </dd>
        <dt>{t("rate")}</dt>
        <dd>
          {t("perSecond", { count: format.number(health.messagesPerSecond, 1) })}
          {health.followProviderRate && <small> {t("health.follows")}</small>}
        </dd>
        <dt>{t("health.phoneNumberId")}</dt>
        <dd dir="ltr">{channel.phoneNumberId}</dd>
        <dt>{t("health.wabaId")}</dt>
        <dd dir="ltr">{channel.wabaId ?? "–"}</dd>
        <dt>{t("health.verified")}</dt>
        <dd>{channel.verifiedAt ? <Time at={channel.verifiedAt} /> : "–"}</dd>
      </dl>
    </section>
  );
}
