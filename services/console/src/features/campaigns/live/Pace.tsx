/** How far a campaign is, how fast it goes, and how long the rest takes. */

import { useEffect, useState } from "react";
import { useTranslations } from "use-intl";
import { useFormat } from "@/shared/format/useFormat";
import { Progress } from "@/shared/ui/Progress";
import {
  type Campaign,
  doneOf,
  isLive,
  leftOf,
  rateOf,
  remainingMs,
  type Sample,
  totalOf,
  withSample,
} from "../rules";
import css from "./live.module.css";

export function Pace({ campaign }: { campaign: Campaign }) {
  const t = useTranslations("campaigns");
  const format = useFormat();
  const { counts, status, replies } = campaign;
  const total = totalOf(counts);
  const done = doneOf(counts);
  const [samples, setSamples] = useState<readonly Sample[]>([]);
  useEffect(() => {
    setSamples((known) => withSample(known, { at: Date.now(), done }));
  }, [done]);
  const rate = isLive(status) ? rateOf(samples) : undefined;
  const left = remainingMs(counts, rate);
  if (total === 0 && status === "expanding")
    return (
      <section className={css.card} aria-label={t("list.progress")}>
        <Progress label={t("live.expanding")} />
      </section>
    );
  if (total === 0) return null;
  return (
    <section className={css.card} aria-label={t("list.progress")}>
      <Progress
        label={t(`status.${status}`)}
        value={done}
        max={total}
        text={t("list.doneOf", { done: format.number(done), total: format.number(total) })}
        tone={status === "failed" ? "danger" : status === "cancelled" ? "neutral" : "accent"}
      />
      <dl className={css.figures}>
        <Figure label={t("live.left")} value={format.number(leftOf(counts))} />
        {rate !== undefined && (
          <Figure label={t("live.perMinute")} value={format.number(Math.round(rate * 60))} />
        )}
        {left !== undefined && leftOf(counts) > 0 && (
          <Figure label={t("live.remaining")} value={format.duration(Math.max(left, 60_000))} />
        )}
        <Figure label={t("funnel.replied")} value={format.number(replies)} />
      </dl>
    </section>
  );
}

function Figure({ label, value }: { label: string; value: string }) {
  return (
    <div className={css.figure}>
      <dt>{label}</dt>
      <dd>{value}</dd>
    </div>
  );
}
